package dev.howdah.tools.vector;

/**
 * An embedding as PostgreSQL reads it.
 *
 * @param zero whether every element is 0, so that it has no direction
 */
record Embedding(String text, int dimensions, boolean zero) {}
