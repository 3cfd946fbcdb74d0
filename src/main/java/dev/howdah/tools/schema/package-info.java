/** Tools that tell what a database holds. */
@NullMarked
package dev.howdah.tools.schema;

import org.jspecify.annotations.NullMarked;
