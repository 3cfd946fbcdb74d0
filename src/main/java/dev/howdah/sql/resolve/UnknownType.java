package dev.howdah.sql.resolve;

/**
 * A name that stands where a type does and is none.
 *
 * @param name the last part of what is written
 * @param position a byte offset in the statement's UTF-8, -1 when unknown
 */
public record UnknownType(String name, int position) {}
