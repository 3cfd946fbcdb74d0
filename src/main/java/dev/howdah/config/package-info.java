/** Settings: record components read from flags, the environment, a file and defaults. */
@NullMarked
package dev.howdah.config;

import org.jspecify.annotations.NullMarked;
