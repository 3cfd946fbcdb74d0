package dev.howdah.task.queue.rabbit;

import dev.howdah.task.queue.Registration;
import dev.howdah.task.queue.TaskDispatcher;
import dev.howdah.task.queue.TaskQueueException;
import dev.howdah.task.queue.TaskQueueLimits;
import dev.howdah.task.queue.Work;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Dispatches over one queue that all replicas read. What a replica has not finished when it dies
 * goes to another one at once; what fails too often goes to the dead letters.
 */
public final class RabbitmqTaskDispatcher implements TaskDispatcher {

  private final RabbitmqSettings settings;
  private final Attempts attempts;
  private final Link writing;
  private final Channels toWrite;
  private final Link reading;
  private final WorkQueue queue;

  public RabbitmqTaskDispatcher(RabbitmqSettings settings) {
    this.settings = settings;
    this.attempts = new Attempts(settings);
    this.writing = new Link(settings, "howdah submits");
    this.toWrite = new Channels(writing);
    this.reading = new Link(settings, "howdah runs");
    this.queue = new WorkQueue(settings);
  }

  /**
   * Logs in, and changes nothing.
   *
   * @throws TaskQueueException when the broker cannot be reached or refuses
   */
  public void logIn() {
    int _ = attempts.run(_ -> writing.version());
  }

  @Override
  public void submit(String taskId) {
    byte[] body = TaskQueueLimits.requireTaskId(taskId).getBytes(StandardCharsets.UTF_8);
    var properties =
        Publisher.persistent()
            .contentType("text/plain")
            .messageId(UUID.randomUUID().toString())
            .build();
    attempts.run(
        deadline -> {
          queue.declare(writing, toWrite, deadline);
          var outcome =
              toWrite.use(
                  deadline,
                  lent -> Publisher.publish(lent, deadline, queue.name(), properties, body));
          return switch (outcome) {
            case CONFIRMED -> true;
            case RETURNED -> {
              queue.forget();
              throw new IOException("the queue was not there");
            }
            case REJECTED -> {
              if (TaskQueues.ready(toWrite, deadline, queue.name()) >= WorkQueue.MOST_WAITING) {
                throw new TaskQueueException(
                    TaskQueueException.Reason.FULL,
                    "%d tasks wait to be run".formatted(WorkQueue.MOST_WAITING));
              }
              throw new RejectedException("task", queue.name());
            }
          };
        });
  }

  @Override
  public Registration serve(int atMost, Consumer<Work> handler) {
    if (atMost < 1 || atMost > 10_000) {
      throw new IllegalArgumentException("at-most must be between 1 and 10000, was " + atMost);
    }
    var serving = new Serving(settings, reading, this::ready, queue, atMost, handler);
    serving.start();
    return serving;
  }

  private void ready() throws IOException, TimeoutException {
    queue.forget();
    queue.declare(writing, toWrite, Attempts.Deadline.in(settings.operationTimeout()));
  }

  @Override
  public void close() {
    reading.close();
    writing.close();
  }

  @Override
  public String toString() {
    return settings.toString();
  }
}
