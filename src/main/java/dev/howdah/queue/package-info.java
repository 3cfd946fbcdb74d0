/** PgQueuer's installations: where their tables are, what they look like and what they say. */
@NullMarked
package dev.howdah.queue;

import org.jspecify.annotations.NullMarked;
