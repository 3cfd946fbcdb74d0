package dev.howdah.db;

import dev.howdah.config.Option;
import dev.howdah.config.Size;

/** Limits on one result. */
public record QuerySettings(
    @Option(value = "500", help = "Rows in a result when the call does not say.") int rowLimit,
    @Option(value = "10000", help = "Most rows a call may ask for.") int maxRowLimit,
    @Option(value = "1MB", help = "Most bytes in a result.") Size maxResultSize,
    @Option(value = "64kB", help = "Most bytes in one value; the rest is cut.") Size maxCellSize) {

  private static final Size LEAST = new Size(1024);

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
  }
}
