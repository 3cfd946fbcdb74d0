package dev.howdah.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.mcp.Revision;
import dev.howdah.transport.http.HttpPeer.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** MCP 2024-11-05, Transports, HTTP with SSE. */
@Timeout(300)
class SseEndpointTest {

  private final HttpFixture http = new HttpFixture(HttpFixture.SETTINGS.withLegacySse());

  @AfterEach
  void stop() {
    http.close();
  }

  private HttpPeer open() throws IOException {
    return http.exchange("GET", "/sse", "");
  }

  /** The path that the client is told to post to. */
  private static String endpoint(HttpPeer stream) throws IOException {
    Event first = stream.event().orElseThrow();
    assertThat(first.name()).isEqualTo("endpoint");
    assertThat(first.data()).matches("/messages\\?sessionId=[A-Za-z0-9_-]{32}");
    return first.data();
  }

  private void say(String endpoint, String message) throws IOException {
    assertThat(status(http.exchange("POST", endpoint, message))).isEqualTo(202);
  }

  private static int status(HttpPeer peer) throws IOException {
    try (peer) {
      return peer.status();
    }
  }

  private static String initialize() {
    return HttpFixture.message(
        0,
        "initialize",
        """
        {"protocolVersion":"2024-11-05","capabilities":{},"clientInfo":{"name":"t","version":"1"}}
        """
            .strip());
  }

  @Test
  void everythingIsAnsweredOnTheStream() throws IOException {
    try (HttpPeer stream = open()) {
      assertThat(stream.header("X-Accel-Buffering")).contains("no");
      String endpoint = endpoint(stream);
      say(endpoint, initialize());
      JsonNode handshake = stream.message().json();
      say(endpoint, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
      say(
          endpoint,
          HttpFixture.message(1, "tools/call", HttpFixture.callParams("test_tool_with_progress")));

      assertThat(handshake.at("/result/protocolVersion").asString()).isEqualTo("2024-11-05");
      for (int i = 0; i < 3; i++) {
        assertThat(stream.message().method()).isEqualTo("notifications/progress");
      }
      assertThat(stream.message().json().at("/id").asInt()).isEqualTo(1);
      http.features.changeTools(same -> same);
      assertThat(stream.message().method()).isEqualTo("notifications/tools/list_changed");
      say(endpoint, "not json");
      assertThat(stream.message().json().at("/error/code").asInt()).isEqualTo(-32700);
    }
  }

  @Test
  void clientsDoNotHearEachOther() throws IOException {
    try (HttpPeer one = open();
        HttpPeer other = open()) {
      String first = endpoint(one);
      String second = endpoint(other);
      say(first, HttpFixture.message(11, "ping", "{}"));
      say(second, HttpFixture.message(12, "ping", "{}"));

      assertThat(one.message().json().at("/id").asInt()).isEqualTo(11);
      assertThat(other.message().json().at("/id").asInt()).isEqualTo(12);
    }
  }

  @Test
  void aStreamThatIsNotOpenIsNotFound() throws IOException {
    String message = HttpFixture.message(1, "ping", "{}");
    assertThat(status(http.exchange("POST", "/messages?sessionId=unknown", message)))
        .isEqualTo(404);
    assertThat(status(http.exchange("POST", "/messages", message))).isEqualTo(404);
    assertThat(status(http.exchange("POST", "/sse", message))).isEqualTo(405);
    assertThat(status(http.exchange("GET", "/messages", ""))).isEqualTo(405);
    assertThat(status(http.exchange("DELETE", "/sse", ""))).isEqualTo(405);
  }

  @Test
  void theEndOfTheStreamCancelsWhatIsInProgress() throws IOException {
    String endpoint;
    try (HttpPeer stream = open()) {
      endpoint = endpoint(stream);
      say(endpoint, initialize());
      stream.message();
      say(
          endpoint,
          HttpFixture.message(1, "tools/call", HttpFixture.callParams("test_notes_cancellation")));
      stream.message();
      // One more message, which cannot be written, tells of the end before the next beat.
    }
    HttpFixture.await(() -> provoked(endpoint));
    http.awaitCancelled();
    HttpFixture.await(() -> statusOfPing(endpoint) == 404);
  }

  private boolean provoked(String endpoint) {
    return statusOfPing(endpoint) == 404 || http.wasCancelled();
  }

  private int statusOfPing(String endpoint) {
    try {
      return status(http.exchange("POST", endpoint, HttpFixture.message(9, "ping", "{}")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void thereAreOnlySoManyClientsAtATime() throws IOException {
    try (HttpPeer one = open();
        HttpPeer two = open();
        HttpPeer three = open();
        HttpPeer four = open()) {
      assertThat(List.of(one.status(), two.status(), three.status())).containsOnly(200);
      assertThat(four.status()).isEqualTo(503);
    }
  }

  @Test
  void whoNeverReadsMayNotAskOnAndOn() throws IOException {
    String text = "x".repeat(200_000);
    http.add("test_long", _ -> HttpFixture.text(text));
    try (HttpPeer deaf = open()) {
      String endpoint = endpoint(deaf);
      say(endpoint, initialize());
      deaf.message();
      String call = HttpFixture.message(1, "tools/call", HttpFixture.callParams("test_long"));

      HttpFixture.await(() -> asked(endpoint, call) == 503);
    }
  }

  private int asked(String endpoint, String call) {
    try {
      return status(http.exchange("POST", endpoint, call));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aMessageThatIsTooLongIsRefused() throws IOException {
    try (HttpPeer stream = open()) {
      String endpoint = endpoint(stream);

      assertThat(status(http.exchange("POST", endpoint, "x".repeat((1 << 20) + 1)))).isEqualTo(413);
    }
  }

  @Test
  void itIsNotThereWhereItIsNotSwitchedOn() throws IOException {
    try (HttpFixture other = new HttpFixture()) {
      assertThat(status(other.exchange("GET", "/sse", ""))).isEqualTo(404);
      assertThat(status(other.exchange("POST", "/messages?sessionId=x", "{}"))).isEqualTo(404);
    }
  }

  @Test
  void sessionsOfTheNewerTransportAreThereBeside() throws IOException {
    http.session(Revision.V2025_11_25);
    assertThat(status(http.callAlone("test_simple_text"))).isEqualTo(200);
  }
}
