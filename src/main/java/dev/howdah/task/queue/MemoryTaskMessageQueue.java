package dev.howdah.task.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Messages in the memory of this process: nothing outlives it, and no other process sees them. */
public final class MemoryTaskMessageQueue implements TaskMessageQueue {

  private static final int IDS_KEPT = 4096;
  private static final Duration BETWEEN_SWEEPS = Duration.ofSeconds(10);

  private final TaskQueueLimits limits;
  private final TaskTtl ttl;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Box> boxes = new HashMap<>();
  private final RecentIds acknowledged = new RecentIds(IDS_KEPT);
  private Instant nextSweep = Instant.MIN;
  private boolean closed;

  public MemoryTaskMessageQueue(TaskQueueLimits limits, TaskTtl ttl, InstantSource clock) {
    this.limits = limits;
    this.ttl = ttl;
    this.clock = clock;
  }

  /** What one task has; it goes when nothing is in it and nobody waits. */
  private static final class Box {
    private final Deque<TaskMessage> messages = new ArrayDeque<>();
    private final List<Callback> waiting = new ArrayList<>();
    private @Nullable Taken taken;
    private Instant expires = Instant.MAX;
    private String returned = "";

    boolean unused() {
      return messages.isEmpty() && waiting.isEmpty();
    }

    void tell() {
      waiting.forEach(Callback::tell);
    }
  }

  @Override
  public void enqueue(String taskId, TaskMessage message) {
    TaskQueueLimits.requireTaskId(taskId);
    limits.checked(message);
    Duration lifetime = ttl.of(taskId);
    lock.lock();
    try {
      requireOpen();
      sweep();
      Box box = boxOf(taskId);
      if (acknowledged.has(taskId, message.id())
          || box.messages.stream().anyMatch(other -> other.id().equals(message.id()))) {
        return;
      }
      if (box.messages.size() >= limits.maxMessages()) {
        throw limits.full();
      }
      box.messages.addLast(message);
      box.expires = clock.instant().plus(lifetime);
      box.tell();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<Delivery> dequeue(String taskId) {
    lock.lock();
    try {
      Box box = alive(taskId);
      if (box == null || box.taken != null || box.messages.isEmpty()) {
        return Optional.empty();
      }
      TaskMessage first = box.messages.getFirst();
      var taken = new Taken(taskId, box, first, first.id().equals(box.returned));
      box.taken = taken;
      return Optional.of(taken);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<TaskMessage> peek(String taskId) {
    lock.lock();
    try {
      Box box = alive(taskId);
      return box == null || box.taken != null
          ? Optional.empty()
          : Optional.ofNullable(box.messages.peekFirst());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isEmpty(String taskId) {
    lock.lock();
    try {
      Box box = alive(taskId);
      return box == null || box.messages.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<TaskMessage> clear(String taskId) {
    lock.lock();
    try {
      Box box = alive(taskId);
      if (box == null) {
        return List.of();
      }
      if (box.taken != null) {
        box.messages.removeFirst();
        box.taken = null;
      }
      List<TaskMessage> rest = List.copyOf(box.messages);
      box.messages.clear();
      dropUnused(taskId, box);
      return rest;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Registration onMessage(String taskId, Runnable action) {
    TaskQueueLimits.requireTaskId(taskId);
    lock.lock();
    try {
      requireOpen();
      Box box = boxOf(taskId);
      var mine = new Callback(action);
      box.waiting.add(mine);
      if (!box.messages.isEmpty() && box.taken == null) {
        mine.tell();
      }
      return () -> forget(taskId, box, mine);
    } finally {
      lock.unlock();
    }
  }

  private void forget(String taskId, Box box, Callback waiting) {
    waiting.close();
    lock.lock();
    try {
      box.waiting.remove(waiting);
      dropUnused(taskId, box);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      boxes.values().forEach(Box::tell);
      boxes.clear();
    } finally {
      lock.unlock();
    }
  }

  /** How many tasks have messages or somebody who waits. */
  int tasks() {
    lock.lock();
    try {
      return boxes.size();
    } finally {
      lock.unlock();
    }
  }

  private Box boxOf(String taskId) {
    Box box = alive(taskId);
    if (box == null) {
      if (boxes.size() >= limits.maxTasks()) {
        throw new TaskQueueException(
            TaskQueueException.Reason.BUSY,
            "%d tasks have messages, and no more are taken".formatted(limits.maxTasks()));
      }
      box = new Box();
      boxes.put(taskId, box);
    }
    return box;
  }

  /** The task's box without what has expired, or null if it has none. */
  private @Nullable Box alive(String taskId) {
    requireOpen();
    Box box = boxes.get(taskId);
    if (box != null && expire(box)) {
      dropUnused(taskId, box);
    }
    return box != null && box.unused() ? null : box;
  }

  private boolean expire(Box box) {
    boolean over = !clock.instant().isBefore(box.expires);
    if (over) {
      box.messages.clear();
      box.taken = null;
    }
    return over;
  }

  private void sweep() {
    Instant now = clock.instant();
    if (!now.isBefore(nextSweep)) {
      nextSweep = now.plus(BETWEEN_SWEEPS);
      boxes.values().removeIf(box -> expire(box) && box.unused());
    }
  }

  private void dropUnused(String taskId, Box box) {
    if (box.unused()) {
      boxes.remove(taskId, box);
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new TaskQueueException(TaskQueueException.Reason.CLOSED, "the task queue was closed");
    }
  }

  private final class Taken implements Delivery {
    private final String taskId;
    private final Box box;
    private final TaskMessage message;
    private final boolean redelivered;
    private boolean done;

    Taken(String taskId, Box box, TaskMessage message, boolean redelivered) {
      this.taskId = taskId;
      this.box = box;
      this.message = message;
      this.redelivered = redelivered;
    }

    @Override
    public TaskMessage message() {
      return message;
    }

    @Override
    public boolean redelivered() {
      return redelivered;
    }

    @Override
    public boolean acknowledge() {
      lock.lock();
      try {
        if (done) {
          return true;
        }
        if (box.taken != this) {
          return false;
        }
        done = true;
        box.taken = null;
        box.messages.removeFirst();
        acknowledged.add(taskId, message.id());
        box.tell();
        dropUnused(taskId, box);
        return true;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {
      lock.lock();
      try {
        if (box.taken == this) {
          box.taken = null;
          box.returned = message.id();
          box.tell();
        }
      } finally {
        lock.unlock();
      }
    }
  }
}
