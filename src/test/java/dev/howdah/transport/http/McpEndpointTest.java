package dev.howdah.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.mcp.Revision;
import dev.howdah.testing.WireSchemas;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Streamable HTTP of both generations: methods, types, codes and forms of answers. */
@Timeout(300)
class McpEndpointTest {

  private static final String PING = HttpFixture.message(1, "ping", "{}");
  private static final String DISCOVER = HttpFixture.modern("server/discover", "{}");
  private static final Optional<WireSchemas> SCHEMAS = WireSchemas.ifInstalled();

  private final HttpFixture http = new HttpFixture();

  @AfterEach
  void stop() {
    http.close();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, 405",
    "DELETE, 405",
    "PUT, 405",
    "PATCH, 405",
    "HEAD, 405",
    "TRACE, 405",
    "BREW, 405",
    "OPTIONS, 204",
  })
  void otherMethodsAreNotAllowedWithoutASession(String method, int status) throws IOException {
    try (HttpPeer peer = http.exchange(method, "/mcp", "")) {
      assertThat(peer.status()).isEqualTo(status);
      assertThat(peer.header("Allow").orElse("").contains("POST")).isEqualTo(status == 405);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/mcp/",
        "/MCP",
        "/mcp/x",
        "/mcpx",
        "/messages/x",
        "//mcp",
        "/mcp;x",
        "/%6dcp",
        "/x/../mcp",
        "/./mcp",
        "/mcp#f",
        "http://evil.example/mcp"
      })
  void otherPathsAreNotThere(String path) throws IOException {
    try (HttpPeer peer = http.exchange("POST", path, PING)) {
      assertThat(peer.status()).isEqualTo(404);
      assertThat(peer.json().at("/error/message").asString()).contains("/mcp");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "application/json, 400",
    "application/json; charset=utf-8, 400",
    "Application/JSON;charset=UTF-8, 400",
    "text/plain, 415",
    "application/jsonp, 415",
    "application/x-www-form-urlencoded, 415",
    "'application/json, text/plain', 415",
    "'', 415",
  })
  void theBodyMustSayThatItIsJson(String type, int status) throws IOException {
    try (HttpPeer peer = http.post(PING, "Content-Type: " + type)) {
      assertThat(peer.status()).isEqualTo(status);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                         | -32600",
        "' '                                        | -32600",
        "{                                          | -32700",
        "{} {}                                      | -32700",
        "nonsense                                   | -32700",
        "null                                       | -32600",
        "17                                         | -32600",
        "\"text\"                                   | -32600",
        "{}                                         | -32600",
        "{\"jsonrpc\":\"2.0\",\"id\":1}             | -32600",
        "{\"id\":1,\"method\":\"ping\"}             | -32600",
        "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"} | -32600",
        "[]                                         | -32600",
      })
  void whatIsNoMessageIsRefused(String body, int code) throws IOException {
    String session = http.session(Revision.V2025_03_26);
    for (String[] headers : new String[][] {{}, {session}}) {
      try (HttpPeer peer = http.post(body, headers)) {
        assertThat(peer.status()).isEqualTo(400);
        JsonNode answer = peer.json();
        assertThat(answer.at("/error/code").asInt()).isEqualTo(code);
        assertThat(problems(Revision.V2026_07_28, answer, null)).isEmpty();
      }
    }
  }

  @Test
  void bothGenerationsShareTheEndpoint() throws IOException {
    String session = http.session(Revision.V2025_11_25);
    try (HttpPeer old = http.call(session, 1, "test_simple_text");
        HttpPeer young = http.callAlone("test_simple_text")) {
      JsonNode oldAnswer = old.json();
      JsonNode youngAnswer = young.json();

      assertThat(oldAnswer.at("/result").has("resultType")).isFalse();
      assertThat(youngAnswer.at("/result/resultType").asString()).isEqualTo("complete");
      assertThat(problems(Revision.V2025_11_25, oldAnswer, "tools/call")).isEmpty();
      assertThat(problems(Revision.V2026_07_28, youngAnswer, "tools/call")).isEmpty();
    }
  }

  @Test
  void theMethodHeaderAloneDoesNotMakeARequestStandAlone() throws IOException {
    String session = http.session(Revision.V2025_11_25);

    try (HttpPeer peer = http.post(PING, session, "Mcp-Method: tools/call")) {
      assertThat(peer.status()).isEqualTo(200);
      assertThat(peer.json().at("/result").isEmpty()).isTrue();
    }
    try (HttpPeer peer = http.post(PING, "Mcp-Method: ping")) {
      assertThat(peer.status()).isEqualTo(400);
      assertThat(peer.json().at("/error/message").asString())
          .contains("initialize")
          .contains("2026-07-28");
    }
  }

  @Test
  void theVersionHeaderAloneDoes() throws IOException {
    try (HttpPeer peer = http.post(PING, "MCP-Protocol-Version: 2026-07-28")) {
      assertThat(peer.status()).isEqualTo(400);
      assertThat(peer.errorCode()).isEqualTo(-32602);
    }
  }

  @Test
  void modernMetadataUnderAnOldHeaderDisagrees() throws IOException {
    try (HttpPeer peer = http.post(DISCOVER, "MCP-Protocol-Version: 2025-11-25")) {
      assertThat(peer.status()).isEqualTo(400);
      assertThat(peer.errorCode()).isEqualTo(-32020);
    }
  }

  @Test
  void aMethodNobodyKnowsIsNotFoundAloneButNoEndOfASession() throws IOException {
    String session = http.session(Revision.V2025_11_25);
    try (HttpPeer alone = http.alone("no/method", "{}");
        HttpPeer inSession = http.post(HttpFixture.message(1, "no/method", "{}"), session)) {
      assertThat(alone.status()).isEqualTo(404);
      assertThat(alone.errorCode()).isEqualTo(-32601);
      assertThat(inSession.status()).isEqualTo(200);
      assertThat(inSession.errorCode()).isEqualTo(-32601);
    }
  }

  @Test
  void aCapabilityThatIsMissingIsABadRequest() throws IOException {
    try (HttpPeer peer = http.callAlone("test_missing_capability")) {
      assertThat(peer.status()).isEqualTo(400);
      assertThat(peer.errorCode()).isEqualTo(-32021);
    }
  }

  @Test
  void notificationsAndResponsesAreAcceptedWithoutABody() throws IOException {
    String session = http.session(Revision.V2025_11_25);
    String notification = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/unknown\"}";
    String response = "{\"jsonrpc\":\"2.0\",\"id\":\"howdah-99\",\"result\":{}}";

    for (HttpPeer peer :
        List.of(
            http.post(notification, session),
            http.post(response, session),
            http.post(notification, "MCP-Protocol-Version: 2026-07-28"))) {
      try (peer) {
        assertThat(peer.status()).isEqualTo(202);
        assertThat(peer.body()).isEmpty();
      }
    }
    for (HttpPeer peer :
        List.of(
            http.post(notification),
            http.post(response),
            http.post(response, "MCP-Protocol-Version: 2026-07-28"))) {
      try (peer) {
        assertThat(peer.status()).isEqualTo(400);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "V2025_03_26, 200",
    "V2025_06_18, 400",
    "V2025_11_25, 400",
  })
  void severalMessagesAreForTheRevisionThatHasThem(Revision revision, int status)
      throws IOException {
    String session = http.session(revision);
    String messages =
        """
        [%s,{"jsonrpc":"2.0","method":"notifications/unknown"},
         {"jsonrpc":"2.0","id":"howdah-99","result":{}},%s,{"id":3}]
        """
            .formatted(PING, HttpFixture.message(2, "tools/list", "{}"));

    try (HttpPeer peer = http.post(messages, session)) {
      assertThat(peer.status()).isEqualTo(status);
      if (status == 200) {
        JsonNode answers = peer.json();
        assertThat(answers.size()).isEqualTo(3);
        assertThat(answers.get(0).at("/id").asInt()).isEqualTo(1);
        assertThat(answers.get(1).at("/result/tools").isArray()).isTrue();
        assertThat(answers.get(2).at("/error/code").asInt()).isEqualTo(-32600);
      }
    }
  }

  @Test
  void severalMessagesThatAskNothingAreAccepted() throws IOException {
    String session = http.session(Revision.V2025_03_26);
    String told = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/unknown\"}";

    try (HttpPeer peer = http.post("[" + told + "," + told + "]", session)) {
      assertThat(peer.status()).isEqualTo(202);
    }
  }

  @Test
  void severalMessagesNeedTheirSession() throws IOException {
    String array = "[" + PING + "]";

    assertThat(status(http.post(array))).isEqualTo(400);
    assertThat(status(http.post("[" + DISCOVER + "]", "MCP-Protocol-Version: 2026-07-28")))
        .isEqualTo(400);
    assertThat(status(http.post(array, "Mcp-Session-Id: unknown"))).isEqualTo(404);
  }

  @Test
  void thereAreOnlySoManyMessagesInOneArray() throws IOException {
    String session = http.session(Revision.V2025_03_26);
    String many = "[" + (PING + ",").repeat(100) + PING + "]";

    try (HttpPeer peer = http.post(many, session)) {
      assertThat(peer.status()).isEqualTo(400);
      assertThat(peer.json().at("/error/message").asString()).contains("100").contains("101");
    }
  }

  @Test
  void newsIsOnlyForThoseWhoTakeEvents() throws IOException {
    String session = http.session(Revision.V2025_11_25);
    String listen = "{\"notifications\":{\"toolsListChanged\":true}}";

    assertThat(status(http.get(session, "Accept: application/json"))).isEqualTo(406);
    assertThat(status(http.get(session, "Accept: application/json", "Accept: Text/Event-Stream")))
        .isEqualTo(200);
    assertThat(status(http.get(session, "Accept: */*"))).isEqualTo(200);
    assertThat(status(http.alone("subscriptions/listen", listen, "Accept: application/json")))
        .isEqualTo(406);
  }

  private static int status(HttpPeer peer) throws IOException {
    try (peer) {
      return peer.status();
    }
  }

  private static List<String> problems(
      Revision revision, JsonNode message, @Nullable String asked) {
    return SCHEMAS.map(all -> all.problems(revision, message, asked)).orElse(List.of());
  }
}
