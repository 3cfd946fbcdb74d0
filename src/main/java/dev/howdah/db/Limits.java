package dev.howdah.db;

import java.time.Duration;

/**
 * What one statement may use.
 *
 * @param maxRows most rows to return
 * @param maxBytes most bytes of the rows in their JSON form
 * @param maxCellBytes most bytes of one value as PostgreSQL prints it; longer ones are cut
 * @param statementTimeout longest time PostgreSQL may work on the statement
 * @param lockTimeout longest wait for one lock
 */
public record Limits(
    int maxRows, int maxBytes, int maxCellBytes, Duration statementTimeout, Duration lockTimeout) {

  /** For statements of ours, whose size we know. */
  public static final Limits OURS =
      new Limits(100_000, 64 << 20, 8 << 20, Duration.ofSeconds(30), Duration.ofSeconds(5));

  public Limits {
    positive("maxRows", maxRows);
    positive("maxBytes", maxBytes);
    positive("maxCellBytes", maxCellBytes);
    positive("statementTimeout", statementTimeout.toMillis());
    positive("lockTimeout", lockTimeout.toMillis());
  }

  private static void positive(String what, long value) {
    if (value < 1 || value > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(what + " must be at least 1, was " + value);
    }
  }
}
