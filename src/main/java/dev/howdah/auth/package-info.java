/** Who is calling, and what they may touch. */
@NullMarked
package dev.howdah.auth;

import org.jspecify.annotations.NullMarked;
