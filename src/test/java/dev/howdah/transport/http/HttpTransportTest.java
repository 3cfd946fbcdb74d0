package dev.howdah.transport.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.howdah.config.Size;
import dev.howdah.mcp.Revision;
import dev.howdah.transport.http.HttpPeer.Event;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Starting and ending, and the subscriptions that end with the server. */
@Timeout(60)
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

      assertThat(call.messages()).isEmpty();
      assertThat(news.event()).isEmpty();
      assertThat(sse.event()).isEmpty();
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
