package dev.howdah.mcp;

import dev.howdah.auth.Caller;
import dev.howdah.resilience.Cancellation;
import dev.howdah.tool.Json;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A call of a tool as the store keeps it, so that any server can begin it.
 *
 * <p>In JSON: {@code version}, {@code revision}, {@code caller} with {@code subject}, {@code
 * groups} and {@code local}, the client's {@code capabilities}, the tool's {@code name} and {@code
 * arguments}, and {@code again}, whether it may begin once more after its server was lost.
 */
record KeptCall(
    Revision revision,
    Caller caller,
    ObjectNode capabilities,
    String name,
    ObjectNode arguments,
    boolean again) {

  private static final int VERSION = 1;

  /** What goes on with an earlier request is sealed for the server that answered that one. */
  private static final Set<String> OF_ONE_SERVER = Set.of("requestState", "inputResponses");

  /**
   * The text to keep; empty for a call that only this server can run.
   *
   * @param most the largest, in bytes of UTF-8
   */
  static Optional<String> of(Exchange exchange, boolean again, int most) {
    ObjectNode params = exchange.params();
    if (OF_ONE_SERVER.stream().anyMatch(params::has)) {
      return Optional.empty();
    }
    ObjectNode json = Json.object().put("version", VERSION);
    json.put("revision", exchange.revision().wireName());
    Caller caller = exchange.caller();
    ObjectNode who = json.putObject("caller").put("subject", caller.subject());
    caller.groups().stream().sorted().forEach(who.putArray("groups")::add);
    who.put("local", caller.local());
    json.set("capabilities", exchange.capabilities());
    json.put("name", params.path("name").stringValue(""));
    json.set(
        "arguments", params.get("arguments") instanceof ObjectNode some ? some : Json.object());
    String text = json.put("again", again).toString();
    // Half of a surrogate pair is a legal string of JSON, and no text that could be kept.
    return StandardCharsets.UTF_8.newEncoder().canEncode(text)
            && text.getBytes(StandardCharsets.UTF_8).length <= most
        ? Optional.of(text)
        : Optional.empty();
  }

  /** Reads what was kept; empty for what another version of the server wrote. */
  static Optional<KeptCall> read(String kept) {
    JsonNode json;
    try {
      json = Json.MAPPER.readTree(kept);
    } catch (JacksonException e) {
      return Optional.empty();
    }
    if (json.path("version").intValue(0) != VERSION
        || !(json.get("capabilities") instanceof ObjectNode capabilities)
        || !(json.get("arguments") instanceof ObjectNode arguments)) {
      return Optional.empty();
    }
    JsonNode who = json.path("caller");
    Set<String> groups = new HashSet<>();
    who.path("groups").forEach(group -> groups.add(group.stringValue("")));
    Caller caller =
        new Caller(
            who.path("subject").stringValue(""), groups, who.path("local").booleanValue(false));
    return Revision.of(json.path("revision").stringValue(""))
        .map(
            revision ->
                new KeptCall(
                    revision,
                    caller,
                    capabilities,
                    json.path("name").stringValue(""),
                    arguments,
                    json.path("again").booleanValue(false)));
  }

  /** The same request, with nobody at the other end. */
  Exchange exchange() {
    ObjectNode params = Json.object().put("name", name);
    params.set("arguments", arguments);
    return new Exchange(
        new Message.Request(Json.object().stringNode("task"), "tools/call", params),
        revision,
        caller,
        capabilities,
        null,
        _ -> {},
        _ -> {},
        new Cancellation(),
        null);
  }
}
