/** Tools that find their way in a schema without listing it. */
@NullMarked
package dev.howdah.tools.search;

import org.jspecify.annotations.NullMarked;
