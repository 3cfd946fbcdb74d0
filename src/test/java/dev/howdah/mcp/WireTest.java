package dev.howdah.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.Fixture;
import dev.howdah.testing.PipeClient;
import dev.howdah.tool.Call;
import dev.howdah.tool.Json;
import dev.howdah.tool.Seal;
import dev.howdah.tool.TaskSupport;
import dev.howdah.tool.ToolDescriptor;
import dev.howdah.tool.ToolHandler;
import dev.howdah.tool.ToolResult;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What each revision added to the protocol, and what older ones get in its place. */
class WireTest {

  private final McpServer server = Fixture.server(Fixture.features());

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource(Revision.class)
  void toolsAreDescribedAsTheRevisionKnowsThem(Revision revision) {
    try (PipeClient client = PipeClient.connect(server, revision)) {
      JsonNode add = tool(client.result("tools/list", "{}"), "test_add");

      assertThat(add.has("annotations")).isEqualTo(revision.atLeast(Revision.V2025_03_26));
      assertThat(add.has("title")).isEqualTo(revision.atLeast(Revision.V2025_06_18));
      assertThat(add.has("outputSchema")).isEqualTo(revision.atLeast(Revision.V2025_06_18));
      assertThat(add.at("/inputSchema/type").stringValue()).isEqualTo("object");
    }
  }

  @ParameterizedTest
  @EnumSource(Revision.class)
  void withoutTasksNoToolTakesTheArgumentThatAsksForOne(Revision revision) {
    try (McpServer without =
            new McpServer(
                Fixture.IDENTITY,
                new Features(List.of(new Lasting()), List.of(), List.of()),
                Seal.random(),
                InstantSource.system(),
                Fixture.PAGE_SIZE,
                null);
        McpServer with =
            Fixture.server(new Features(List.of(new Lasting()), List.of(), List.of()));
        PipeClient client = PipeClient.connect(without, revision);
        PipeClient other = PipeClient.connect(with, revision)) {
      JsonNode off = tool(client.result("tools/list", "{}"), "lasting").path("inputSchema");
      JsonNode on = tool(other.result("tools/list", "{}"), "lasting").path("inputSchema");

      assertThat(off.path("properties").propertyNames()).containsExactly("sql");
      assertThat(on.path("properties").propertyNames()).containsExactly("sql", "background");
    }
  }

  private record Lasting() implements ToolHandler {

    @Override
    public ToolDescriptor descriptor() {
      ObjectNode schema = Json.object().put("type", "object");
      ObjectNode properties = schema.putObject("properties");
      properties.putObject("sql").put("type", "string");
      properties.putObject("background").put("type", "boolean");
      return new ToolDescriptor("lasting", null, "Lasts.", schema, null, null);
    }

    @Override
    public TaskSupport taskSupport() {
      return TaskSupport.OPTIONAL;
    }

    @Override
    public ToolResult call(ObjectNode arguments, Call call) {
      throw new IllegalStateException("nobody calls it");
    }
  }

  @ParameterizedTest
  @EnumSource(Revision.class)
  void structuredContentIsNewIn20250618AndAlwaysThereAsText(Revision revision) {
    try (PipeClient client = PipeClient.connect(server, revision)) {
      JsonNode result =
          client.result(
              "tools/call", "{\"name\":\"test_add\",\"arguments\":{\"first\":1,\"second\":2}}");

      assertThat(result.at("/content/0/text").stringValue()).isEqualTo("{\"sum\":3}");
      assertThat(result.has("structuredContent")).isEqualTo(revision.atLeast(Revision.V2025_06_18));
    }
  }

  @ParameterizedTest
  @EnumSource(Revision.class)
  void soundIsTextForThoseWhoCannotHear(Revision revision) {
    try (PipeClient client = PipeClient.connect(server, revision)) {
      JsonNode content = content(client, "test_audio_content");

      assertThat(content.get("type").stringValue())
          .isEqualTo(revision.atLeast(Revision.V2025_03_26) ? "audio" : "text");
    }
  }

  @ParameterizedTest
  @EnumSource(Revision.class)
  void linksAreTextBefore20250618(Revision revision) {
    try (PipeClient client = PipeClient.connect(server, revision)) {
      JsonNode content = content(client, "test_link");

      assertThat(content.get("type").stringValue())
          .isEqualTo(revision.atLeast(Revision.V2025_06_18) ? "resource_link" : "text");
      assertThat(content.toString()).contains("test://static-text");
    }
  }

  @ParameterizedTest
  @EnumSource(Revision.class)
  void onlyTheNewestRevisionHasResultTypesAndCaching(Revision revision) {
    try (PipeClient client = PipeClient.connect(server, revision)) {
      JsonNode list = client.result("tools/list", "{}");
      JsonNode read = client.result("resources/read", "{\"uri\":\"test://static-text\"}");
      JsonNode called = client.result("tools/call", "{\"name\":\"test_simple_text\"}");

      boolean newest = revision.stateless();
      for (JsonNode result : new JsonNode[] {list, read, called}) {
        assertThat(result.has("resultType")).isEqualTo(newest);
        assertThat(result.has("_meta")).isEqualTo(newest);
      }
      assertThat(list.has("ttlMs") && list.has("cacheScope")).isEqualTo(newest);
      assertThat(read.has("ttlMs") && read.has("cacheScope")).isEqualTo(newest);
      assertThat(called.has("ttlMs")).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(Revision.class)
  void aResourceThatIsNotThereHasTheCodeOfItsRevision(Revision revision) {
    try (PipeClient client = PipeClient.connect(server, revision)) {
      JsonNode error = client.ask("resources/read", "{\"uri\":\"test://none\"}").get("error");

      assertThat(error.get("code").intValue()).isEqualTo(revision.stateless() ? -32602 : -32002);
      assertThat(error.at("/data/uri").stringValue()).isEqualTo("test://none");
    }
  }

  @ParameterizedTest
  @EnumSource(value = Revision.class, names = "V2026_07_28", mode = EnumSource.Mode.EXCLUDE)
  void capabilitiesAreThoseOfTheRevision(Revision revision) {
    try (PipeClient client = PipeClient.connect(server)) {
      JsonNode result = client.initialize(revision.wireName()).get("result");

      assertThat(result.get("capabilities").has("completions"))
          .isEqualTo(revision.atLeast(Revision.V2025_03_26));
      assertThat(result.get("capabilities").propertyNames())
          .contains("tools", "resources", "prompts", "logging");
      assertThat(result.get("serverInfo").has("title"))
          .isEqualTo(revision.atLeast(Revision.V2025_06_18));
      assertThat(result.get("instructions").stringValue()).isEqualTo("For tests.");
    }
  }

  private static JsonNode content(PipeClient client, String tool) {
    return client.result("tools/call", "{\"name\":\"" + tool + "\"}").at("/content/0");
  }

  private static JsonNode tool(JsonNode list, String name) {
    return list.get("tools")
        .valueStream()
        .filter(tool -> tool.get("name").stringValue().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
