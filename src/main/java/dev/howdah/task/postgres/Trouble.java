package dev.howdah.task.postgres;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * When the database did not answer as it should, and so for how long leases could not be renewed:
 * not those of other servers either, whose troubles are likely the same. Thread-safe.
 */
final class Trouble {

  /** Troubles with less between them are one. */
  private static final Duration APART = Duration.ofMinutes(1);

  /** An answer that takes longer may be one of a database that was stopped for a while. */
  private static final Duration SLOW = Duration.ofSeconds(1);

  private final LongSupplier nanos;
  private final AtomicReference<Span> latest;

  private record Span(long since, long last) {}

  /**
   * None so far.
   *
   * @param nanos the time, as {@link System#nanoTime} has it
   */
  Trouble(LongSupplier nanos) {
    this.nanos = nanos;
    long before = nanos.getAsLong() - APART.toNanos() * 1000;
    this.latest = new AtomicReference<>(new Span(before, before));
  }

  /** Something has failed that began then. */
  void failed(long begun) {
    long now = nanos.getAsLong();
    latest.updateAndGet(
        span -> {
          boolean another = begun - span.last > APART.toNanos();
          return new Span(another || begun - span.since < 0 ? begun : span.since, now);
        });
  }

  /** Something has succeeded that began then. */
  void succeeded(long begun) {
    if (nanos.getAsLong() - begun > SLOW.toNanos()) {
      failed(begun);
    }
  }

  /**
   * For how long after its end a lease is still to be believed, because it could not be renewed:
   * for as long as the trouble lasted, and as long as a lease from then on.
   *
   * @return zero when there was no trouble for the time of a lease
   */
  Duration grace(Duration lease) {
    Span span = latest.get();
    return nanos.getAsLong() - span.last < lease.toNanos()
        ? lease.plusNanos(span.last - span.since)
        : Duration.ZERO;
  }
}
