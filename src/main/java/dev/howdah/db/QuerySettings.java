package dev.howdah.db;

import dev.howdah.config.Option;
import dev.howdah.config.Size;
import java.time.Duration;

/** Limits on one result. */
public record QuerySettings(
    @Option(value = "500", help = "Rows in a result when the call does not say.") int rowLimit,
    @Option(value = "10000", help = "Most rows a call may ask for.") int maxRowLimit,
    @Option(value = "1MB", help = "Most bytes in a result.") Size maxResultSize,
    @Option(value = "64kB", help = "Most bytes in one value; the rest is cut.") Size maxCellSize,
    @Option(value = "1m", help = "How long the rest of a cut result waits to be read on.")
        Duration cursorLifetime,
    @Option(
            value = "2",
            help = "Cut results that one caller may keep open in a database; 0 for none.")
        int maxCursors,
    @Option(
            value = "0",
            help = "Statements that one caller may run at a time in a database; 0 for no limit.")
        int maxConcurrent,
    @Option(
            value = "0",
            help =
                "Refuse statements whose plan PostgreSQL estimates to cost more; 0 for no limit.")
        long maxCost,
    @Option(
            value = "false",
            help = "Ask the user, by the client, before a write is kept; see security.md.")
        boolean confirmWrites) {

  private static final Size LEAST = new Size(1024);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);

  /** Most bytes in a result. */
  public long maxResultBytes() {
    return maxResultSize.bytes();
  }

  /** Most bytes in one value. */
  public long maxCellBytes() {
    return maxCellSize.bytes();
  }

  public QuerySettings {
    if (maxRowLimit < 1) {
      throw new IllegalArgumentException("max-row-limit must be at least 1, was " + maxRowLimit);
    }
    if (rowLimit < 1 || rowLimit > maxRowLimit) {
      throw new IllegalArgumentException(
          "row-limit must be between 1 and max-row-limit, " + maxRowLimit + ", was " + rowLimit);
    }
    if (maxResultSize.compareTo(LEAST) < 0) {
      throw new IllegalArgumentException(
          "max-result-size must be at least " + LEAST + ", was " + maxResultSize);
    }
    if (maxCellSize.bytes() < 1 || maxCellSize.compareTo(maxResultSize) > 0) {
      throw new IllegalArgumentException(
          "max-cell-size must be between 1B and max-result-size, "
              + maxResultSize
              + ", was "
              + maxCellSize);
    }
    if (cursorLifetime.compareTo(SECOND) < 0 || cursorLifetime.compareTo(HOUR) > 0) {
      throw new IllegalArgumentException(
          "cursor-lifetime must be between 1s and 1h, was " + cursorLifetime.toMillis() + "ms");
    }
    requireNotNegative("max-cursors", maxCursors);
    requireNotNegative("max-concurrent", maxConcurrent);
    requireNotNegative("max-cost", maxCost);
  }

  /** The defaults for what goes beyond the size of a result. */
  public QuerySettings(int rowLimit, int maxRowLimit, Size maxResultSize, Size maxCellSize) {
    this(rowLimit, maxRowLimit, maxResultSize, maxCellSize, Duration.ofMinutes(1), 2, 0, 0, false);
  }

  private static void requireNotNegative(String key, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(key + " must be at least 0, was " + value);
    }
  }
}
