package dev.howdah.task.queue.rabbit;

import com.rabbitmq.client.ShutdownSignalException;
import dev.howdah.task.queue.RecentIds;
import dev.howdah.task.queue.TaskQueueException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/** The tasks that this process reads from at the moment, and only as long as somebody uses them. */
final class Readers implements AutoCloseable {

  private static final int IDS_KEPT = 10_000;

  private final RabbitmqSettings settings;
  private final TaskQueues queues;
  private final Channels channels;
  private final Seats seats;
  private final RecentIds acknowledged = new RecentIds(IDS_KEPT);
  private final ConcurrentHashMap<String, InUse> inUse = new ConcurrentHashMap<>();
  private volatile boolean closed;

  Readers(RabbitmqSettings settings, TaskQueues queues, Channels channels) {
    this.settings = settings;
    this.queues = queues;
    this.channels = channels;
    this.seats = new Seats(settings);
  }

  /** A reader, and how many use it. */
  final class InUse {
    private final String taskId;
    private final Reader reader;
    private final AtomicBoolean recovering = new AtomicBoolean();

    /** Held while talking to the broker, so that attaching and leaving come one after the other. */
    private final ReentrantLock lifecycle = new ReentrantLock();

    private int users;
    private boolean over;

    private InUse(String taskId) {
      this.taskId = taskId;
      this.reader =
          new Reader(
              taskId,
              queues.name(taskId),
              settings.limits().maxMessageBytes(),
              acknowledged,
              this::recover);
    }

    String taskId() {
      return taskId;
    }

    Reader reader() {
      return reader;
    }

    /**
     * Has it read.
     *
     * @param make whether to make the queue if it is not there
     */
    void attach(Attempts.Deadline deadline, boolean make) throws IOException, TimeoutException {
      lifecycle.lock();
      try {
        if (!over && !reader.isAttached()) {
          if (make) {
            // It may have expired, or the broker may be a new one.
            queues.forget(queues.name(taskId));
            queues.declare(channels, deadline, taskId);
          }
          reader.attach(seats.take());
        }
      } finally {
        lifecycle.unlock();
      }
    }

    /** One user less; the last one ends the reading. */
    void leave() {
      lifecycle.lock();
      try {
        users--;
        if (users == 0) {
          over = true;
          inUse.remove(taskId, this);
          reader.detach();
        }
      } finally {
        lifecycle.unlock();
      }
    }

    /** Stops reading for the time of an action that needs the queue for itself. */
    <T> T without(Attempts.Attempt<T> action, Attempts.Deadline deadline)
        throws IOException, TimeoutException {
      lifecycle.lock();
      try {
        reader.detach();
        return action.run(deadline);
      } finally {
        lifecycle.unlock();
        recover();
      }
    }

    /** Reads again as soon as it can, in the background. */
    void recover() {
      if (!closed && recovering.compareAndSet(false, true)) {
        Thread.startVirtualThread(
            () -> {
              try {
                reattach();
              } finally {
                recovering.set(false);
              }
              if (!reader.isAttached() && !isOver()) {
                // It was lost again just now, when this still counted as recovering.
                recover();
              }
            });
      }
    }

    private void reattach() {
      for (int count = 0; !closed && !isOver() && !reader.isAttached(); count++) {
        try {
          attach(Attempts.Deadline.in(settings.operationTimeout()), true);
        } catch (IOException | TimeoutException | ShutdownSignalException | TaskQueueException e) {
          if (!Attempts.pause(count)) {
            return;
          }
        }
      }
      reader.tellAll();
    }

    private boolean isOver() {
      lifecycle.lock();
      try {
        return over;
      } finally {
        lifecycle.unlock();
      }
    }
  }

  /** The reader of a task, with one user more, who must leave. */
  InUse enter(String taskId) {
    while (true) {
      if (closed) {
        throw new TaskQueueException(TaskQueueException.Reason.CLOSED, "the task queue was closed");
      }
      if (inUse.size() >= settings.limits().maxTasks() && !inUse.containsKey(taskId)) {
        throw new TaskQueueException(
            TaskQueueException.Reason.BUSY,
            "%d tasks are being read, and no more can be".formatted(inUse.size()));
      }
      InUse one = inUse.computeIfAbsent(taskId, InUse::new);
      one.lifecycle.lock();
      try {
        if (!one.over) {
          one.users++;
          return one;
        }
      } finally {
        one.lifecycle.unlock();
      }
    }
  }

  /** The same, if somebody uses it already. */
  Optional<InUse> enterUsed(String taskId) {
    return inUse.containsKey(taskId) ? Optional.of(enter(taskId)) : Optional.empty();
  }

  /**
   * The reader of a task, with one user more, who must leave; it reads as soon as the broker lets
   * it.
   */
  InUse enterToWait(String taskId) {
    InUse one = enter(taskId);
    boolean well = false;
    try {
      one.attach(Attempts.Deadline.in(settings.operationTimeout()), true);
      well = true;
    } catch (IOException | TimeoutException | ShutdownSignalException e) {
      var refusal = Failures.refusal(e, settings);
      if (refusal.isPresent()) {
        throw refusal.get();
      }
      // The broker may come while we wait.
      one.recover();
      well = true;
    } finally {
      if (!well) {
        one.leave();
      }
    }
    return one;
  }

  boolean isClosed() {
    return closed;
  }

  /** Whether a message was acknowledged here not long ago. */
  boolean wasAcknowledged(String taskId, String messageId) {
    return acknowledged.has(taskId, messageId);
  }

  int size() {
    return inUse.size();
  }

  @Override
  public void close() {
    closed = true;
    seats.close();
    inUse.values().forEach(one -> one.reader.tellAll());
  }
}
