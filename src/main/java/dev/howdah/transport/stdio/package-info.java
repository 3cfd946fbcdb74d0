/** Messages over standard input and output, one a line. */
@NullMarked
package dev.howdah.transport.stdio;

import org.jspecify.annotations.NullMarked;
