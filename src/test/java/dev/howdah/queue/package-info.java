/** What is known of PgQueuer's installations. */
@NullMarked
package dev.howdah.queue;

import org.jspecify.annotations.NullMarked;
