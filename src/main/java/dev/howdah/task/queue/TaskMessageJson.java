package dev.howdah.task.queue;

import java.io.StringWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The JSON form of a message: {@code {"type", "message", "timestamp", "original_request_id"}}. The
 * time is written in ISO 8601 and also read as milliseconds, as the TypeScript SDK writes it.
 */
public final class TaskMessageJson {

  private static final JsonFactory JSON = new JsonFactory();

  private TaskMessageJson() {}

  /** The JSON form, on one line unless the message itself has several. */
  public static String write(TaskMessage message) {
    var text = new StringWriter(message.message().length() + 128);
    try (var json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("type", message.type().name().toLowerCase(Locale.ROOT));
      json.writeName("message");
      json.writeRawValue(message.message());
      json.writeStringProperty("timestamp", message.timestamp().toString());
      switch (message.originalRequestId()) {
        case RequestId.Text(String id) -> json.writeStringProperty("original_request_id", id);
        case RequestId.Numeric(long id) -> json.writeNumberProperty("original_request_id", id);
        case null -> json.writeNullProperty("original_request_id");
      }
      json.writeEndObject();
    }
    return text.toString();
  }

  /**
   * The message of a JSON form; members that are not known are passed over.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static TaskMessage read(String id, String body) {
    var found = new Members();
    try (var json = JSON.createParser(ObjectReadContext.empty(), body)) {
      expect(JsonToken.START_OBJECT, json.nextToken());
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        found.take(name, json.nextToken(), json, body);
      }
      if (json.nextToken() != null) {
        throw new IllegalArgumentException("not a task message: something follows it");
      }
      return found.message(id);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not a task message: " + e.getOriginalMessage(), e);
    }
  }

  /** Refuses what is not one JSON object. */
  static void requireObject(String text) {
    try (var json = JSON.createParser(ObjectReadContext.empty(), text)) {
      expect(JsonToken.START_OBJECT, json.nextToken());
      json.skipChildren();
      if (json.nextToken() != null) {
        throw new IllegalArgumentException("a message must be one JSON object, has more");
      }
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "a message must be one JSON object: " + e.getOriginalMessage(), e);
    }
  }

  private static void expect(JsonToken wanted, @Nullable JsonToken found) {
    if (found != wanted) {
      throw new IllegalArgumentException(
          "not a task message: %s where %s was expected".formatted(found, wanted));
    }
  }

  /** What has been read so far. */
  private static final class Members {
    private TaskMessage.@Nullable Type type;
    private @Nullable String message;
    private @Nullable Instant timestamp;
    private @Nullable RequestId originalRequestId;

    void take(String name, JsonToken token, JsonParser json, String body) {
      switch (name) {
        case "type" -> {
          expect(JsonToken.VALUE_STRING, token);
          type = type(json.getString());
        }
        case "message" -> {
          expect(JsonToken.START_OBJECT, token);
          // Cut out, not written anew: numbers and escapes stay as the sender wrote them.
          long from = json.currentTokenLocation().getCharOffset();
          json.skipChildren();
          message = body.substring((int) from, (int) json.currentLocation().getCharOffset());
        }
        case "timestamp" ->
            timestamp =
                token == JsonToken.VALUE_NUMBER_INT
                    ? Instant.ofEpochMilli(json.getLongValue())
                    : time(json.getString());
        case "original_request_id" ->
            originalRequestId =
                switch (token) {
                  case VALUE_NULL -> null;
                  case VALUE_STRING -> new RequestId.Text(json.getString());
                  case VALUE_NUMBER_INT -> new RequestId.Numeric(json.getLongValue());
                  default ->
                      throw new IllegalArgumentException(
                          "not a task message: original_request_id is " + token);
                };
        default -> json.skipChildren();
      }
    }

    TaskMessage message(String id) {
      if (type == null || message == null || timestamp == null) {
        throw new IllegalArgumentException(
            "not a task message: type, message or timestamp missing");
      }
      return new TaskMessage(id, type, message, timestamp, originalRequestId);
    }

    private static TaskMessage.Type type(String name) {
      for (var type : TaskMessage.Type.values()) {
        if (type.name().toLowerCase(Locale.ROOT).equals(name)) {
          return type;
        }
      }
      throw new IllegalArgumentException("not a task message: type " + name);
    }

    private static Instant time(String text) {
      try {
        return OffsetDateTime.parse(text).toInstant();
      } catch (DateTimeException e) {
        throw new IllegalArgumentException("not a task message: timestamp " + text, e);
      }
    }
  }
}
