@NullMarked
package dev.howdah.error;

import org.jspecify.annotations.NullMarked;
