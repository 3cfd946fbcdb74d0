package dev.howdah.db;

import org.jspecify.annotations.Nullable;

/**
 * A part of a result.
 *
 * @param next what {@link Session#next} takes to go on, or null
 * @param lost why there is more but no way to go on, or null
 */
public record ResultPage(Rows rows, @Nullable String next, @Nullable String lost) {

  /** A part that nothing continues. */
  static ResultPage last(Rows rows) {
    return new ResultPage(rows, null, null);
  }
}
