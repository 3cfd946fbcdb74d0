/** The server, wired by hand from its parts. */
@NullMarked
package dev.howdah;

import org.jspecify.annotations.NullMarked;
