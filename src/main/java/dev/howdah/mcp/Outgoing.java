package dev.howdah.mcp;

import dev.howdah.tool.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A message to a client, encoded when it is written.
 *
 * @param errorCode the code of a JSON-RPC error, 0 for anything else
 */
public record Outgoing(JsonNode json, int errorCode) {

  static Outgoing result(JsonNode id, ObjectNode result) {
    ObjectNode json = Json.object().put("jsonrpc", "2.0");
    json.set("id", id);
    json.set("result", result);
    return new Outgoing(json, 0);
  }

  /** An error that belongs to no request. */
  public static Outgoing error(ProtocolException problem) {
    return error(null, problem);
  }

  static Outgoing error(@Nullable JsonNode id, ProtocolException problem) {
    ObjectNode json = Json.object().put("jsonrpc", "2.0");
    if (id != null) {
      json.set("id", id);
    }
    ObjectNode error = json.putObject("error");
    error.put("code", problem.code()).put("message", problem.getMessage());
    ObjectNode data = problem.data();
    if (data != null) {
      error.set("data", data);
    }
    return new Outgoing(json, problem.code());
  }

  static Outgoing notification(String method, ObjectNode params) {
    ObjectNode json = Json.object().put("jsonrpc", "2.0").put("method", method);
    json.set("params", params);
    return new Outgoing(json, 0);
  }

  static Outgoing request(String id, String method, ObjectNode params) {
    ObjectNode json = Json.object().put("jsonrpc", "2.0").put("id", id).put("method", method);
    json.set("params", params);
    return new Outgoing(json, 0);
  }

  /** Several answers in one array (MCP 2025-03-26, Batching). */
  public static Outgoing batch(List<Outgoing> answers) {
    ArrayNode json = Json.array();
    answers.forEach(answer -> json.add(answer.json()));
    return new Outgoing(json, 0);
  }

  /** Writes it as one line of UTF-8 without a line end; does not close the stream. */
  public void writeTo(OutputStream out) throws IOException {
    try {
      Json.write(out, json);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (JacksonException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e);
    }
  }
}
