package dev.howdah.sql.parser;

/** Something happened in the parser that cannot happen when it reads a text as it should. */
final class ParserFault extends RuntimeException {

  ParserFault(String message) {
    super(message);
  }
}
