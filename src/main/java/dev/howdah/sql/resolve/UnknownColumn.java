package dev.howdah.sql.resolve;

/**
 * A name that is neither a column nor anything else that PostgreSQL would take it for.
 *
 * @param name the last part of what is written
 * @param position a byte offset in the statement's UTF-8, -1 when unknown
 */
public record UnknownColumn(String name, int position) {}
