/** Tools that run the caller's own SQL. */
@NullMarked
package dev.howdah.tools.sql;

import org.jspecify.annotations.NullMarked;
