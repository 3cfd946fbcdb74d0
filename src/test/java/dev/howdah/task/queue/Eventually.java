package dev.howdah.task.queue;

import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what another thread, process or server is about to do. */
public final class Eventually {

  /** A broker that crashed takes 8 s to come back, and many times that on a busy machine. */
  private static final Duration DEADLINE = Duration.ofMinutes(3);

  private static final long BETWEEN_MILLIS = 10;

  private Eventually() {}

  public static void is(BooleanSupplier condition) throws InterruptedException {
    get(() -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
  }

  public static <T> T get(Supplier<Optional<T>> wanted) throws InterruptedException {
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (System.nanoTime() < end) {
      Optional<T> found = wanted.get();
      if (found.isPresent()) {
        return found.get();
      }
      Thread.sleep(BETWEEN_MILLIS);
    }
    return fail("nothing of the kind within " + DEADLINE);
  }
}
