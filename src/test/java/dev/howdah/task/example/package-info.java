/** Another program that uses the store of tasks, as docs/tasks.md shows it. */
@NullMarked
package dev.howdah.task.example;

import org.jspecify.annotations.NullMarked;
