@NullMarked
package dev.howdah.task.queue;

import org.jspecify.annotations.NullMarked;
