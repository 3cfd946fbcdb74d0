package dev.howdah.task.queue.rabbit;

import com.rabbitmq.client.ShutdownSignalException;
import dev.howdah.task.queue.TaskQueueException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;

/** Repeats what a lost connection has broken, until it works or the time is over. */
final class Attempts {

  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;

  private final RabbitmqSettings settings;

  Attempts(RabbitmqSettings settings) {
    this.settings = settings;
  }

  /** Something that talks to the broker. */
  @FunctionalInterface
  interface Attempt<T> {
    T run(Deadline deadline) throws IOException, TimeoutException;
  }

  /** When an operation's time is over. */
  record Deadline(long nanoTime) {

    static Deadline in(Duration time) {
      return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** What is left, at least 1. */
    long millis() {
      return Math.max(1, (nanoTime - System.nanoTime()) / 1_000_000);
    }

    boolean isOver() {
      return System.nanoTime() - nanoTime >= 0;
    }
  }

  /**
   * Runs an attempt that does no harm when it is made twice. A broker that would not take a message
   * and then let the time run out did answer: it is told of as one that would not.
   *
   * @throws TaskQueueException if it cannot succeed, or did not in time
   */
  <T> T run(Attempt<T> attempt) {
    var deadline = Deadline.in(settings.operationTimeout());
    RejectedException answer = null;
    for (int count = 0; ; count++) {
      try {
        return attempt.run(deadline);
      } catch (IOException | TimeoutException | ShutdownSignalException e) {
        var refusal = Failures.refusal(e, settings);
        if (refusal.isPresent()) {
          throw refusal.get();
        }
        if (e instanceof RejectedException rejected) {
          answer = rejected;
        }
        if (deadline.millis() <= pauseMillis(count) || !pause(count)) {
          throw Failures.lasting(
              e instanceof TimeoutException && answer != null ? answer : e, settings);
        }
      }
    }
  }

  /** Waits longer with each attempt, never exactly as long as others do; false if interrupted. */
  static boolean pause(int count) {
    try {
      long most = pauseMillis(count);
      Thread.sleep(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static long pauseMillis(int count) {
    return Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(count, 10));
  }
}
