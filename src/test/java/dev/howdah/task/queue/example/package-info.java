/** Another server that uses the queues, as docs/task-queue.md shows it. */
@NullMarked
package dev.howdah.task.queue.example;

import org.jspecify.annotations.NullMarked;
