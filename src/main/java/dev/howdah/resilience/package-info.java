/** Deadlines and cancellation: how work ends before it is done. */
@NullMarked
package dev.howdah.resilience;

import org.jspecify.annotations.NullMarked;
