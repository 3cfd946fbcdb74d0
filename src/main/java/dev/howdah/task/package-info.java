/**
 * Durable tasks: work that outlives the connection, the client and the server that it began on.
 *
 * <p>The package needs nothing of the rest and knows no wire format, so it serves other programs as
 * a library.
 */
@NullMarked
package dev.howdah.task;

import org.jspecify.annotations.NullMarked;
