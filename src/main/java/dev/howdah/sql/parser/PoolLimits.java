package dev.howdah.sql.parser;

import java.time.Duration;

/**
 * What the parser may take.
 *
 * @param workers most instances at a time, of some MiB each
 * @param queue longest wait for a free one
 * @param start longest wait for a new one
 * @param deadline longest time for one text
 */
record PoolLimits(int workers, Duration queue, Duration start, Duration deadline) {

  static final PoolLimits DEFAULTS =
      new PoolLimits(2, Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(2));
}
