package dev.howdah.db;

import dev.howdah.error.CallException;
import dev.howdah.resilience.Cancellation;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Tries a transaction again that PostgreSQL gave up for the sake of another one.
 *
 * <p>PostgreSQL manual, Serialization Failure Handling: the whole of it has to be run again.
 */
final class Conflicts {

  private static final Set<String> STATES = Set.of("40001", "40P01");
  private static final int ATTEMPTS = 4;
  private static final Duration PAUSE = Duration.ofMillis(20);

  private Conflicts() {}

  /** The transaction's result, or the failure of the last attempt. */
  static <T> T retrying(Cancellation cancellation, Supplier<T> transaction) {
    for (int attempt = 1; ; attempt++) {
      try {
        return transaction.get();
      } catch (CallException e) {
        if (!STATES.contains(String.valueOf(e.details().get("sqlstate")))) {
          throw e;
        }
        if (attempt == ATTEMPTS) {
          Map<String, Object> details = new HashMap<>(e.details());
          details.put("attempts", attempt);
          throw new CallException(
              e.code(),
              "%s; it was tried %d times, and may succeed later."
                  .formatted(String.valueOf(e.getMessage()).replaceFirst("\\.$", ""), attempt),
              details,
              e);
        }
      }
      pause(PAUSE.toNanos() << attempt, cancellation);
    }
  }

  /** Half to all of the time, so that two who met do not meet again. */
  private static void pause(long nanos, Cancellation cancellation) {
    var cancelled = new CountDownLatch(1);
    try (var _ = cancellation.onCancel(cancelled::countDown)) {
      long jittered = nanos / 2 + ThreadLocalRandom.current().nextLong(nanos / 2);
      if (cancelled.await(jittered, TimeUnit.NANOSECONDS)) {
        Failures.check(cancellation);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
