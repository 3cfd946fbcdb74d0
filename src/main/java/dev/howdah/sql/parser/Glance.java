package dev.howdah.sql.parser;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * A short look for what another thread is about to bring, before one sleeps until it is there: on
 * an idle machine, to be woken takes about as long as to parse.
 *
 * <p>It holds a processor. So at most half of them look at a time, and none where there is only
 * one. Each look in vain is a sign that the processors have other work, or that nothing comes, and
 * doubles how many of the next ones are left out. Thread-safe.
 */
final class Glance {

  private static final int MOST_LEFT_OUT = 255;

  /** Between two looks, about a microsecond: the other processor may be half of the same core. */
  private static final int PAUSES = 20;

  private final long nanos;
  private final Semaphore room;

  /** How many are left out after the next look in vain. */
  private final AtomicInteger pause = new AtomicInteger(1);

  /** How many of those are still to come. */
  private final AtomicInteger left = new AtomicInteger();

  /**
   * A look of at most that long.
   *
   * @param processors how many there are
   */
  Glance(Duration most, int processors) {
    this.nanos = most.toNanos();
    this.room = new Semaphore(processors / 2);
  }

  /** On the processors that this process has. */
  Glance(Duration most) {
    this(most, Runtime.getRuntime().availableProcessors());
  }

  /** Returns when it is there, or after the time of a look. An interrupt is left to the sleep. */
  void at(BooleanSupplier there) {
    if (left.getAndUpdate(rest -> Math.max(0, rest - 1)) > 0 || !room.tryAcquire()) {
      return;
    }
    try {
      if (look(there)) {
        pause.updateAndGet(now -> Math.max(1, now / 2));
      } else {
        left.set(pause.getAndUpdate(now -> Math.min(2 * now + 1, MOST_LEFT_OUT)));
      }
    } finally {
      room.release();
    }
  }

  private boolean look(BooleanSupplier there) {
    long start = System.nanoTime();
    while (!there.getAsBoolean()) {
      if (System.nanoTime() - start >= nanos) {
        return false;
      }
      for (int i = 0; i < PAUSES; i++) {
        Thread.onSpinWait();
      }
    }
    return true;
  }
}
