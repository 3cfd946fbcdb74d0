/** What a caller may know of the relations of a database, beyond their own names. */
@NullMarked
package dev.howdah.known;

import org.jspecify.annotations.NullMarked;
