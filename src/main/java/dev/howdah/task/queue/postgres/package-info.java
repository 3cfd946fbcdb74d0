/** Task messages in a table of PostgreSQL. */
@NullMarked
package dev.howdah.task.queue.postgres;

import org.jspecify.annotations.NullMarked;
