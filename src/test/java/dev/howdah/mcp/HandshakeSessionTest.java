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

/** MCP 2025-11-25, Lifecycle, and the utilities of the handshake revisions. */
class HandshakeSessionTest {

  private final McpServer server = Fixture.server(Fixture.features());

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "2024-11-05, 2024-11-05",
    "2025-03-26, 2025-03-26",
    "2025-06-18, 2025-06-18",
    "2025-11-25, 2025-11-25",
    "2026-07-28, 2025-11-25",
    "1999-01-01, 2025-11-25",
    "2099-01-01, 2025-11-25",
    "latest, 2025-11-25",
  })
  void agreesOnTheRevisionAskedForOrOffersItsNewest(String asked, String agreed) {
    try (PipeClient client = PipeClient.connect(server)) {
      JsonNode answer = client.initialize(asked);

      assertThat(answer.at("/result/protocolVersion").stringValue()).isEqualTo(agreed);
      assertThat(answer.at("/result/serverInfo/name").stringValue()).isEqualTo("howdah-fixture");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"protocolVersion\":7}", "{\"protocolVersion\":null}"})
  void aHandshakeWithoutRevisionFailsAndMayBeRepeated(String params) {
    try (PipeClient client = PipeClient.connect(server)) {
      assertThat(client.errorCode("initialize", params)).isEqualTo(-32602);

      assertThat(client.initialize("2025-11-25").has("result")).isTrue();
    }
  }

  @Test
  void aSecondHandshakeIsRefusedAndTheFirstOneStands() {
    try (PipeClient client = PipeClient.connect(server, Revision.V2025_06_18)) {
      assertThat(client.initialize("2025-11-25").at("/error/code").intValue()).isEqualTo(-32600);

      assertThat(client.result("ping", "{}").isEmpty()).isTrue();
    }
  }

  @Test
  void requestsBeforeTheHandshakeAreRefused() {
    try (PipeClient client = PipeClient.connect(server)) {
      assertThat(client.errorCode("tools/list", "{}")).isEqualTo(-32602);
      assertThat(client.errorCode("tools/call", "{\"name\":\"test_simple_text\"}"))
          .isEqualTo(-32602);

      assertThat(client.initialize("2025-11-25").has("result")).isTrue();
    }
  }

  @Test
  void pingsBeforeTheHandshakeAreAnswered() {
    try (PipeClient client = PipeClient.connect(server)) {
      assertThat(client.result("ping", "{}").isEmpty()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(value = Revision.class, names = "V2026_07_28", mode = EnumSource.Mode.EXCLUDE)
  void pingsAreAnsweredWithNothing(Revision revision) {
    try (PipeClient client = PipeClient.connect(server, revision)) {
      assertThat(client.result("ping", "{}").isEmpty()).isTrue();
      assertThat(client.result("logging/setLevel", "{\"level\":\"debug\"}").isEmpty()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(Revision.class)
  void unknownMethodsAreRefused(Revision revision) {
    try (PipeClient client = PipeClient.connect(server, revision)) {
      assertThat(client.errorCode("no/such", "{}")).isEqualTo(-32601);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "initialize",
        "ping",
        "logging/setLevel",
        "resources/subscribe",
        "resources/unsubscribe"
      })
  void theNewestRevisionHasNoneOfTheMethodsOfTheHandshake(String method) {
    try (PipeClient client = PipeClient.connect(server, Revision.V2026_07_28)) {
      assertThat(client.errorCode(method, "{}")).isEqualTo(-32601);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"server/discover", "subscriptions/listen"})
  void theHandshakeRevisionsHaveNoneOfTheMethodsOfTheNewest(String method) {
    try (PipeClient client = PipeClient.connect(server, Revision.V2025_11_25)) {
      assertThat(client.errorCode(method, "{}")).isEqualTo(-32601);
    }
  }

  @Test
  void bothGenerationsShareOnePipe() {
    try (PipeClient client = PipeClient.connect(server)) {
      client.speak(Revision.V2026_07_28);
      assertThat(client.result("server/discover", "{}").has("supportedVersions")).isTrue();

      client.speak(Revision.V2025_11_25);
      assertThat(client.initialize("2025-03-26").has("result")).isTrue();
      assertThat(client.result("tools/list", "{}").has("resultType")).isFalse();

      client.speak(Revision.V2026_07_28);
      assertThat(client.result("tools/list", "{}").get("resultType").stringValue())
          .isEqualTo("complete");

      client.speak(Revision.V2025_03_26);
      assertThat(client.result("tools/list", "{}").has("resultType")).isFalse();
    }
  }

  @Test
  void discoveryNamesEveryRevisionNewestFirst() {
    try (PipeClient client = PipeClient.connect(server, Revision.V2026_07_28)) {
      JsonNode result = client.result("server/discover", "{}");

      List<String> versions =
          result.get("supportedVersions").valueStream().map(JsonNode::stringValue).toList();
      assertThat(versions).isEqualTo(Revision.names());
      assertThat(result.at("/_meta/io.modelcontextprotocol~1serverInfo/name").stringValue())
          .isEqualTo("howdah-fixture");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'io.modelcontextprotocol/protocolVersion':'2026-07-28'} | -32602",
        "{'io.modelcontextprotocol/protocolVersion':7} | -32602",
        "{'io.modelcontextprotocol/protocolVersion':'2026-07-28',"
            + "'io.modelcontextprotocol/clientCapabilities':[]} | -32602",
        "{'io.modelcontextprotocol/protocolVersion':'v999',"
            + "'io.modelcontextprotocol/clientCapabilities':{}} | -32022",
        "{'io.modelcontextprotocol/protocolVersion':'2025-11-25',"
            + "'io.modelcontextprotocol/clientCapabilities':{}} | -32022",
      })
  void aRequestThatStandsAloneNeedsItsMetadata(String meta, int code) {
    try (PipeClient client = PipeClient.connect(server)) {
      assertThat(client.errorCode("server/discover", "{\"_meta\":" + meta.replace('\'', '"') + "}"))
          .isEqualTo(code);
    }
  }

  @Test
  void anUnsupportedRevisionIsAnsweredWithTheSupportedOnes() {
    try (PipeClient client = PipeClient.connect(server)) {
      JsonNode error =
          client
              .ask(
                  "tools/list",
                  """
                  {"_meta":{"io.modelcontextprotocol/protocolVersion":"2099-01-01",
                            "io.modelcontextprotocol/clientCapabilities":{}}}
                  """)
              .get("error");

      assertThat(error.at("/data/requested").stringValue()).isEqualTo("2099-01-01");
      assertThat(error.at("/data/supported").size()).isEqualTo(Revision.values().length);
    }
  }
}
