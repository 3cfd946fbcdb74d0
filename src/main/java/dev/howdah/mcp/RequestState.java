package dev.howdah.mcp;

import dev.howdah.tool.Json;
import dev.howdah.tool.Question;
import dev.howdah.tool.Seal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a client carries from one round of a multi round-trip request to the next.
 *
 * <p>Signed, and bound to the caller, the method and its parameters; expires; good for one use in
 * this process (MCP 2026-07-28, Multi Round-Trip Requests, server requirements 4 and 5). It holds
 * the answers of the rounds before, so a handler sees all of them, and what questions kept.
 * Thread-safe.
 */
final class RequestState {

  private static final String PURPOSE = "requestState";
  private static final Duration LIFETIME = Duration.ofMinutes(15);
  private static final int MOST_REMEMBERED = 100_000;

  private final Seal seal;
  private final InstantSource clock;
  private final LinkedHashMap<String, Instant> used = new LinkedHashMap<>();

  RequestState(Seal seal, InstantSource clock) {
    this.seal = seal;
    this.clock = clock;
  }

  /** The answer that asks the client: its questions and the state to bring back. */
  ObjectNode inputRequired(Exchange exchange, Answers answers, Map<String, Question> questions) {
    ObjectNode result = Json.object().put("resultType", "input_required");
    ObjectNode requests = result.putObject("inputRequests");
    ObjectNode state = Json.object();
    state.put("by", exchange.caller().subject());
    state.put("for", digest(exchange));
    state.put("until", clock.instant().plus(LIFETIME).toEpochMilli());
    state.put("once", UUID.randomUUID().toString());
    questions.forEach(
        (key, question) -> {
          requests.set(key, question.toJson());
          state.withArray("asked").add(key);
        });
    answers.asked().forEach(state.withObject("/answers")::set);
    answers.kept().forEach(state.withObject("/kept")::set);
    return result.put("requestState", seal.close(PURPOSE, state.toString()));
  }

  /**
   * The answers a request brings.
   *
   * @throws ProtocolException when it brings a state that is not ours, not for this request, too
   *     old or already used
   */
  Answers open(Exchange exchange) {
    Answers answers = new Answers();
    JsonNode given = exchange.params().get("inputResponses");
    JsonNode sealed = exchange.params().get("requestState");
    if (given != null && !given.isNull() && !given.isObject()) {
      throw ProtocolException.invalidParams("inputResponses must be an object.");
    }
    if (sealed != null) {
      ObjectNode state = verified(exchange, sealed);
      Map<String, ObjectNode> asked = new LinkedHashMap<>();
      state
          .path("answers")
          .properties()
          .forEach(entry -> put(asked, entry.getKey(), entry.getValue()));
      for (JsonNode key : state.path("asked")) {
        if (given != null && given.has(key.stringValue())) {
          put(asked, key.stringValue(), given.get(key.stringValue()));
        }
      }
      answers.putAsked(asked);
      state.path("kept").properties().forEach(entry -> keep(answers, entry));
    }
    if (given != null) {
      given
          .properties()
          .forEach(
              entry -> {
                if (entry.getValue() instanceof ObjectNode answer) {
                  answers.putVolunteered(entry.getKey(), answer);
                }
              });
    }
    return answers;
  }

  private static void put(Map<String, ObjectNode> answers, String key, JsonNode answer) {
    if (answer instanceof ObjectNode object) {
      answers.put(key, object);
    }
  }

  private static void keep(Answers answers, Map.Entry<String, JsonNode> entry) {
    if (entry.getValue() instanceof ObjectNode kept) {
      answers.keep(entry.getKey(), kept);
    }
  }

  private ObjectNode verified(Exchange exchange, JsonNode sealed) {
    if (!sealed.isString()) {
      throw ProtocolException.invalidParams("requestState must be a string.");
    }
    String content =
        seal.open(PURPOSE, sealed.stringValue())
            .orElseThrow(
                () ->
                    ProtocolException.invalidParams(
                        "requestState is damaged or not from this server; repeat the request"
                            + " without it."));
    ObjectNode state = (ObjectNode) Json.MAPPER.readTree(content);
    if (!state.path("by").stringValue("").equals(exchange.caller().subject())
        || !state.path("for").stringValue("").equals(digest(exchange))) {
      throw ProtocolException.invalidParams(
          "requestState belongs to another request; repeat this one without it.");
    }
    Instant until = Instant.ofEpochMilli(state.path("until").longValue(0));
    if (clock.instant().isAfter(until)) {
      throw ProtocolException.invalidParams(
          "requestState has expired; repeat the request without it.");
    }
    useOnce(state.path("once").stringValue(""), until);
    return state;
  }

  private synchronized void useOnce(String nonce, Instant until) {
    Instant now = clock.instant();
    for (Iterator<Instant> expiries = used.values().iterator(); expiries.hasNext(); ) {
      if (!expiries.next().isBefore(now)) {
        break;
      }
      expiries.remove();
    }
    if (used.size() >= MOST_REMEMBERED) {
      throw ProtocolException.invalidParams(
          "Too many requests with requestState at once; repeat the request later without it.");
    }
    if (used.putIfAbsent(nonce, until) != null) {
      throw ProtocolException.invalidParams(
          "requestState was already used; repeat the request without it.");
    }
  }

  /** Identifies the request: its method and all parameters that are the same in every round. */
  private static String digest(Exchange exchange) {
    ObjectNode salient = exchange.params().deepCopy();
    salient.remove("_meta");
    salient.remove("inputResponses");
    salient.remove("requestState");
    if (salient.path("arguments").isEmpty()) {
      salient.remove("arguments");
    }
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(exchange.request().method().getBytes(StandardCharsets.UTF_8));
      sha.update((byte) 0);
      return Base64.getUrlEncoder()
          .encodeToString(
              sha.digest(canonical(salient).toString().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same object with its members in one order, whatever order a client writes them in. */
  private static JsonNode canonical(JsonNode json) {
    if (json.isObject()) {
      ObjectNode sorted = Json.object();
      json.properties().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(entry -> sorted.set(entry.getKey(), canonical(entry.getValue())));
      return sorted;
    }
    if (json.isArray()) {
      var array = Json.array();
      json.forEach(element -> array.add(canonical(element)));
      return array;
    }
    return json;
  }
}
