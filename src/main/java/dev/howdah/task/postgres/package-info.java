/** Tasks in PostgreSQL, for all servers that share the database. */
@NullMarked
package dev.howdah.task.postgres;

import org.jspecify.annotations.NullMarked;
