package dev.howdah.sql.resolve;

import dev.howdah.sql.resolve.StoredTrees.Unreadable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the text form of {@code pg_node_tree}: {@code {LABEL :field value …}}, lists in
 * parentheses, {@code <>} for null. PostgreSQL's {@code src/backend/nodes/read.c} describes the
 * tokens.
 *
 * <p>A value is a {@link StoredNode}, a list of values, or a String.
 */
final class StoredTreeReader {

  private static final int MOST_DEEP = 2000;

  private final String text;
  private int at;
  private int depth;

  StoredTreeReader(String text) {
    this.text = text;
  }

  /** The whole text, which must hold one value. */
  Object read() {
    Object value = value(next());
    skipSpace();
    if (at < text.length()) {
      throw new Unreadable("text after the end");
    }
    return value;
  }

  private Object value(String token) {
    return switch (token) {
      case "{" -> node();
      case "(" -> list();
      case "}", ")" -> throw new Unreadable("a stray " + token);
      default -> token;
    };
  }

  private void enter() {
    if (++depth > MOST_DEEP) {
      throw new Unreadable("nested too deeply");
    }
  }

  private StoredNode node() {
    enter();
    String kind = next();
    Map<String, List<Object>> fields = new LinkedHashMap<>();
    String token = next();
    while (!token.equals("}")) {
      if (!token.startsWith(":")) {
        throw new Unreadable("no field before " + token);
      }
      List<Object> values = new ArrayList<>();
      // A field always has a value, and that may begin with a colon of its own.
      values.add(value(next()));
      String following = next();
      while (!following.startsWith(":") && !following.equals("}")) {
        values.add(value(following));
        following = next();
      }
      if (fields.put(token.substring(1), values) != null) {
        throw new Unreadable("twice the field " + token);
      }
      token = following;
    }
    depth--;
    return new StoredNode(kind, fields);
  }

  private List<Object> list() {
    enter();
    List<Object> values = new ArrayList<>();
    for (String token = next(); !token.equals(")"); token = next()) {
      values.add(value(token));
    }
    depth--;
    return values;
  }

  private void skipSpace() {
    while (at < text.length() && space(text.charAt(at))) {
      at++;
    }
  }

  private static boolean space(char c) {
    return c == ' ' || c == '\n' || c == '\t';
  }

  private static boolean bracket(char c) {
    return c == '(' || c == ')' || c == '{' || c == '}';
  }

  /** One token, its escapes left in it. */
  private String next() {
    skipSpace();
    if (at >= text.length()) {
      throw new Unreadable("no end");
    }
    int start = at;
    if (bracket(text.charAt(at))) {
      at++;
      return text.substring(start, at);
    }
    while (at < text.length() && !space(text.charAt(at)) && !bracket(text.charAt(at))) {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    if (at > text.length()) {
      throw new Unreadable("an escape at the end");
    }
    return text.substring(start, at);
  }
}
