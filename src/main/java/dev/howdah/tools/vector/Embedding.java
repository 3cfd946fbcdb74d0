package dev.howdah.tools.vector;

/**
 * An embedding as PostgreSQL reads it.
 *
 * @param source what it was given as, for messages
 * @param squares the sum of its elements' squares, as pgvector has it: of elements as the type
 *     holds them, in single precision
 */
record Embedding(String source, String text, int dimensions, float squares) {

  /** Whether every element is 0, or so near to it that it has no direction. */
  boolean zero() {
    return squares == 0;
  }

  /** Whether it is too long to be compared by length or angle. */
  boolean overlong() {
    return squares == Float.POSITIVE_INFINITY;
  }
}
