package dev.howdah.tools.sql;

import dev.howdah.db.QuerySettings;
import dev.howdah.db.Rows;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What callers ask for, and what they are told when it was too much. */
final class Asked {

  private Asked() {}

  static @Nullable Duration time(@Nullable Integer timeoutMs) {
    return timeoutMs == null ? null : Duration.ofMillis(timeoutMs);
  }

  /** Why rows of a RETURNING are missing, or null when none are. */
  static @Nullable String returned(Rows rows, QuerySettings settings) {
    return rows.cut()
        .map(
            cut ->
                switch (cut) {
                  case ROWS ->
                      "all rows were written, but at most %d are returned."
                          .formatted(settings.maxRowLimit());
                  case BYTES ->
                      "all rows were written, but more of them would exceed %s; return fewer columns."
                          .formatted(settings.maxResultSize());
                  case CELL ->
                      "a value is longer than %s; select a part of it with substr()."
                          .formatted(settings.maxCellSize());
                })
        .orElse(null);
  }
}
