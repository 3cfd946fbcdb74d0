/** The verdict: what of an agent's SQL may run, and why the rest may not. */
@NullMarked
package dev.howdah.sql.guard;

import org.jspecify.annotations.NullMarked;
