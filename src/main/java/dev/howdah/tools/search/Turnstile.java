package dev.howdah.tools.search;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.resilience.Cancellation;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Lets one caller in at a time; a wait ends with the call that waits. Thread-safe. */
final class Turnstile {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean taken;

  /**
   * Comes back when nobody else is inside; {@link #leave} has to follow.
   *
   * @return whether it had to wait
   * @throws CallException {@code CANCELLED} when the call ended meanwhile; then nobody is let in
   */
  boolean enter(Cancellation cancellation) {
    try (var _ = cancellation.onCancel(this::wake)) {
      lock.lock();
      try {
        boolean waited = taken;
        while (taken && !cancellation.cancelled()) {
          changed.awaitUninterruptibly();
        }
        if (cancellation.cancelled()) {
          throw new CallException(
              ErrorCode.CANCELLED, "The call was cancelled: " + cancellation.reason());
        }
        taken = true;
        return waited;
      } finally {
        lock.unlock();
      }
    }
  }

  void leave() {
    lock.lock();
    try {
      taken = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
