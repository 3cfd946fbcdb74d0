package dev.howdah.task.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Messages to test with, and what a reader does with them. */
public final class Messages {

  private static final Instant THEN = Instant.parse("2026-11-21T12:00:00.123456789Z");

  private Messages() {}

  /** An id that no other test uses. */
  public static String newTask() {
    return "task-" + UUID.randomUUID();
  }

  public static TaskMessage request(int number) {
    return TaskMessage.of(
        TaskMessage.Type.REQUEST,
        "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"elicitation/create\"}".formatted(number),
        THEN,
        new RequestId.Numeric(number));
  }

  public static TaskMessage response(String request, String result) {
    return TaskMessage.of(
        TaskMessage.Type.RESPONSE,
        "{\"jsonrpc\":\"2.0\",\"id\":\"%s\",\"result\":{\"said\":\"%s\"}}"
            .formatted(request, result),
        THEN,
        new RequestId.Text(request));
  }

  public static List<TaskMessage> requests(int count) {
    return IntStream.range(0, count).mapToObj(Messages::request).toList();
  }

  public static void enqueueAll(TaskMessageQueue queue, String task, List<TaskMessage> messages) {
    messages.forEach(message -> queue.enqueue(task, message));
  }

  /** Takes and acknowledges so many, which are there or about to come, and what else is there. */
  public static List<TaskMessage> takeAll(TaskMessageQueue queue, String task, int atLeast)
      throws InterruptedException {
    var all = new ArrayList<TaskMessage>();
    while (all.size() < atLeast) {
      all.add(takeOne(queue, task));
    }
    all.addAll(takeAll(queue, task));
    return all;
  }

  /** Takes and acknowledges until nothing is left, or nothing has come from a slow broker. */
  public static List<TaskMessage> takeAll(TaskMessageQueue queue, String task) {
    var all = new ArrayList<TaskMessage>();
    for (var next = queue.dequeue(task); next.isPresent(); next = queue.dequeue(task)) {
      try (Delivery delivery = next.get()) {
        all.add(delivery.message());
        delivery.acknowledge();
      }
    }
    return all;
  }

  /** Takes and acknowledges one that is there or about to come. */
  public static TaskMessage takeOne(TaskMessageQueue queue, String task)
      throws InterruptedException {
    try (Delivery delivery = Eventually.get(() -> queue.dequeue(task))) {
      delivery.acknowledge();
      return delivery.message();
    }
  }
}
