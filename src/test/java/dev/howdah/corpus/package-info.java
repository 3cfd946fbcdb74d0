/** Attacks and harmless statements, run through the server on a database full of traps. */
@NullMarked
package dev.howdah.corpus;

import org.jspecify.annotations.NullMarked;
