package dev.howdah.task.queue;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Brings the answers to a task's questions to the process that runs the task, whichever process
 * received them. Thread-safe.
 *
 * <p>The queue is one of its own, not that of the questions: another prefix on RabbitMQ, another
 * name in PostgreSQL. One process at a time expects answers for a task, the one that runs it.
 */
public final class TaskAnswers {

  private final TaskMessageQueue queue;
  private final Map<String, Inbox> inboxes = new HashMap<>();

  public TaskAnswers(TaskMessageQueue queue) {
    this.queue = queue;
  }

  /**
   * Passes on an answer that a client gave; it waits until somebody expects an answer for this
   * task.
   *
   * @param answer a response or an error, with the id of the request that it answers
   */
  public void give(String taskId, TaskMessage answer) {
    boolean answers =
        switch (answer.type()) {
          case RESPONSE, ERROR -> answer.originalRequestId() != null;
          case REQUEST, NOTIFICATION -> false;
        };
    if (!answers) {
      throw new IllegalArgumentException(
          "an answer must be a response or an error and name its request");
    }
    queue.enqueue(taskId, answer);
  }

  /** An answer that is to come. */
  public interface Expected extends AutoCloseable {

    /** Waits for it; empty if it does not come in time. */
    Optional<TaskMessage> await(Duration atMost) throws InterruptedException;

    /** Stops expecting it. */
    @Override
    void close();
  }

  /**
   * Begins to expect the answer to a request. Call it before the request can reach the client:
   * while one answer is expected, others to the same task that nobody expects are dropped as late
   * ones.
   *
   * @throws IllegalStateException if that answer is expected already
   */
  public Expected expect(String taskId, RequestId request) {
    var answer = new CompletableFuture<TaskMessage>();
    Inbox inbox;
    synchronized (inboxes) {
      inbox = inboxes.computeIfAbsent(taskId, Inbox::new);
      if (inbox.expected.putIfAbsent(request, answer) != null) {
        throw new IllegalStateException("the answer to this request is expected already");
      }
    }
    try {
      inbox.open();
    } catch (RuntimeException e) {
      forget(inbox, request);
      throw e;
    }
    return new Expected() {
      @Override
      public Optional<TaskMessage> await(Duration atMost) throws InterruptedException {
        try {
          return Optional.of(answer.get(atMost.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
          return Optional.empty();
        } catch (ExecutionException e) {
          throw new IllegalStateException("an answer is never a failure", e);
        }
      }

      @Override
      public void close() {
        forget(inbox, request);
      }
    };
  }

  private void forget(Inbox inbox, RequestId request) {
    synchronized (inboxes) {
      inbox.expected.remove(request);
      if (!inbox.expected.isEmpty()) {
        return;
      }
      inboxes.remove(inbox.taskId, inbox);
    }
    inbox.close();
  }

  /** What is expected for one task, and the reading of its queue meanwhile. */
  private final class Inbox {
    private final String taskId;
    private final Map<RequestId, CompletableFuture<TaskMessage>> expected = new HashMap<>();
    private Registration reading = () -> {};
    private boolean open;
    private boolean closed;

    private Inbox(String taskId) {
      this.taskId = taskId;
    }

    synchronized void open() {
      if (!open && !closed) {
        reading = queue.onMessage(taskId, this::read);
        open = true;
      }
    }

    synchronized void close() {
      closed = true;
      reading.close();
    }

    private synchronized void read() {
      boolean more = true;
      while (more && !closed) {
        try {
          more = queue.dequeue(taskId).map(this::pass).orElse(false);
        } catch (TaskQueueException e) {
          // The next call comes when the queue can be read again.
          return;
        }
      }
    }

    /** Hands over one answer; false if nobody is left who might expect it. */
    private boolean pass(Delivery delivery) {
      try (delivery) {
        TaskMessage answer = delivery.message();
        CompletableFuture<TaskMessage> waiting;
        synchronized (inboxes) {
          Inbox current = inboxes.get(taskId);
          if (current == null) {
            return false;
          }
          waiting = current.expected.get(answer.originalRequestId());
        }
        if (waiting != null) {
          waiting.complete(answer);
        }
        delivery.acknowledge();
        return true;
      }
    }
  }
}
