/** What a database's catalogue says about the names in a statement. */
@NullMarked
package dev.howdah.sql.catalog;

import org.jspecify.annotations.NullMarked;
