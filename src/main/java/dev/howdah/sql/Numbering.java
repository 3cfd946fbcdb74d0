package dev.howdah.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One pass over a text of ours that numbers its named parameters and fills in its names. */
final class Numbering {

  private final String text;
  private final Map<String, Identifier> names;
  private final StringBuilder out = new StringBuilder();
  private final List<String> parameters = new ArrayList<>();
  private int at;

  Numbering(String text, Map<String, Identifier> names) {
    this.text = text;
    this.names = names;
  }

  Sql.Numbered numbered() {
    while (at < text.length()) {
      char c = text.charAt(at);
      switch (c) {
        case '\'' -> copyTo(quoteEnd('\'', escapes()));
        case '"' -> copyTo(quoteEnd('"', false));
        case '$' -> copyTo(dollarEnd());
        case '-' -> copyTo(text.startsWith("--", at) ? lineEnd() : at + 1);
        case '/' -> copyTo(text.startsWith("/*", at) ? commentEnd() : at + 1);
        case ':' -> colon();
        case '{' -> name();
        default -> copyTo(at + 1);
      }
    }
    return new Sql.Numbered(out.toString(), parameters);
  }

  private void colon() {
    if (text.startsWith("::", at)) {
      copyTo(at + 2);
      return;
    }
    int end = wordEnd(at + 1);
    if (end == at + 1) {
      copyTo(end);
      return;
    }
    String parameter = text.substring(at + 1, end);
    int index = parameters.indexOf(parameter);
    if (index < 0) {
      index = parameters.size();
      parameters.add(parameter);
    }
    out.append('$').append(index + 1);
    at = end;
  }

  private void name() {
    int end = wordEnd(at + 1);
    if (end == at + 1 || end >= text.length() || text.charAt(end) != '}') {
      copyTo(at + 1);
      return;
    }
    String placeholder = text.substring(at + 1, end);
    Identifier identifier = names.get(placeholder);
    if (identifier == null) {
      throw new IllegalStateException("no name was given for {" + placeholder + "}");
    }
    out.append(identifier.quoted());
    at = end + 1;
  }

  private void copyTo(int end) {
    out.append(text, at, end);
    at = end;
  }

  /** Whether the string that starts here is an {@code E'…'} string. */
  private boolean escapes() {
    return at > 0
        && (text.charAt(at - 1) == 'e' || text.charAt(at - 1) == 'E')
        && (at == 1 || !Character.isJavaIdentifierPart(text.charAt(at - 2)));
  }

  private int quoteEnd(char quote, boolean escapes) {
    for (int i = at + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && escapes) {
        i++;
      } else if (c == quote) {
        return i + 1;
      }
    }
    throw new IllegalStateException("a quote is not closed in: " + text);
  }

  private int dollarEnd() {
    int tagEnd = wordEnd(at + 1);
    if (tagEnd >= text.length() || text.charAt(tagEnd) != '$') {
      return at + 1;
    }
    String tag = text.substring(at, tagEnd + 1);
    int end = text.indexOf(tag, tagEnd + 1);
    if (end < 0) {
      throw new IllegalStateException("a dollar quote is not closed in: " + text);
    }
    return end + tag.length();
  }

  private int lineEnd() {
    int end = text.indexOf('\n', at);
    return end < 0 ? text.length() : end;
  }

  private int commentEnd() {
    int depth = 0;
    for (int i = at; i < text.length(); i++) {
      if (text.startsWith("/*", i)) {
        depth++;
        i++;
      } else if (text.startsWith("*/", i)) {
        depth--;
        i++;
        if (depth == 0) {
          return i + 1;
        }
      }
    }
    throw new IllegalStateException("a comment is not closed in: " + text);
  }

  private int wordEnd(int from) {
    int end = from;
    if (end < text.length() && Character.isDigit(text.charAt(end))) {
      return from;
    }
    while (end < text.length()
        && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_')) {
      end++;
    }
    return end;
  }
}
