package dev.howdah.sql.parser;

import dev.howdah.sql.AgentSql;
import java.util.Optional;

/**
 * What a text must be before anything parses it: readable, and no bomb for PostgreSQL's lexer.
 *
 * <p>Nested comments and long runs of operator characters take the lexer time that grows with their
 * square, here and in the server: 80 kB of either keep a server busy for seconds.
 */
final class TextGate {

  /** Most starts of block comments. */
  static final int MAX_COMMENTS = 200;

  /** Most operator characters in a row. */
  static final int MAX_OPERATOR_RUN = 1000;

  private static final String OPERATORS = "+-*/<>=~!@#%^&|`?";

  private TextGate() {}

  /** Why the text may not be parsed, as a sentence for the caller; empty when it may. */
  static Optional<String> refusal(String text) {
    try {
      AgentSql.of(text);
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
    int comments = 0;
    int run = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      run = OPERATORS.indexOf(c) >= 0 ? run + 1 : 0;
      if (run > MAX_OPERATOR_RUN) {
        return Optional.of(
            "The statement has more than "
                + MAX_OPERATOR_RUN
                + " operator characters in a row, up to position "
                + (i + 1)
                + "; shorten the run, or pass a long string as a parameter.");
      }
      if (c == '*' && i > 0 && text.charAt(i - 1) == '/' && ++comments > MAX_COMMENTS) {
        return Optional.of(
            "The statement has more than "
                + MAX_COMMENTS
                + " times \"/*\"; remove comments, or pass such strings as parameters.");
      }
    }
    return Optional.empty();
  }
}
