package dev.howdah.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.Fixture;
import dev.howdah.testing.PipeClient;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Progress and log messages, for those who asked for them (MCP, Utilities). */
class ServerCallTest {

  private final McpServer server = Fixture.server(Fixture.features());

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource(Revision.class)
  void progressComesUnderTheTokenAndBeforeTheAnswer(Revision revision) {
    try (PipeClient client = PipeClient.connect(server, revision)) {
      client.send("tools/call", call("test_tool_with_progress", "\"progressToken\":\"tok\""));

      for (int progress = 0; progress <= 100; progress += 50) {
        JsonNode report = client.next();
        assertThat(report.path("method").stringValue("")).isEqualTo("notifications/progress");
        assertThat(report.at("/params/progressToken").stringValue()).isEqualTo("tok");
        assertThat(report.at("/params/progress").intValue()).isEqualTo(progress);
      }
      assertThat(client.next().has("result")).isTrue();
    }
  }

  @Test
  void aTokenMayBeANumber() {
    try (PipeClient client = PipeClient.connect(server, Revision.V2025_11_25)) {
      client.send("tools/call", call("test_tool_with_progress", "\"progressToken\":0"));

      assertThat(client.next().at("/params/progressToken")).hasToString("0");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"progressToken\":null", "\"progressToken\":{}"})
  void withoutATokenThereIsNoProgress(String meta) {
    try (PipeClient client = PipeClient.connect(server, Revision.V2025_11_25)) {
      client.result("tools/call", call("test_tool_with_progress", meta));

      assertThat(client.untaken()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"debug, 3", "info, 3", "notice, 0", "error, 0", "emergency, 0"})
  void aSessionHearsTheLevelItSet(String level, int messages) {
    try (PipeClient client = PipeClient.connect(server, Revision.V2025_11_25)) {
      client.result("logging/setLevel", "{\"level\":\"" + level + "\"}");
      client.result("tools/call", call("test_tool_with_logging", ""));

      List<JsonNode> heard = client.untaken();
      assertThat(heard).hasSize(messages);
      assertThat(heard).allMatch(log -> log.at("/params/level").stringValue().equals("info"));
    }
  }

  @ParameterizedTest
  @CsvSource({"debug, 1", "info, 1", "warning, 0"})
  void aRequestThatStandsAloneHearsTheLevelItNames(String level, int messages) {
    try (PipeClient client = PipeClient.connect(server, Revision.V2026_07_28)) {
      client.result(
          "tools/call",
          call("test_logging_tool", "\"io.modelcontextprotocol/logLevel\":\"" + level + "\""));

      assertThat(client.untaken()).hasSize(messages);
    }
  }

  @Test
  void aRequestThatStandsAloneAndNamesNoLevelHearsNothing() {
    try (PipeClient client = PipeClient.connect(server, Revision.V2026_07_28)) {
      client.result("tools/call", call("test_logging_tool", ""));

      assertThat(client.untaken()).isEmpty();
    }
  }

  private static String call(String tool, String meta) {
    return "{\"name\":\"%s\",\"_meta\":{%s}}".formatted(tool, meta);
  }
}
