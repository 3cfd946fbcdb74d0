package dev.howdah.sql.parser;

import java.util.List;

/**
 * A whole text, parsed.
 *
 * @param version of the parser, as {@code server_version_num}
 * @param statements in the order of the text; empty when it holds only space, comments and {@code
 *     ;}
 */
public record Parsed(int version, List<Statement> statements) {

  public Parsed {
    statements = List.copyOf(statements);
  }

  /**
   * One statement of a text.
   *
   * @param node such as a {@code SelectStmt}
   * @param location where it starts, as an offset in bytes of UTF-8; before version 18, space and
   *     comments that precede the statement belong to it
   * @param length in bytes of UTF-8, without the {@code ;}
   */
  public record Statement(Node node, int location, int length) {}
}
