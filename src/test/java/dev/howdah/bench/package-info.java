/** Measurements behind claims about speed. */
@NullMarked
package dev.howdah.bench;

import org.jspecify.annotations.NullMarked;
