package dev.howdah.sql.resolve;

/** A column of a result or a field of a row. */
record Field(String name, Value value) {}
