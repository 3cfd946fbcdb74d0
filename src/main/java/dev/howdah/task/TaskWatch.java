package dev.howdah.task;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Waits for changes. A change that happens between two waits is not missed; several are one.
 *
 * <p>It only says that something may have changed, so look at the store afterwards. Closing it
 * wakes whoever waits. Thread-safe, but each signal wakes one of several waiters.
 */
public final class TaskWatch implements AutoCloseable {

  /** So that sums with the clock do not overflow. */
  private static final long LONGEST = Duration.ofDays(1000).toNanos();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition signalled = lock.newCondition();
  private final Map<String, TaskId> ids;
  private final Watches watches;
  private final Set<TaskId> changed = new LinkedHashSet<>();
  private boolean due;
  private boolean closed;

  TaskWatch(Map<String, TaskId> ids, Watches watches) {
    this.ids = Map.copyOf(ids);
    this.watches = watches;
  }

  /**
   * Waits for a signal since the last wait.
   *
   * @return false after the timeout, when it is closed, or when the thread was interrupted, which
   *     it still is then
   */
  public boolean await(Duration timeout) {
    lock.lock();
    try {
      long left = nanos(timeout);
      while (!due && !closed && left > 0) {
        left = signalled.awaitNanos(left);
      }
      boolean was = due && !closed;
      due = false;
      return was;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until a task is no longer as it was seen.
   *
   * @param find looks for the task; empty ends the wait
   * @param seen the version that the caller knows
   * @return the last that was found: changed, or as seen after the timeout and when this is closed
   */
  public Optional<Task> await(Supplier<Optional<Task>> find, long seen, Duration timeout) {
    long end = System.nanoTime() + nanos(timeout);
    while (true) {
      Optional<Task> found = find.get();
      long left = end - System.nanoTime();
      if (found.isEmpty() || found.get().version() != seen || left <= 0 || ended()) {
        return found;
      }
      boolean _ = await(Duration.ofNanos(left));
    }
  }

  private boolean ended() {
    return closed() || Thread.currentThread().isInterrupted();
  }

  private static long nanos(Duration timeout) {
    return Math.min(TimeUnit.NANOSECONDS.convert(timeout), LONGEST);
  }

  /** The tasks that were signalled since this was last called. */
  public Set<TaskId> changed() {
    lock.lock();
    try {
      var taken = new LinkedHashSet<>(changed);
      changed.clear();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Whether it was closed, by its user or with its store. */
  public boolean closed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  Collection<TaskId> ids() {
    return ids.values();
  }

  Collection<String> signals() {
    return ids.keySet();
  }

  void signal(String signal) {
    lock.lock();
    try {
      TaskId id = ids.get(signal);
      if (id != null) {
        changed.add(id);
      }
      due = true;
      signalled.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Ends it: nobody waits any longer. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      signalled.signalAll();
    } finally {
      lock.unlock();
    }
    watches.remove(this);
  }
}
