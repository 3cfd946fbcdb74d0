package dev.howdah.task.queue.rabbit;

import com.rabbitmq.client.AMQP.BasicProperties;
import dev.howdah.task.queue.TaskMessage;
import dev.howdah.task.queue.TaskMessageJson;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Messages as RabbitMQ carries them: the JSON form, and around it an id and whose it is. */
final class Bodies {

  /** Names the task, so that no message is taken for another task's. */
  private static final String TASK = "task";

  private static final int LONGEST_REASON = 200;

  private Bodies() {}

  static BasicProperties properties(String taskId, TaskMessage message) {
    return Publisher.persistent()
        .contentType("application/json")
        .messageId(message.id())
        .type(message.type().name().toLowerCase(Locale.ROOT))
        .headers(Map.of(TASK, taskId))
        .build();
  }

  /**
   * The message, or empty for what is none or was meant for another task, which is logged. Never
   * throws: the channel would be lost, and the message would come again and again.
   *
   * @param most longest message, in bytes
   */
  static Optional<TaskMessage> read(
      String taskId, BasicProperties properties, byte[] body, int most) {
    if (body.length > most) {
      log("it has %d bytes, and %d are the most".formatted(body.length, most));
      return Optional.empty();
    }
    Map<String, Object> headers = properties.getHeaders();
    Object task = headers == null ? null : headers.get(TASK);
    if (task != null && !task.toString().equals(taskId)) {
      log("it is of another task");
      return Optional.empty();
    }
    // Other programs may leave the id out; theirs cannot be told from a repetition.
    String id = properties.getMessageId();
    try {
      return Optional.of(
          TaskMessageJson.read(
              id == null || id.isEmpty() ? UUID.randomUUID().toString() : id,
              new String(body, StandardCharsets.UTF_8)));
    } catch (RuntimeException e) {
      log(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private static void log(String why) {
    Logger log = System.getLogger("dev.howdah.task.queue");
    // It may quote what stood in the message, which may be anything and of any length.
    String shown = why.substring(0, Math.min(why.length(), LONGEST_REASON));
    log.log(
        Level.WARNING,
        () -> "A message goes to the dead letters: " + shown.replaceAll("\\p{Cntrl}", "?"));
  }
}
