/** The embedded PostgreSQL, and the sample database it comes with. */
@NullMarked
package dev.howdah.demo;

import org.jspecify.annotations.NullMarked;
