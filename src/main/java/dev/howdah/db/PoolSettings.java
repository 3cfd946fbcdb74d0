package dev.howdah.db;

import java.time.Duration;

/**
 * How many connections a database gets, and how long to wait for one.
 *
 * @param minSize connections kept open once there was a first use
 * @param maxSize most connections at a time
 * @param longestWait longest wait while all are in use
 * @param idle when an unused connection is closed
 * @param maxResultBytes most bytes the driver takes in for one statement; more costs the connection
 */
public record PoolSettings(
    int minSize, int maxSize, Duration longestWait, Duration idle, long maxResultBytes) {

  public static final PoolSettings DEFAULT =
      new PoolSettings(0, 8, Duration.ofSeconds(10), Duration.ofMinutes(5), 128L << 20);

  static PoolSettings of(DatabaseSettings settings) {
    return new PoolSettings(
        settings.poolMin(),
        settings.poolMax(),
        settings.connectTimeout(),
        DEFAULT.idle(),
        DEFAULT.maxResultBytes());
  }

  public PoolSettings {
    if (minSize < 0 || minSize > maxSize) {
      throw new IllegalArgumentException(
          "min-size must be between 0 and max-size, " + maxSize + ", was " + minSize);
    }
    if (maxSize < 1) {
      throw new IllegalArgumentException("max-size must be at least 1, was " + maxSize);
    }
    if (maxResultBytes < 1 << 20) {
      throw new IllegalArgumentException(
          "max-result-bytes must be at least 1 MiB, was " + maxResultBytes);
    }
  }
}
