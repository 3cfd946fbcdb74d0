@NullMarked
package dev.howdah.task.queue.rabbit;

import org.jspecify.annotations.NullMarked;
