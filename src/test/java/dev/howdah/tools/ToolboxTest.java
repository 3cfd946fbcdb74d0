package dev.howdah.tools;

import static com.tngtech.archunit.core.domain.JavaModifier.ABSTRACT;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.howdah.auth.AccessSettings;
import dev.howdah.db.Database;
import dev.howdah.db.Databases;
import dev.howdah.llm.EmbeddingSettings;
import dev.howdah.llm.Embeddings;
import dev.howdah.mcp.Revision;
import dev.howdah.queue.Queues;
import dev.howdah.testing.OpenGate;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Seal;
import dev.howdah.tool.Sessions;
import dev.howdah.tool.Tool;
import dev.howdah.tool.ToolHandler;
import dev.howdah.tool.ToolSpec;
import dev.howdah.tools.server.ServerInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ToolboxTest {

  private static final Set<String> WITHOUT_TYPE_OF_ITS_OWN = Set.of("params", "parameters");

  private static final Set<String> WRITING = Set.of("execute", "transaction", "insert_vector");

  private static final ServerInfo.Facts FACTS =
      new ServerInfo.Facts("howdah", "0", Revision.names(), "stdio", true, false, List.of());

  private static final List<ToolHandler> TOOLS =
      tools(ToolClient.writable("default", "postgresql:///shop"));

  private static Sessions sessions(Database database) {
    return OpenGate.sessions(new Databases(List.of(database)), AccessSettings.NONE);
  }

  private static List<ToolHandler> tools(Database database) {
    return Toolbox.tools(
        sessions(database),
        ToolClient.QUERY,
        FACTS,
        Seal.random(),
        Queues.byDefault(),
        new Embeddings(EmbeddingSettings.NONE));
  }

  @Test
  void holdsEveryTool() {
    var written =
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.howdah.tools")
                .stream()
                .filter(type -> type.isAssignableTo(Tool.class))
                .filter(type -> !type.getModifiers().contains(ABSTRACT))
                .map(type -> type.getSimpleName())
                .toList();
    assertThat(TOOLS.stream().map(tool -> className(tool.descriptor().name())))
        .containsExactlyInAnyOrderElementsOf(written);
  }

  /** A tool's name is its class's, so that who knows one finds the other. */
  private static String className(String name) {
    var words = new StringBuilder();
    for (var word : name.split("_", -1)) {
      words.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
    }
    return words.toString();
  }

  @Test
  void describesEveryProperty() {
    for (var tool : TOOLS) {
      var descriptor = tool.descriptor();
      assertThat(undescribed(descriptor.inputSchema(), descriptor.name())).isEmpty();
      assertThat(undescribed(Objects.requireNonNull(descriptor.outputSchema()), descriptor.name()))
          .isEmpty();
      assertThat(descriptor.description()).hasSizeBetween(80, 600).endsWith(".");
      assertThat(descriptor.title()).isNotBlank();
    }
  }

  private static List<String> undescribed(JsonNode schema, String path) {
    var missing = new ArrayList<String>();
    schema
        .path("properties")
        .properties()
        .forEach(
            property -> {
              var here = path + "." + property.getKey();
              if (property.getValue().path("description").stringValue("").isBlank()) {
                missing.add(here);
              }
              missing.addAll(undescribed(property.getValue(), here));
            });
    if (schema.has("items")) {
      missing.addAll(undescribed(schema.path("items"), path + "[]"));
    }
    return missing;
  }

  /** Many clients know neither unions nor references, and some ask for a type everywhere. */
  @Test
  void takesArgumentsThatEveryClientCanWrite() {
    for (var tool : TOOLS) {
      var schema = tool.descriptor().inputSchema();
      assertThat(schema.path("type").stringValue()).isEqualTo("object");
      assertThat(schema.path("additionalProperties").booleanValue()).isFalse();
      assertThat(schema.findValues("anyOf")).isEmpty();
      assertThat(schema.findValues("oneOf")).isEmpty();
      assertThat(schema.findValues("$ref")).isEmpty();
      schema
          .path("properties")
          .properties()
          .forEach(
              property -> {
                var value = property.getValue();
                assertThat(value.path("type").isString()).as(property.getKey()).isTrue();
                if (value.path("type").stringValue().equals("integer")) {
                  assertThat(value.has("minimum")).as(property.getKey()).isTrue();
                }
                if (value.path("type").stringValue().equals("array")
                    && !WITHOUT_TYPE_OF_ITS_OWN.contains(property.getKey())) {
                  assertThat(value.at("/items/type").isString()).as(property.getKey()).isTrue();
                }
              });
    }
  }

  /** Nearly all read in a transaction that is rolled back; none leaves the databases. */
  @Test
  void promisesWhatIsTrue() {
    assertThat(TOOLS)
        .allSatisfy(
            tool ->
                assertThat(tool.descriptor().hints())
                    .isEqualTo(
                        WRITING.contains(tool.descriptor().name())
                            ? new ToolSpec.Hints(false, !adds(tool), false, false)
                            : new ToolSpec.Hints(true, false, true, false)));
  }

  private static boolean adds(ToolHandler tool) {
    return tool.descriptor().name().equals("insert_vector");
  }

  @Test
  void hidesWhatWritesWhereNothingMayBeWritten() {
    var readOnly = ToolClient.database("default", "postgresql:///shop");
    assertThat(tools(readOnly))
        .extracting(tool -> tool.descriptor().name())
        .doesNotContainAnyElementsOf(WRITING)
        .hasSize(TOOLS.size() - WRITING.size());
    assertThat(Toolbox.withheld(sessions(readOnly))).containsOnlyKeys(WRITING);
    assertThat(Toolbox.withheld(sessions(ToolClient.writable("w", "postgresql:///shop"))))
        .isEmpty();
  }
}
