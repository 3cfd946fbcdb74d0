package dev.howdah.resilience;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Tells running work that nobody waits for it any more.
 *
 * <p>Work registers what stops it; a cancellation runs those actions once, in the thread that
 * cancels. Threads are never interrupted: interrupting a virtual thread inside a query closes its
 * socket and leaves the backend running. Thread-safe.
 */
public final class Cancellation {

  private final ReentrantLock lock = new ReentrantLock();
  private final List<Runnable> actions = new ArrayList<>();
  private volatile @Nullable String reason;

  /** Cancels, for a reason that may be shown to the caller. The first reason stays. */
  public void cancel(String reason) {
    List<Runnable> due;
    lock.lock();
    try {
      if (this.reason != null) {
        return;
      }
      this.reason = reason;
      due = List.copyOf(actions);
      actions.clear();
    } finally {
      lock.unlock();
    }
    due.forEach(Runnable::run);
  }

  public boolean cancelled() {
    return reason != null;
  }

  /** Why it was cancelled, or null while it was not. */
  public @Nullable String reason() {
    return reason;
  }

  /**
   * Runs an action at cancellation, at once when it has already happened.
   *
   * @return closes the registration; an action that is already running is not waited for
   */
  public Registration onCancel(Runnable action) {
    lock.lock();
    try {
      if (reason == null) {
        actions.add(action);
        return () -> remove(action);
      }
    } finally {
      lock.unlock();
    }
    action.run();
    return () -> {};
  }

  private void remove(Runnable action) {
    lock.lock();
    try {
      actions.remove(action);
    } finally {
      lock.unlock();
    }
  }

  /** An action that waits for a cancellation. */
  @FunctionalInterface
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }
}
