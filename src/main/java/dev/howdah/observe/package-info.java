/** What the server says about its own work. */
@NullMarked
package dev.howdah.observe;

import org.jspecify.annotations.NullMarked;
