package dev.howdah.task;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who waits for which task in this process; for those who write a store. Bounded and thread-safe.
 */
public final class Watches implements AutoCloseable {

  /** The signal of {@link TaskStore#watchWork}, which no task has. */
  public static final String WORK = "work";

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Set<TaskWatch>> bySignal = new HashMap<>();
  private final int limit;
  private int size;
  private boolean closed;

  /**
   * None yet.
   *
   * @param limit most tasks that are watched at a time; one watched twice counts twice
   */
  public Watches(int limit) {
    this.limit = limit;
  }

  /**
   * Watches tasks from now on.
   *
   * @throws TaskException {@code TOO_MANY} or {@code CLOSED}
   */
  public TaskWatch watch(Collection<TaskId> ids) {
    var signals = new LinkedHashMap<String, TaskId>();
    ids.forEach(id -> signals.put(id.signal(), id));
    return add(new TaskWatch(signals, this), signals.keySet());
  }

  /**
   * Watches for work.
   *
   * @throws TaskException {@code TOO_MANY} or {@code CLOSED}
   */
  public TaskWatch watchWork() {
    return add(new TaskWatch(Map.of(), this), Set.of(WORK));
  }

  private TaskWatch add(TaskWatch watch, Collection<String> signals) {
    lock.lock();
    try {
      if (closed) {
        throw TaskException.closed();
      }
      if (size + signals.size() > limit) {
        throw new TaskException(
            TaskException.Reason.TOO_MANY,
            "At most %,d tasks can be watched at a time.".formatted(limit));
      }
      size += signals.size();
      signals.forEach(
          signal -> bySignal.computeIfAbsent(signal, _ -> new LinkedHashSet<>()).add(watch));
      return watch;
    } finally {
      lock.unlock();
    }
  }

  void remove(TaskWatch watch) {
    lock.lock();
    try {
      watch.signals().forEach(signal -> remove(signal, watch));
      remove(WORK, watch);
    } finally {
      lock.unlock();
    }
  }

  private void remove(String signal, TaskWatch watch) {
    Set<TaskWatch> watching = bySignal.get(signal);
    if (watching != null && watching.remove(watch)) {
      size--;
      if (watching.isEmpty()) {
        bySignal.remove(signal);
      }
    }
  }

  /** Wakes those who watch this. */
  public void signal(String signal) {
    List<TaskWatch> due;
    lock.lock();
    try {
      due = List.copyOf(bySignal.getOrDefault(signal, Set.of()));
    } finally {
      lock.unlock();
    }
    due.forEach(watch -> watch.signal(signal));
  }

  /** Wakes everybody, after changes may have gone unnoticed. */
  public void signalAll() {
    signals().forEach(this::signal);
  }

  /** What is watched. */
  public Set<String> signals() {
    lock.lock();
    try {
      return Set.copyOf(bySignal.keySet());
    } finally {
      lock.unlock();
    }
  }

  /** The tasks that are watched. */
  public Set<TaskId> ids() {
    lock.lock();
    try {
      var ids = new LinkedHashSet<TaskId>();
      bySignal.values().forEach(each -> each.forEach(watch -> ids.addAll(watch.ids())));
      return ids;
    } finally {
      lock.unlock();
    }
  }

  /** Closes every watch. */
  @Override
  public void close() {
    var open = new ArrayList<TaskWatch>();
    lock.lock();
    try {
      closed = true;
      bySignal.values().forEach(open::addAll);
    } finally {
      lock.unlock();
    }
    open.forEach(TaskWatch::close);
  }
}
