package dev.howdah.sql.catalog;

/**
 * Something from the catalogue, and the version that it was read in.
 *
 * @param stamp changes with every change of it
 */
public record Stamped<T>(T value, String stamp) {}
