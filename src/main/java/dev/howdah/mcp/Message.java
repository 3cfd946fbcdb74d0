package dev.howdah.mcp;

import dev.howdah.tool.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A well-formed JSON-RPC 2.0 message from a client. */
public sealed interface Message {

  /** Most characters of an id that is a string. */
  int LONGEST_ID = 1_000;

  /**
   * Asks for an answer.
   *
   * @param id a string or an integer
   * @param params empty when there were none
   */
  record Request(JsonNode id, String method, ObjectNode params) implements Message {

    /** The metadata of the parameters, empty when there is none. */
    public ObjectNode meta() {
      return params.get("_meta") instanceof ObjectNode meta ? meta : Json.object();
    }

    /** The answer that it is refused. */
    public Outgoing refusal(ProtocolException problem) {
      return Outgoing.error(id, problem);
    }

    /** Whether it belongs to a revision in which every request stands alone. */
    public boolean stateless() {
      return meta().has(Meta.PROTOCOL_VERSION);
    }
  }

  /** Tells something; is never answered. */
  record Notification(String method, ObjectNode params) implements Message {}

  /** Answers a request of ours: exactly one of result and error is there. */
  record Response(JsonNode id, @Nullable ObjectNode result, @Nullable ObjectNode error)
      implements Message {}

  /** Something that is no message, with what can be said about it. */
  record Malformed(@Nullable JsonNode id, ProtocolException problem) implements Message {

    /** The answer that says so. */
    public Outgoing refusal() {
      return Outgoing.error(id, problem);
    }
  }

  /** What stood in one line or one body: a message, or several in an array. */
  record Batch(List<Message> messages, boolean array) {}

  /** Reads bytes; never throws. */
  static Batch read(byte[] utf8) {
    JsonNode json;
    if (wide(utf8)) {
      return single(
          new Malformed(
              null,
              new ProtocolException(
                  ProtocolException.PARSE_ERROR, "Messages are in UTF-8; this one is not.")));
    }
    try {
      json = Json.MAPPER.readTree(utf8);
    } catch (JacksonException e) {
      return single(Unreadable.of(utf8, e));
    }
    if (!json.isArray()) {
      return single(of(json));
    }
    List<Message> messages = new ArrayList<>();
    json.forEach(element -> messages.add(of(element)));
    return new Batch(messages, true);
  }

  /** Whether it is UTF-16 or UTF-32, which a JSON reader would guess and take. */
  private static boolean wide(byte[] bytes) {
    for (int i = 0; i < Math.min(4, bytes.length); i++) {
      if (bytes[i] == 0 || bytes[i] == (byte) 0xFE || bytes[i] == (byte) 0xFF) {
        return true;
      }
    }
    return false;
  }

  private static Batch single(Message message) {
    return new Batch(List.of(message), false);
  }

  private static Message of(JsonNode json) {
    JsonNode id = json.get("id");
    boolean usable =
        id != null
            && (id.isIntegralNumber()
                || (id.isString() && id.stringValue().length() <= LONGEST_ID));
    @Nullable JsonNode known = usable ? id : null;
    if (!json.isObject()) {
      return malformed(null, "A message must be a JSON object, was " + kind(json) + ".");
    }
    if (!json.path("jsonrpc").stringValue("").equals("2.0")) {
      return malformed(known, "A message must have \"jsonrpc\": \"2.0\".");
    }
    if (json.has("method")) {
      return call(json, known, id != null);
    }
    boolean result = json.get("result") instanceof ObjectNode;
    boolean error = json.get("error") instanceof ObjectNode;
    if (known != null && result != error) {
      return new Response(
          known,
          result ? (ObjectNode) json.get("result") : null,
          error ? (ObjectNode) json.get("error") : null);
    }
    return malformed(known, "A message must have a method, a result or an error.");
  }

  private static Message call(JsonNode json, @Nullable JsonNode id, boolean hasId) {
    JsonNode method = json.get("method");
    JsonNode params = json.get("params");
    if (method == null || !method.isString()) {
      return malformed(id, "The method must be a string, was " + kind(method) + ".");
    }
    if (params != null && !params.isObject()) {
      return malformed(id, "The params must be an object, were " + kind(params) + ".");
    }
    ObjectNode object = params == null ? Json.object() : (ObjectNode) params;
    if (!hasId) {
      return new Notification(method.stringValue(), object);
    }
    return id == null
        ? malformed(
            null, "The id must be an integer or a string of at most " + LONGEST_ID + " characters.")
        : new Request(id, method.stringValue(), object);
  }

  private static Message malformed(@Nullable JsonNode id, String problem) {
    return new Malformed(id, new ProtocolException(ProtocolException.INVALID_REQUEST, problem));
  }

  private static String kind(@Nullable JsonNode json) {
    return json == null ? "nothing" : json.getNodeType().name().toLowerCase(Locale.ROOT);
  }
}
