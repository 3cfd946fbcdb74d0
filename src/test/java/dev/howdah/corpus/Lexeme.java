package dev.howdah.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A piece of a statement, as far as a mutation has to know it. */
record Lexeme(Kind kind, String text) {

  enum Kind {
    SPACE,
    COMMENT,
    STRING,
    NAME,
    WORD,
    OTHER
  }

  private static final Pattern PIECE =
      Pattern.compile(
          """
          (?<space>\\s+)
          |(?<comment>--[^\\n\\r]*)
          |(?<string>[eE]'(?:[^'\\\\]|\\\\.|'')*'|(?:[uU]&|[bBxXnN])?'(?:[^']|'')*'
            |\\$(?<tag>[A-Za-z_]?[A-Za-z_0-9]*)\\$.*?\\$\\k<tag>\\$)
          |(?<name>(?:[uU]&)?"(?:[^"]|"")*")
          |(?<word>[A-Za-z_\\x80-\\uffff][A-Za-z_0-9$\\x80-\\uffff]*)
          |(?<other>\\$\\d+|[0-9][0-9A-Za-z_.]*|.)
          """,
          Pattern.COMMENTS | Pattern.DOTALL);

  /** The pieces of a text; together they are the text. */
  static List<Lexeme> of(String sql) {
    List<Lexeme> pieces = new ArrayList<>();
    int at = 0;
    while (at < sql.length()) {
      if (sql.startsWith("/*", at)) {
        int end = endOfComment(sql, at);
        pieces.add(new Lexeme(Kind.COMMENT, sql.substring(at, end)));
        at = end;
        continue;
      }
      var match = PIECE.matcher(sql).region(at, sql.length());
      if (!match.lookingAt()) {
        throw new IllegalArgumentException("no lexeme at " + at + " of " + sql);
      }
      Kind kind = Kind.OTHER;
      for (Kind candidate : Kind.values()) {
        if (match.group(candidate.name().toLowerCase(java.util.Locale.ROOT)) != null) {
          kind = candidate;
        }
      }
      pieces.add(new Lexeme(kind, match.group()));
      at = match.end();
    }
    return pieces;
  }

  private static int endOfComment(String sql, int start) {
    int depth = 0;
    for (int i = start; i < sql.length(); i++) {
      if (sql.startsWith("/*", i)) {
        depth++;
        i++;
      } else if (sql.startsWith("*/", i)) {
        depth--;
        i++;
        if (depth == 0) {
          return i + 1;
        }
      }
    }
    return sql.length();
  }
}
