package dev.howdah.db;

import dev.howdah.sql.guard.CheckedSql;
import org.jspecify.annotations.Nullable;

/**
 * What one statement did.
 *
 * @param statement what ran
 * @param command such as {@code INSERT} or {@code CREATE TABLE}
 * @param affected how many rows it inserted, updated, deleted or merged, or kept of a query; 0 for
 *     anything else
 * @param rows what it returned, or null when it returns nothing
 */
public record Written(CheckedSql statement, String command, long affected, @Nullable Rows rows) {}
