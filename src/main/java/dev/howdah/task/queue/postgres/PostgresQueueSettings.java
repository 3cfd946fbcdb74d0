package dev.howdah.task.queue.postgres;

import dev.howdah.task.queue.TaskQueueLimits;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * How messages are kept in PostgreSQL.
 *
 * @param schema the schema of the table, an identifier in lower case
 * @param queue tells several queues in one table from each other, such as questions and answers
 * @param limits what one task and one message may have
 * @param lease how long a message may be out for delivery before somebody else gets it
 * @param look how often those who wait look, in case they were not told
 */
public record PostgresQueueSettings(
    String schema, String queue, TaskQueueLimits limits, Duration lease, Duration look) {

  private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]{0,40}");

  public PostgresQueueSettings {
    require("schema", schema);
    require("queue", queue);
    requireTime("lease", lease);
    requireTime("look", look);
  }

  /** Schema {@code howdah}, queue {@code questions}, leases of 30 s, a look every 5 s. */
  public static PostgresQueueSettings defaults() {
    return new PostgresQueueSettings(
        "howdah",
        "questions",
        TaskQueueLimits.defaults(),
        Duration.ofSeconds(30),
        Duration.ofSeconds(5));
  }

  public PostgresQueueSettings withQueue(String queue) {
    return new PostgresQueueSettings(schema, queue, limits, lease, look);
  }

  public PostgresQueueSettings withLimits(TaskQueueLimits limits) {
    return new PostgresQueueSettings(schema, queue, limits, lease, look);
  }

  public PostgresQueueSettings withLease(Duration lease) {
    return new PostgresQueueSettings(schema, queue, limits, lease, look);
  }

  private static void require(String name, String value) {
    if (!NAME.matcher(value).matches()) {
      throw new IllegalArgumentException(
          name + " must be lower-case letters, digits and _, not begin with a digit, was " + value);
    }
  }

  private static void requireTime(String name, Duration time) {
    if (time.toMillis() < 1 || time.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException(
          "%s must be between 1ms and 1h, was %s".formatted(name, time));
    }
  }
}
