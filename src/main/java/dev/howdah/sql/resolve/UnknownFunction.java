package dev.howdah.sql.resolve;

import dev.howdah.sql.Identifier;

/**
 * A function that is called and is not there or not known, and no type to convert to either.
 *
 * @param position a byte offset in the statement's UTF-8, -1 when unknown
 */
public record UnknownFunction(Identifier name, int position) {}
