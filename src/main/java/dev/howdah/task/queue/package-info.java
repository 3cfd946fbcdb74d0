/** The message queue of tasks, and work for whoever runs tasks. It uses nothing else of Howdah. */
@NullMarked
package dev.howdah.task.queue;

import org.jspecify.annotations.NullMarked;
