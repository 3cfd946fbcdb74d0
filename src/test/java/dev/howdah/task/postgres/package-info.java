@NullMarked
package dev.howdah.task.postgres;

import org.jspecify.annotations.NullMarked;
