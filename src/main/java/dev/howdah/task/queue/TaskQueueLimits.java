package dev.howdah.task.queue;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * What keeps a queue from growing without end.
 *
 * @param maxMessages most messages that one task may have waiting
 * @param maxMessageBytes longest message, in bytes of its JSON form
 * @param maxTasks most tasks that one process keeps messages for in memory, or reads from at a time
 */
public record TaskQueueLimits(int maxMessages, int maxMessageBytes, int maxTasks) {

  private static final int LARGEST_MESSAGE = 64 << 20;
  private static final Pattern TASK_ID = Pattern.compile("[A-Za-z0-9._:~=+/-]{1,180}");

  public TaskQueueLimits {
    require("max-messages", maxMessages, 1, 1_000_000);
    require("max-message-bytes", maxMessageBytes, 1024, LARGEST_MESSAGE);
    require("max-tasks", maxTasks, 1, 1_000_000);
  }

  /** 100 messages a task, 1 MiB a message, 10,000 tasks. */
  public static TaskQueueLimits defaults() {
    return new TaskQueueLimits(100, 1 << 20, 10_000);
  }

  /** Refuses what cannot be the id of a task. */
  public static String requireTaskId(String taskId) {
    if (!TASK_ID.matcher(taskId).matches()) {
      throw new IllegalArgumentException(
          "a task id must be 1 to 180 letters, digits or any of . _ : ~ = + / -");
    }
    return taskId;
  }

  /** The JSON form of a message, if it is not too long. */
  public String checked(TaskMessage message) {
    String body = TaskMessageJson.write(message);
    if (body.length() > maxMessageBytes
        || body.getBytes(StandardCharsets.UTF_8).length > maxMessageBytes) {
      throw new TaskQueueException(
          TaskQueueException.Reason.TOO_LARGE,
          "a message may have at most %d bytes".formatted(maxMessageBytes));
    }
    return body;
  }

  /** What to say when a task has {@link #maxMessages} already. */
  public TaskQueueException full() {
    return new TaskQueueException(
        TaskQueueException.Reason.FULL,
        "the task has %d messages waiting, and no more are taken".formatted(maxMessages));
  }

  private static void require(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s must be between %d and %d, was %d".formatted(name, least, most, value));
    }
  }
}
