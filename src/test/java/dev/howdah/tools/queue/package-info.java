@NullMarked
package dev.howdah.tools.queue;

import org.jspecify.annotations.NullMarked;
