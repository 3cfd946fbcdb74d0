package dev.howdah.task.queue;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A JSON-RPC message on its way between a task and its client.
 *
 * @param id tells a repeated message from a new one; no part of the JSON form
 * @param type what the message is
 * @param message the JSON-RPC message as JSON text, an object; it is kept exactly
 * @param timestamp when it was made
 * @param originalRequestId the request that it asks or answers for, if it does
 */
public record TaskMessage(
    String id,
    Type type,
    String message,
    Instant timestamp,
    @Nullable RequestId originalRequestId) {

  /** The two types of the Python SDK's queue, and the two that the TypeScript SDK's has besides. */
  public enum Type {
    REQUEST,
    NOTIFICATION,
    RESPONSE,
    ERROR
  }

  private static final int LONGEST_ID = 200;

  public TaskMessage {
    Objects.requireNonNull(type);
    Objects.requireNonNull(timestamp);
    if (id.isEmpty() || id.length() > LONGEST_ID) {
      throw new IllegalArgumentException(
          "a message id must have 1 to %d characters, had %d".formatted(LONGEST_ID, id.length()));
    }
    TaskMessageJson.requireObject(message);
  }

  /** A new message with an id that no other has. */
  public static TaskMessage of(
      Type type, String message, Instant timestamp, @Nullable RequestId originalRequestId) {
    return new TaskMessage(
        UUID.randomUUID().toString(), type, message, timestamp, originalRequestId);
  }
}
