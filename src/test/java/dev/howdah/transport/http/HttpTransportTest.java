package dev.howdah.transport.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.howdah.config.Size;
import dev.howdah.mcp.Features;
import dev.howdah.mcp.McpServer;
import dev.howdah.mcp.Revision;
import dev.howdah.testing.Fixture;
import dev.howdah.testing.FixtureTool;
import dev.howdah.transport.http.HttpPeer.Event;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Starting and ending, and the subscriptions that end with the server. */
@Timeout(300)
class HttpTransportTest {

  private static final String LISTEN =
      """
      {"notifications":{"toolsListChanged":true,"resourceSubscriptions":["test://static-text"]}}\
      """;

  private static HttpSettings at(String host, int port) {
    return new HttpSettings(
        host,
        port,
        "/mcp",
        List.of(),
        List.of(),
        false,
        false,
        Size.parse("1MB"),
        Duration.ofMinutes(1),
        1,
        1);
  }

  @Test
  void aPortThatIsTakenIsSaidInASentence() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();

      assertThatThrownBy(() -> new HttpFixture(at("127.0.0.1", port)).close())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "could not listen on 127.0.0.1:%d; another program may use the port. Choose another"
                  + " by --port, or 0 for a free one",
              port);
    }
  }

  @Test
  void anAddressThatOthersReachMustBeAllowed() {
    for (String host : new String[] {"0.0.0.0", "::", "192.0.2.1", "example.com"}) {
      assertThatThrownBy(() -> new HttpFixture(at(host, 0)).close())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(host)
          .hasMessageContaining("http.allow-unauthenticated");
    }
  }

  @Test
  void whatWasBegunEndsWithTheTransport() throws IOException {
    HttpFixture http = new HttpFixture(HttpFixture.SETTINGS.withLegacySse());
    int port = http.transport.port();
    String session = http.session(Revision.V2025_11_25);
    try (HttpPeer call = http.call(session, 1, "test_notes_cancellation");
        HttpPeer news = http.get(session);
        HttpPeer sse = http.exchange("GET", "/sse", "")) {
      call.message();
      news.event();
      sse.event();

      http.transport.close();

      assertThat(call.lastMessages()).isEmpty();
      assertThat(news.lastMessages()).isEmpty();
      assertThat(sse.lastMessages()).isEmpty();
      http.awaitCancelled();
    } finally {
      http.close();
    }
    assertThatThrownBy(() -> new HttpPeer(port).close()).isInstanceOf(IOException.class);
  }

  @Test
  void aRequestThatStandsAloneIsCancelledByTheEndOfTheTransport() throws IOException {
    HttpFixture http = new HttpFixture();
    try (HttpPeer call = http.callAlone("test_notes_cancellation")) {
      call.message();

      http.transport.close();

      http.awaitCancelled();
    } finally {
      http.close();
    }
  }

  @Test
  void anAnswerThatTakesItsTimeIsAStreamThoughItSaysNothing() throws IOException {
    CountDownLatch let = new CountDownLatch(1);
    Features features = Fixture.features();
    features.changeTools(
        _ ->
            List.of(
                FixtureTool.of(
                    "silent",
                    "Says nothing for long.",
                    _ -> {
                      HttpFixture.await(let);
                      return HttpFixture.text("done");
                    })));
    String call = HttpFixture.modern("tools/call", HttpFixture.callParams("silent"));
    try (McpServer server = Fixture.server(features);
        HttpTransport transport =
            HttpTransport.start(HttpFixture.SETTINGS, server, InstantSource.system());
        HttpPeer peer = new HttpPeer(transport.port())) {
      peer.send(
          HttpFixture.request(
              "POST",
              "/mcp",
              call,
              "MCP-Protocol-Version: 2026-07-28",
              "Mcp-Method: tools/call",
              "Mcp-Name: silent"));

      assertThat(peer.readHead().streams()).isTrue();
      let.countDown();
      assertThat(peer.messages()).singleElement().asString().contains("done");
    }
  }

  @Test
  void aSubscriptionIsAcknowledgedToldAndEndedWithItsResult() throws IOException {
    try (HttpFixture http = new HttpFixture();
        HttpPeer peer = http.alone("subscriptions/listen", LISTEN)) {
      assertThat(peer.streams()).isTrue();
      Event acknowledged = peer.message();
      http.features.changePrompts(same -> same);
      http.features.changeTools(same -> same);
      http.features.resourceUpdated("test://static-text");
      Event tools = peer.message();
      Event resource = peer.message();

      http.server.close();

      assertThat(acknowledged.method()).isEqualTo("notifications/subscriptions/acknowledged");
      assertThat(acknowledged.json().at("/params/notifications/toolsListChanged").asBoolean())
          .isTrue();
      assertThat(tools.method()).isEqualTo("notifications/tools/list_changed");
      assertThat(resource.method()).isEqualTo("notifications/resources/updated");
      List<Event> rest = peer.messages();
      assertThat(rest).hasSize(1);
      assertThat(rest.getFirst().json().at("/id").asInt()).isEqualTo(1);
      assertThat(rest.getFirst().json().at("/result/resultType").asString()).isEqualTo("complete");
      for (Event event : List.of(acknowledged, tools, resource, rest.getFirst())) {
        assertThat(event.id()).isEmpty();
        assertThat(event.data()).contains("\"io.modelcontextprotocol/subscriptionId\":1");
      }
    }
  }
}
