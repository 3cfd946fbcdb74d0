package dev.howdah.sql.resolve;

/**
 * A column of a relation.
 *
 * @param column its number, a system column's below 0, 0 for the whole row
 */
public record Origin(long relation, int column) {}
