/** The tools a client sees, in order. */
@NullMarked
package dev.howdah.tools;

import org.jspecify.annotations.NullMarked;
