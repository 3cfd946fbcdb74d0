package dev.howdah.testing;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Judges messages of the extension {@code io.modelcontextprotocol/tasks}. No npm package has its
 * JSON Schema, so this one says what its specification demands of a task; the results and questions
 * within are held to the revision's own schema.
 */
final class TaskSchemas {

  private static final String URI = "https://schema.test/tasks";
  private static final Map<String, String> RESULTS =
      Map.of("tasks/get", "details", "tasks/update", "done", "tasks/cancel", "done");

  private static final String SCHEMA =
      """
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$defs": {
          "task": {
            "type": "object",
            "required": ["taskId", "status", "createdAt", "lastUpdatedAt", "ttlMs"],
            "properties": {
              "taskId": {"type": "string", "minLength": 1},
              "status": {"enum": ["working", "input_required", "completed", "failed", "cancelled"]},
              "statusMessage": {"type": "string"},
              "createdAt": {"type": "string", "pattern": "^\\\\d{4}-\\\\d\\\\d-\\\\d\\\\dT.*(Z|[+-]\\\\d\\\\d:\\\\d\\\\d)$"},
              "lastUpdatedAt": {"$ref": "#/$defs/task/properties/createdAt"},
              "ttlMs": {"type": ["integer", "null"], "minimum": 0},
              "pollIntervalMs": {"type": "integer", "minimum": 0},
              "_meta": {"type": "object"}
            },
            "not": {
              "anyOf": [{"required": ["ttl"]}, {"required": ["pollInterval"]}, {"required": ["task"]}]
            }
          },
          "detailed": {
            "$ref": "#/$defs/task",
            "oneOf": [
              {"properties": {"status": {"enum": ["working", "cancelled"]}, "inputRequests": false, "result": false, "error": false}},
              {"properties": {"status": {"const": "input_required"}, "inputRequests": {"type": "object", "minProperties": 1}, "result": false, "error": false}, "required": ["inputRequests"]},
              {"properties": {"status": {"const": "completed"}, "result": {"type": "object"}, "inputRequests": false, "error": false}, "required": ["result"]},
              {"properties": {"status": {"const": "failed"}, "error": {"$ref": "#/$defs/error"}, "inputRequests": false, "result": false}, "required": ["error"]}
            ]
          },
          "error": {
            "type": "object",
            "required": ["code", "message"],
            "properties": {"code": {"type": "integer"}, "message": {"type": "string"}}
          },
          "created": {
            "$ref": "#/$defs/task",
            "required": ["resultType"],
            "properties": {"resultType": {"const": "task"}, "result": false, "error": false, "inputRequests": false}
          },
          "details": {
            "$ref": "#/$defs/detailed",
            "required": ["resultType"],
            "properties": {"resultType": {"const": "complete"}}
          },
          "done": {
            "type": "object",
            "required": ["resultType"],
            "properties": {"resultType": {"const": "complete"}, "_meta": {"type": "object"}},
            "additionalProperties": false
          },
          "news": {
            "type": "object",
            "required": ["jsonrpc", "method", "params"],
            "properties": {
              "jsonrpc": {"const": "2.0"},
              "method": {"const": "notifications/tasks"},
              "params": {"$ref": "#/$defs/detailed"},
              "id": false
            }
          }
        }
      }
      """;

  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(Map.of(URI, SCHEMA)));
  private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

  /** Whether a message is one of the extension. */
  static boolean knows(JsonNode message, @Nullable String asked) {
    return name(message, asked) != null;
  }

  List<String> problems(JsonNode message, @Nullable String asked) {
    String name = Objects.requireNonNull(name(message, asked));
    return schemas
        .computeIfAbsent(
            name, each -> registry.getSchema(SchemaLocation.of(URI + "#/$defs/" + each)))
        .validate(message.has("method") ? message : message.get("result"))
        .stream()
        .map(error -> name + " " + error)
        .toList();
  }

  private static @Nullable String name(JsonNode message, @Nullable String asked) {
    if (message.path("method").stringValue("").equals("notifications/tasks")) {
      return "news";
    }
    if (!message.has("result") || asked == null) {
      return null;
    }
    return message.path("result").path("resultType").stringValue("").equals("task")
        ? "created"
        : RESULTS.get(asked);
  }
}
