package dev.howdah.task.queue.example;

import dev.howdah.task.queue.Delivery;
import dev.howdah.task.queue.RequestId;
import dev.howdah.task.queue.TaskAnswers;
import dev.howdah.task.queue.TaskMessage;
import dev.howdah.task.queue.TaskMessageQueue;
import dev.howdah.task.queue.rabbit.RabbitmqSettings;
import dev.howdah.task.queue.rabbit.RabbitmqTaskMessageQueue;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The tasks of an MCP server that asks its clients questions, in any number of processes. */
final class QuestionsAndAnswers implements AutoCloseable {

  private static final Duration TTL = Duration.ofHours(1);

  private final TaskMessageQueue questions;
  private final TaskMessageQueue answersQueue;
  private final TaskAnswers answers;

  /** Every process connects to the same broker, such as {@code amqps://user:password@host/}. */
  QuestionsAndAnswers(URI broker) {
    var settings = RabbitmqSettings.at(broker);
    questions = new RabbitmqTaskMessageQueue(settings.withPrefix("mcp:queue:"), _ -> TTL);
    answersQueue = new RabbitmqTaskMessageQueue(settings.withPrefix("mcp:answers:"), _ -> TTL);
    answers = new TaskAnswers(answersQueue);
  }

  /** In the process that runs the task: asks, and waits for what the client says. */
  Optional<TaskMessage> ask(String task, String id, String request) throws InterruptedException {
    var requestId = new RequestId.Text(id);
    try (var answer = answers.expect(task, requestId)) {
      questions.enqueue(
          task, TaskMessage.of(TaskMessage.Type.REQUEST, request, Instant.now(), requestId));
      return answer.await(Duration.ofMinutes(10));
    }
  }

  /** In the process that the client called with {@code tasks/result}: passes questions on. */
  void passOn(String task, BooleanSupplier taskRuns, Consumer<String> stream)
      throws InterruptedException {
    while (taskRuns.getAsBoolean()) {
      if (questions.waitForMessage(task, Duration.ofSeconds(5))) {
        try (Delivery delivery = questions.dequeue(task).orElse(null)) {
          if (delivery != null) {
            // If this throws, the question stays the first one for whoever asks next.
            stream.accept(delivery.message().message());
            delivery.acknowledge();
          }
        }
      }
    }
  }

  /** In the process that the client sent its answer to. */
  void answered(String task, String id, String response) {
    answers.give(
        task,
        TaskMessage.of(TaskMessage.Type.RESPONSE, response, Instant.now(), new RequestId.Text(id)));
  }

  /** When the task is over. */
  void over(String task) {
    questions.clear(task);
    answersQueue.clear(task);
  }

  @Override
  public void close() {
    questions.close();
    answersQueue.close();
  }
}
