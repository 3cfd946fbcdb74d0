/** What the names in a statement mean, as PostgreSQL would resolve them. */
@NullMarked
package dev.howdah.sql.resolve;

import org.jspecify.annotations.NullMarked;
