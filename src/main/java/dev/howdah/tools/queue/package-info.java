/** Tools that tell how a job queue of PgQueuer is doing. */
@NullMarked
package dev.howdah.tools.queue;

import org.jspecify.annotations.NullMarked;
