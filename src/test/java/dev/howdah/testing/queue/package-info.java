/** PgQueuer's tables as its versions make them, and jobs that live through them. */
@NullMarked
package dev.howdah.testing.queue;

import org.jspecify.annotations.NullMarked;
