package dev.howdah.sql.parser;

/** What parsing a text came to. */
public sealed interface Outcome {

  /** PostgreSQL's grammar accepts the text. */
  record Tree(Parsed parsed) implements Outcome {}

  /**
   * PostgreSQL's grammar rejects the text.
   *
   * @param message PostgreSQL's own, such as {@code syntax error at or near "FORM"}
   * @param position in characters (code points) from 1; 0 when unknown
   */
  record SyntaxError(String message, int position) implements Outcome {}

  /**
   * The text was not judged, so it must not run.
   *
   * @param reason a sentence for the caller, with what to do
   */
  record Refused(String reason) implements Outcome {}
}
