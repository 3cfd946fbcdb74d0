/** Task messages and work on RabbitMQ: the only place that knows its client. */
@NullMarked
package dev.howdah.task.queue.rabbit;

import org.jspecify.annotations.NullMarked;
