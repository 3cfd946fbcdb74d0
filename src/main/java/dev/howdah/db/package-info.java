/** Pools, transactions and rows: the only way to a database. */
@NullMarked
package dev.howdah.db;

import org.jspecify.annotations.NullMarked;
