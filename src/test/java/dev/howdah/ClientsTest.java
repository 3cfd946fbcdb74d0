package dev.howdah;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.Command.Result;
import dev.howdah.testing.FixtureHttp;
import dev.howdah.testing.Npm;
import dev.howdah.testing.StdioCommand;
import dev.howdah.tool.Json;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Other people's clients hold a whole conversation with the server, over each transport. */
class ClientsTest {

  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final List<String> ADD =
      List.of("--tool", "test_add", "--arguments", "{\"first\":2,\"second\":3}");
  private static final List<String> GREET =
      List.of("--tool", "test_input_required_result_elicitation", "--elicit", "{\"name\":\"Ada\"}");

  private static FixtureHttp http;

  @BeforeAll
  static void start() {
    http = FixtureHttp.start();
  }

  @AfterAll
  static void stop() {
    http.close();
  }

  @ParameterizedTest
  @CsvSource({
    "legacy, http, 2025-11-25", "legacy, stdio, 2025-11-25",
    "auto, http, 2026-07-28", "auto, stdio, 2026-07-28",
    "modern, http, 2026-07-28", "modern, stdio, 2026-07-28",
  })
  void typescriptVersion2CallsATool(String era, String transport, String revision) {
    JsonNode done = script("client-v2.mjs", List.of("--era", era), ADD, transport);

    assertThat(done.path("protocolVersion").stringValue("")).isEqualTo(revision);
    assertThat(done.at("/result/structuredContent/sum").intValue(0)).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource({"legacy, http", "legacy, stdio", "modern, http", "modern, stdio"})
  void typescriptVersion2AnswersAQuestion(String era, String transport) {
    JsonNode done = script("client-v2.mjs", List.of("--era", era), GREET, transport);

    assertThat(done.at("/result/content/0/text").stringValue("")).isEqualTo("Hello, Ada!");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "sse", "stdio"})
  void typescriptVersion1CallsATool(String transport) {
    JsonNode done = script("client-v1.mjs", List.of(), ADD, transport);

    assertThat(done.at("/result/structuredContent/sum").intValue(0)).isEqualTo(5);
    assertThat(done.path("tools").size()).isGreaterThan(30);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "sse", "stdio"})
  void typescriptVersion1AnswersAQuestion(String transport) {
    JsonNode done = script("client-v1.mjs", List.of(), GREET, transport);

    assertThat(done.at("/result/content/0/text").stringValue("")).isEqualTo("Hello, Ada!");
  }

  private static JsonNode script(
      String script, List<String> first, List<String> options, String transport) {
    List<String> line = new ArrayList<>(first);
    line.addAll(options);
    switch (transport) {
      case "http" -> line.addAll(List.of("--url", http.url()));
      case "sse" -> line.addAll(List.of("--sse", http.sseUrl()));
      default -> {
        line.add("--stdio");
        line.addAll(StdioCommand.fixture());
      }
    }
    Result result =
        Npm.installed().node(script, line.toArray(String[]::new)).run(LIMIT).expectExit(0);
    return Json.MAPPER.readTree(result.out());
  }

  @ParameterizedTest
  @CsvSource({"legacy, http", "legacy, sse", "legacy, stdio", "modern, http", "modern, stdio"})
  void theInspectorCallsATool(String era, String transport, @TempDir Path scratch) {
    List<String> line = new ArrayList<>(List.of("--cli"));
    switch (transport) {
      case "http" -> line.add(http.url());
      case "sse" -> line.add(http.sseUrl());
      default -> {}
    }
    line.addAll(List.of("--transport", transport, "--protocol-era", era));
    line.addAll(List.of("--method", "tools/call", "--tool-name", "test_add"));
    line.addAll(List.of("--tool-args-json", "{\"first\":2,\"second\":3}"));
    line.addAll(List.of("--format", "json", "-q"));
    if (transport.equals("stdio")) {
      line.add("--");
      line.addAll(StdioCommand.fixture());
    }

    Result result = Npm.installed().inspector(scratch, line).run(LIMIT).expectExit(0);

    assertThat(Json.MAPPER.readTree(result.out()).at("/result/structuredContent/sum").intValue(0))
        .isEqualTo(5);
  }

  @Test
  void theOfficialJavaClientCallsAToolOverHttp() {
    callsATool(
        HttpClientStreamableHttpTransport.builder("http://localhost:" + http.port())
            .endpoint("/mcp")
            .build());
  }

  @Test
  void theOfficialJavaClientCallsAToolOverStdio() {
    List<String> command = StdioCommand.fixture();
    ServerParameters parameters =
        ServerParameters.builder(command.getFirst())
            .args(command.subList(1, command.size()))
            .build();
    callsATool(new StdioClientTransport(parameters, McpJsonDefaults.getMapper()));
  }

  private static void callsATool(McpClientTransport transport) {
    try (McpSyncClient client =
        McpClient.sync(transport).requestTimeout(LIMIT).initializationTimeout(LIMIT).build()) {
      assertThat(client.initialize().serverInfo().name()).isEqualTo("howdah-fixture");

      McpSchema.CallToolResult result =
          client.callTool(
              McpSchema.CallToolRequest.builder("test_add")
                  .arguments(Map.of("first", 2, "second", 3))
                  .build());

      assertThat(result.structuredContent()).isEqualTo(Map.of("sum", 5));
    }
  }
}
