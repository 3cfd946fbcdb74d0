package dev.howdah.tools.search;

import java.util.Locale;

/** How a word and an object fit, best first; {@code docs/search.md} states the rule. */
enum Match {
  /** The name is the word, perhaps in the plural. */
  EXACT(100),
  /** The name begins with it. */
  PREFIX(80),
  /** It is one of the words of the name. */
  WORD(60),
  /** The name has it somewhere. */
  SUBSTRING(40),
  /** It is the name of the table that a column or an index belongs to, or a word of it. */
  TABLE(30),
  /** It is a word of the comment. */
  COMMENT(25),
  /** It is the name of the schema, or a word of it. */
  SCHEMA(12),
  /** A name or a word of it is nearly spelled like it. */
  SIMILAR(10),
  NONE(0);

  private final int score;

  Match(int score) {
    this.score = score;
  }

  int score() {
    return score;
  }

  boolean better(Match other) {
    return compareTo(other) < 0;
  }

  /** Whether it is the object itself that fits, not just what it belongs to. */
  boolean own() {
    return this != TABLE && this != SCHEMA && this != NONE;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
