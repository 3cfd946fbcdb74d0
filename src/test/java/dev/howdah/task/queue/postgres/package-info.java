@NullMarked
package dev.howdah.task.queue.postgres;

import org.jspecify.annotations.NullMarked;
