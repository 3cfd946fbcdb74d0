package dev.howdah.testing;

import dev.howdah.mcp.Revision;
import dev.howdah.tool.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Judges everything a server has said over HTTP by the schema of the revision it was said in. */
public final class WireRecord {

  private static final String VERSION = "io.modelcontextprotocol/protocolVersion";

  private final List<Exchange> exchanges = new ArrayList<>();
  private final Map<String, Revision> sessions = new HashMap<>();
  private final Map<String, String> asked = new HashMap<>();

  public WireRecord(List<WireTap.Passed> connections) {
    for (WireTap.Passed connection : connections) {
      List<HttpMessages.One> requests = HttpMessages.read(connection.toServer());
      List<HttpMessages.One> responses = HttpMessages.read(connection.toClient());
      for (int i = 0; i < Math.min(requests.size(), responses.size()); i++) {
        exchanges.add(new Exchange(requests.get(i), responses.get(i)));
      }
    }
    exchanges.forEach(this::learn);
  }

  /** How many messages the server has sent. */
  public long messages() {
    return exchanges.stream().mapToLong(exchange -> exchange.said().size()).sum();
  }

  /** What was wrong with any of them. */
  public List<String> problems(WireSchemas schemas) {
    List<String> problems = new ArrayList<>();
    for (Exchange exchange : exchanges) {
      Revision revision = revision(exchange);
      for (JsonNode message : exchange.said()) {
        problems.addAll(
            schemas.problems(revision, message, asked.get(key(exchange, message.path("id")))));
      }
    }
    return problems;
  }

  private void learn(Exchange exchange) {
    for (JsonNode request : exchange.heard()) {
      for (JsonNode said : exchange.said()) {
        Revision.of(said.path("result").path("protocolVersion").stringValue(""))
            .ifPresent(
                agreed -> sessions.put(exchange.response().header("mcp-session-id"), agreed));
      }
      if (request.has("id") && request.path("method").isString()) {
        asked.put(key(exchange, request.get("id")), request.get("method").stringValue());
      }
    }
  }

  private Revision revision(Exchange exchange) {
    return Optional.ofNullable(sessions.get(exchange.session()))
        .orElse(exchange.standsAlone() ? Revision.V2026_07_28 : Revision.NEWEST_WITH_HANDSHAKE);
  }

  /** Requests of one session have unique ids; those that stand alone are answered where asked. */
  private static String key(Exchange exchange, JsonNode id) {
    String scope = exchange.request().header("mcp-session-id");
    return (scope.isEmpty() ? exchange.response().toString() : scope) + " " + id;
  }

  /** A request over HTTP and what came back. */
  private record Exchange(HttpMessages.One request, HttpMessages.One response) {

    String session() {
      String asked = request.header("mcp-session-id");
      return asked.isEmpty() ? response.header("mcp-session-id") : asked;
    }

    boolean standsAlone() {
      return request.header("mcp-protocol-version").equals(Revision.V2026_07_28.wireName())
          || heard().stream().anyMatch(one -> one.path("params").path("_meta").has(VERSION));
    }

    List<JsonNode> heard() {
      return all(request);
    }

    List<JsonNode> said() {
      return all(response);
    }

    private static List<JsonNode> all(HttpMessages.One http) {
      List<JsonNode> messages = new ArrayList<>();
      for (String text : http.json()) {
        JsonNode json = tree(text);
        if (json != null && json.isArray()) {
          json.forEach(messages::add);
        } else if (json != null && json.isObject()) {
          messages.add(json);
        }
      }
      return messages;
    }

    private static @Nullable JsonNode tree(String text) {
      try {
        return Json.MAPPER.readTree(text);
      } catch (JacksonException notJson) {
        return null;
      }
    }
  }
}
