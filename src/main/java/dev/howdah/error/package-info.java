/** Every way a call can fail. */
@NullMarked
package dev.howdah.error;

import org.jspecify.annotations.NullMarked;
