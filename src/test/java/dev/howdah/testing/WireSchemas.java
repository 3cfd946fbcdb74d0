package dev.howdah.testing;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.howdah.mcp.Revision;
import dev.howdah.tool.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Judges what a server sends by the JSON Schema of the revision it speaks. The schemas come out of
 * the pinned npm packages, but for the extension of tasks. Thread-safe.
 */
public final class WireSchemas {

  private final Map<Revision, OneRevision> revisions = new EnumMap<>(Revision.class);
  private final TaskSchemas tasks = new TaskSchemas();

  private WireSchemas(Path folder) {
    for (Revision revision : Revision.values()) {
      try {
        String schema = Files.readString(folder.resolve(revision.wireName() + ".json"));
        revisions.put(revision, new OneRevision(revision, schema));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The schemas, or nothing where there is no npm to get them by. */
  public static Optional<WireSchemas> ifInstalled() {
    return Npm.available() ? Optional.of(Loaded.SCHEMAS) : Optional.empty();
  }

  /** The schemas; the calling test is not run where there is no npm to get them by. */
  public static WireSchemas installed() {
    Npm.installed();
    return Loaded.SCHEMAS;
  }

  /**
   * What is wrong with a message of the server, empty when nothing is.
   *
   * @param asked the method of the request that it answers; null when it answers none
   */
  public List<String> problems(Revision revision, JsonNode message, @Nullable String asked) {
    OneRevision known = revisions.get(revision);
    if (known == null) {
      throw new IllegalArgumentException("no schema of " + revision);
    }
    List<String> problems =
        revision.stateless() && TaskSchemas.knows(message, asked)
            ? tasks.problems(message, asked)
            : known.problems(message, asked);
    JsonNode inner = inner(message, asked);
    if (problems.isEmpty() && inner != null) {
      problems = known.problems("CallToolResult", inner);
    }
    JsonNode questions = questions(message);
    if (problems.isEmpty() && questions != null && TaskSchemas.knows(message, asked)) {
      problems = known.problems("InputRequests", questions);
    }
    return problems.isEmpty()
        ? problems
        : List.of("%s: %s in %s".formatted(revision.wireName(), problems, message));
  }

  /** The result of a call that was a task, or null. */
  private static @Nullable JsonNode inner(JsonNode message, @Nullable String asked) {
    return switch (asked) {
      case "tasks/get" -> message.path("result").get("result");
      case "tasks/result" -> message.get("result");
      case null, default -> message.path("params").get("result");
    };
  }

  /** What a task asks, or null. */
  private static @Nullable JsonNode questions(JsonNode message) {
    return message.path(message.has("method") ? "params" : "result").get("inputRequests");
  }

  /** Loaded when first needed. */
  private static final class Loaded {
    static final WireSchemas SCHEMAS = load();

    private static WireSchemas load() {
      Path folder = Path.of("target", "npm", "schemas").toAbsolutePath();
      Npm.installed()
          .node("schemas.mjs", folder.toString())
          .run(Duration.ofMinutes(5))
          .expectExit(0);
      return new WireSchemas(folder);
    }
  }

  /** The schema of one revision. */
  private static final class OneRevision {

    private final Map<String, String> names = new HashMap<>();
    private final Map<Integer, String> errors = new HashMap<>();
    private final ObjectNode definitions;
    private final SchemaRegistry registry;
    private final String definitionsName;
    private final String uri;
    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

    OneRevision(Revision revision, String text) {
      JsonNode schema = Json.MAPPER.readTree(text);
      definitionsName = schema.has("$defs") ? "$defs" : "definitions";
      definitions = (ObjectNode) schema.get(definitionsName);
      uri = "https://schema.test/" + revision.wireName();
      registry =
          SchemaRegistry.withDefaultDialect(
              SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(Map.of(uri, text)));
      definitions
          .properties()
          .forEach(
              definition -> {
                JsonNode method = definition.getValue().at("/properties/method/const");
                if (method.isString()) {
                  names.put(method.stringValue(), definition.getKey());
                }
                for (JsonNode part : definition.getValue().at("/properties/error/allOf")) {
                  JsonNode code = part.at("/properties/code/const");
                  if (code.isInt()) {
                    errors.put(code.intValue(), definition.getKey());
                  }
                }
              });
    }

    List<String> problems(JsonNode message, @Nullable String asked) {
      if (message.has("method")) {
        String name = names.get(message.path("method").stringValue(""));
        return name == null ? List.of("unknown method") : problems(name, message);
      }
      if (message.has("error")) {
        return error(message);
      }
      if (asked == null) {
        return List.of("a result that nobody asked for");
      }
      JsonNode result = message.path("result");
      return problems(result(asked, result), result);
    }

    private List<String> error(JsonNode message) {
      if (!message.has("id")) {
        // Before 2025-11-25 the schema has no word for an error whose request could not be read.
        message = ((ObjectNode) message.deepCopy()).put("id", 0);
      }
      String general =
          definitions.has("JSONRPCErrorResponse") ? "JSONRPCErrorResponse" : "JSONRPCError";
      int code = message.path("error").path("code").intValue(0);
      return problems(errors.getOrDefault(code, general), message);
    }

    private String result(String asked, JsonNode result) {
      if (result.path("resultType").stringValue("").equals("task")) {
        return "Result";
      }
      if (asked.equals("tools/call") && result.has("task") && definitions.has("CreateTaskResult")) {
        return "CreateTaskResult";
      }
      if (result.path("resultType").stringValue("").equals("input_required")) {
        return "InputRequiredResult";
      }
      String request = names.getOrDefault(asked, "");
      String name = request.replaceFirst("Request$", "Result");
      return definitions.has(name) ? name : "EmptyResult";
    }

    private List<String> problems(String definition, JsonNode json) {
      return schemas.computeIfAbsent(definition, this::schema).validate(json).stream()
          .map(error -> definition + " " + error)
          .toList();
    }

    private Schema schema(String definition) {
      return registry.getSchema(SchemaLocation.of(uri + "#/" + definitionsName + "/" + definition));
    }
  }
}
