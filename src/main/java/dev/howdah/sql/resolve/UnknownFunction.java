package dev.howdah.sql.resolve;

import dev.howdah.sql.Identifier;

/**
 * A function that is called by its schema and its name, and is not there or not known.
 *
 * @param position a byte offset in the statement's UTF-8, -1 when unknown
 */
public record UnknownFunction(Identifier name, int position) {}
