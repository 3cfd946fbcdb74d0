package dev.howdah.sql.parser;

import java.time.Duration;

/**
 * What the parser may take.
 *
 * @param workers most instances at a time, of some MiB each
 * @param queue longest wait for a free one; while none has started yet, that is as for a new one
 * @param start longest wait for a new one
 * @param deadline longest time for one text, from when there is one for it
 */
record PoolLimits(int workers, Duration queue, Duration start, Duration deadline) {

  static final PoolLimits DEFAULTS =
      new PoolLimits(2, Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(2));
}
