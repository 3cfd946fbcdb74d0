/** PostgreSQL's own parser: a text in, its raw parse tree out. */
@NullMarked
package dev.howdah.sql.parser;

import org.jspecify.annotations.NullMarked;
