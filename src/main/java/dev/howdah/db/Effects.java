package dev.howdah.db;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction did before it ended.
 *
 * @param results one a statement, in order
 * @param rows how many rows of any table it inserted, updated or deleted in all, by its statements,
 *     their WITH, triggers and cascades; null where PostgreSQL does not count ({@code
 *     track_counts})
 */
public record Effects(List<Written> results, @Nullable Long rows) {

  public Effects {
    results = List.copyOf(results);
  }
}
