package dev.howdah.tools;

import static java.util.stream.Collectors.joining;

import dev.howdah.auth.AccessSettings;
import dev.howdah.db.Databases;
import dev.howdah.llm.EmbeddingSettings;
import dev.howdah.llm.Embeddings;
import dev.howdah.mcp.Revision;
import dev.howdah.queue.Queues;
import dev.howdah.testing.Approved;
import dev.howdah.testing.OpenGate;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Seal;
import dev.howdah.tool.ToolDescriptor;
import dev.howdah.tool.ToolHandler;
import dev.howdah.tools.server.ServerInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Prints {@code docs/tools.md} from what clients are told. */
class ToolsPageTest {

  private static final String HEAD =
      """
      # Tools

      What a client can call, in the order it sees them. `execute`, `transaction` and
      `insert_vector` are there only when a database has `read-only` off; every other tool changes nothing.

      A result stands in `structuredContent` and again as text; [results](results.md) says how
      values look. A call that fails has `isError` and the result
      `{"status": "error", "error": {"code", "message", "details"}}`; [errors](errors.md) lists the
      codes. Arguments that a tool does not know are refused.
      """;

  @Test
  void thePageIsWhatClientsAreTold() {
    var facts =
        new ServerInfo.Facts("howdah", "0", Revision.names(), "stdio", true, false, List.of());
    var databases = new Databases(List.of(ToolClient.writable("default", "postgresql:///shop")));
    var sessions = OpenGate.sessions(databases, AccessSettings.NONE);
    var tools =
        Toolbox.tools(
                sessions,
                ToolClient.QUERY,
                facts,
                Seal.random(),
                Queues.byDefault(),
                new Embeddings(EmbeddingSettings.NONE))
            .stream()
            .map(ToolHandler::descriptor)
            .toList();
    Approved.check(
        Path.of("docs/tools.md"),
        HEAD + tools.stream().map(ToolsPageTest::section).collect(joining()));
  }

  private static String section(ToolDescriptor tool) {
    var page = new StringBuilder("\n## %s\n\n".formatted(tool.name()));
    page.append(tool.description()).append("\n\n");
    var input = tool.inputSchema();
    if (input.path("properties").isEmpty()) {
      page.append("It takes no arguments.\n");
    } else {
      page.append("| argument | type | default | meaning |\n| --- | --- | --- | --- |\n");
      input
          .path("properties")
          .properties()
          .forEach(
              property ->
                  page.append(
                      "| `%s` | %s | %s | %s |\n"
                          .formatted(
                              property.getKey(),
                              type(property.getValue()),
                              byDefault(property.getKey(), property.getValue(), input),
                              meaning(property.getValue()))));
    }
    page.append("\n| result | type | meaning |\n| --- | --- | --- |\n");
    for (var row : results(Objects.requireNonNull(tool.outputSchema()), "")) {
      page.append(row);
    }
    return page.toString();
  }

  private static String byDefault(String name, JsonNode property, JsonNode input) {
    if (input.path("required").valueStream().anyMatch(each -> each.stringValue().equals(name))) {
      return "required";
    }
    return property.has("default") ? "`" + property.path("default").asString() + "`" : "";
  }

  private static List<String> results(JsonNode schema, String prefix) {
    var rows = new ArrayList<String>();
    for (var property : schema.path("properties").properties()) {
      var about = property.getValue().path("description").stringValue();
      if (about.startsWith("Only on failure")) {
        continue;
      }
      var name = prefix + property.getKey();
      rows.add(
          "| `%s` | %s | %s |\n"
              .formatted(name, type(property.getValue()), meaning(property.getValue())));
      rows.addAll(results(property.getValue(), name + "."));
      rows.addAll(results(property.getValue().path("items"), name + "[]."));
    }
    return rows;
  }

  private static String type(JsonNode schema) {
    var type = schema.path("type");
    var name =
        type.isArray()
            ? type.valueStream().map(JsonNode::stringValue).collect(joining(" or "))
            : type.stringValue("any");
    if (schema.has("items")) {
      name = name.replace("array", "array of " + type(schema.path("items")));
    }
    if (schema.has("minimum") || schema.has("maximum")) {
      name +=
          schema.has("maximum")
              ? ", %s to %s".formatted(schema.path("minimum"), schema.path("maximum"))
              : ", at least " + schema.path("minimum");
    }
    return name;
  }

  private static String meaning(JsonNode schema) {
    var meaning = schema.path("description").stringValue();
    var values = schema.has("enum") ? schema.path("enum") : schema.at("/items/enum");
    if (values.isArray()) {
      meaning +=
          " One of: "
              + values
                  .valueStream()
                  .map(value -> "`" + value.asString() + "`")
                  .collect(joining(", "))
              + ".";
    }
    return meaning.replace("|", "\\|");
  }
}
