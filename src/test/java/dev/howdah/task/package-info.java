@NullMarked
package dev.howdah.task;

import org.jspecify.annotations.NullMarked;
