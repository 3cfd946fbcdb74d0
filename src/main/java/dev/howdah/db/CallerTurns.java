package dev.howdah.db;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.resilience.Cancellation;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * At most so many statements of one caller at a time, so that nobody takes the connections from
 * everybody else; others of the same caller wait in order. Thread-safe.
 */
final class CallerTurns {

  private static final long RETRY_AFTER_MS = 1000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Taken> byCaller = new HashMap<>();

  /** A caller's turns while it has any. */
  private static final class Taken {
    final Turns turns;
    int users;

    Taken(int most) {
      this.turns = new Turns(most);
    }
  }

  /**
   * Waits for a turn.
   *
   * @param most 0 for no limit
   * @throws CallException {@code RATE_LIMITED} after the longest wait, or {@code CANCELLED}
   */
  Turn take(String caller, int most, Duration longest, Cancellation cancellation) {
    if (most == 0) {
      return () -> {};
    }
    Taken taken = enter(caller, most);
    boolean had = false;
    try {
      taken.turns.take(longest, cancellation);
      had = true;
    } catch (CallException e) {
      throw e.code() == ErrorCode.TIMEOUT ? limited(most, longest) : e;
    } finally {
      if (!had) {
        leave(caller, taken);
      }
    }
    return turn(caller, taken);
  }

  /**
   * One turn more for a caller who has one, whether or not it is too many: for what goes on when
   * its call has ended.
   */
  Turn keep(String caller) {
    lock.lock();
    try {
      Taken taken = byCaller.get(caller);
      if (taken == null) {
        return () -> {};
      }
      taken.users++;
      taken.turns.takeAnyway();
      return turn(caller, taken);
    } finally {
      lock.unlock();
    }
  }

  private Turn turn(String caller, Taken taken) {
    return () -> {
      taken.turns.give();
      leave(caller, taken);
    };
  }

  private static CallException limited(int most, Duration longest) {
    return new CallException(
        ErrorCode.RATE_LIMITED,
        "You have %d statements running here, which is the most at a time; waited %d ms. Send the"
                .formatted(most, longest.toMillis())
            + " next when one has ended.",
        Map.of("retry_after_ms", RETRY_AFTER_MS));
  }

  private Taken enter(String caller, int most) {
    lock.lock();
    try {
      Taken taken = byCaller.computeIfAbsent(caller, c -> new Taken(most));
      taken.users++;
      return taken;
    } finally {
      lock.unlock();
    }
  }

  private void leave(String caller, Taken taken) {
    lock.lock();
    try {
      taken.users--;
      if (taken.users == 0) {
        byCaller.remove(caller);
      }
    } finally {
      lock.unlock();
    }
  }
}
