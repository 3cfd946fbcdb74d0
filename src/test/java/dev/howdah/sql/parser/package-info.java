/** Tests of the parser. */
@NullMarked
package dev.howdah.sql.parser;

import org.jspecify.annotations.NullMarked;
