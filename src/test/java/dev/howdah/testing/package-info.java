/** What tests share: real servers to run on, and fakes. */
@NullMarked
package dev.howdah.testing;

import org.jspecify.annotations.NullMarked;
