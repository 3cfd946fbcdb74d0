package dev.howdah.task.queue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Messages between running tasks and their clients, first in, first out for each task.
 *
 * <p>A task's message is delivered at least once, in order, one at a time, and only to those who
 * ask for that task; a queue that was never written to is empty. All methods are thread-safe, wait
 * as long as their settings say, and throw {@link TaskQueueException}. Whoever knows a task's id
 * may read its messages: who may know it is for the caller to decide.
 */
public interface TaskMessageQueue extends AutoCloseable {

  /**
   * Appends a message, and returns when the queue has it for good. A message whose id still waits
   * is not appended again, or is dropped before it is delivered twice; so repeat what failed.
   */
  void enqueue(String taskId, TaskMessage message);

  /**
   * Takes the first message; empty if there is none, or if somebody else has taken the first and
   * not acknowledged it yet.
   */
  Optional<Delivery> dequeue(String taskId);

  /** The message that {@link #dequeue} would take now. */
  Optional<TaskMessage> peek(String taskId);

  /** Whether no message waits; one that this process has taken waits until it is acknowledged. */
  boolean isEmpty(String taskId);

  /**
   * Removes the queue of a task that has ended, and returns what was not delivered, in order. What
   * somebody has taken at this moment is removed, but not returned.
   */
  List<TaskMessage> clear(String taskId);

  /**
   * Calls back whenever a message may have become available, at once if there is one, one call
   * after the other and never from the calling thread. Calls without a message happen: look, and go
   * on waiting. While it lasts, this process reads the task's queue, so that looking costs little.
   */
  Registration onMessage(String taskId, Runnable action);

  /**
   * Waits until there is a message to take.
   *
   * @return false if there was none in that time
   */
  default boolean waitForMessage(String taskId, Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    var news = new Semaphore(0);
    try (var _ = onMessage(taskId, news::release)) {
      while (peek(taskId).isEmpty()) {
        if (!news.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          return false;
        }
        news.drainPermits();
      }
      return true;
    }
  }

  /** Ends waiting and gives back what was taken; messages in a lasting store stay there. */
  @Override
  void close();
}
