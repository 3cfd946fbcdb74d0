package dev.howdah.sql.guard;

import dev.howdah.sql.parser.Node;

/** What a statement makes, or looks through, that is too long for it. */
final class LongValues {

  private LongValues() {}

  /**
   * Looks for it.
   *
   * @throws Refusal when it is there
   */
  static void check(Node statement) {
    Node calls = Attributes.asCalls(statement);
    var sizes = Sizes.in(calls, 1);
    Bombs.check(calls, sizes);
    Uninterrupted.check(calls, sizes);
  }
}
