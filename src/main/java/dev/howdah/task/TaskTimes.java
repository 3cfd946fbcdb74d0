package dev.howdah.task;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * How long things of a task last.
 *
 * @param ttl how long a task is kept from its creation when its caller does not say
 * @param maxTtl the longest time, whatever a caller says
 * @param lease how long a server that does not renew is believed to live
 * @param pollInterval what clients that poll are told
 */
public record TaskTimes(Duration ttl, Duration maxTtl, Duration lease, Duration pollInterval) {

  private static final Duration LEAST = Duration.ofSeconds(1);

  public TaskTimes {
    if (ttl.toMillis() < 1 || ttl.compareTo(maxTtl) > 0) {
      throw new IllegalArgumentException("the ttl is from 1 ms to " + maxTtl + ", was " + ttl);
    }
    if (lease.toMillis() < 1) {
      throw new IllegalArgumentException("a lease lasts 1 ms or more, was " + lease);
    }
    if (pollInterval.toMillis() < 1) {
      throw new IllegalArgumentException("a poll interval is 1 ms or more, was " + pollInterval);
    }
  }

  /** An hour, a day at most, leases of 30 seconds, a poll every 2 seconds. */
  public static TaskTimes standard() {
    return new TaskTimes(
        Duration.ofHours(1), Duration.ofDays(1), Duration.ofSeconds(30), Duration.ofSeconds(2));
  }

  /**
   * How long a task is kept whose caller would like this, or null when it did not say. Never less
   * than a second, or as short as the ttl of all: a task that is over at once counts for nothing.
   */
  public Duration ttlFor(@Nullable Duration wanted) {
    if (wanted == null) {
      return ttl;
    }
    Duration least = ttl.compareTo(LEAST) < 0 ? ttl : LEAST;
    if (wanted.compareTo(least) < 0) {
      return least;
    }
    return wanted.compareTo(maxTtl) < 0 ? wanted.truncatedTo(ChronoUnit.MILLIS) : maxTtl;
  }
}
