package dev.howdah.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.mcp.Revision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What goes over one connection: forms of answers, broken bodies, and clients that go. */
@Timeout(300)
class ConnectionsTest {

  private static final String PING = HttpFixture.message(1, "ping", "{}");
  private static final String HEALTH = HttpFixture.request("GET", "/healthz", "");

  private final HttpFixture http = new HttpFixture();

  @AfterEach
  void stop() {
    http.close();
  }

  @Test
  void aQuickAnswerIsOneObject() throws IOException {
    String session = http.session(Revision.V2025_11_25);
    try (HttpPeer alone = http.callAlone("test_simple_text");
        HttpPeer inSession = http.call(session, 1, "test_simple_text")) {
      for (HttpPeer peer : new HttpPeer[] {alone, inSession}) {
        assertThat(peer.header("Content-Type")).contains("application/json");
        assertThat(peer.header("Content-Length")).isPresent();
        assertThat(peer.body()).contains("simple text").doesNotContain("\n");
      }
    }
  }

  @Test
  void aSlowAnswerIsAStreamThatBeatsWhileItIsSilent() throws IOException {
    try (HttpPeer peer = http.callAlone("test_gate")) {
      assertThat(peer.streams()).isTrue();
      assertThat(peer.header("X-Accel-Buffering")).contains("no");
      assertThat(peer.header("Cache-Control")).contains("no-store");
      assertThat(peer.message().method()).isEqualTo("notifications/progress");
      assertThat(peer.eventLine()).contains(":");
      assertThat(peer.eventLine()).contains("");
      assertThat(peer.eventLine()).contains(":");

      http.openGate();

      assertThat(peer.messages())
          .singleElement()
          .satisfies(last -> assertThat(last.data()).contains("through"));
    }
  }

  @Test
  void aStreamIsWholeForAClientThatWantsNoMore() throws IOException {
    try (HttpPeer peer = http.callAlone("test_tool_with_progress", "Connection: close")) {
      assertThat(peer.streams()).isTrue();
      assertThat(peer.messages().getLast().data()).contains("Progress reported");
      assertThat(peer.closedByServer()).isTrue();
    }
  }

  @Test
  void whoTakesNoEventsGetsTheAnswerAlone() throws IOException {
    String session = http.session(Revision.V2025_11_25);
    String call =
        HttpFixture.message(1, "tools/call", HttpFixture.callParams("test_tool_with_progress"));
    try (HttpPeer alone = http.callAlone("test_tool_with_progress", "Accept: application/json");
        HttpPeer inSession = http.post(call, session, "Accept: application/json")) {
      assertThat(alone.json().at("/result/content/0/text").asString())
          .isEqualTo("Progress reported");
      assertThat(inSession.json().at("/result/content/0/text").asString())
          .isEqualTo("Progress reported");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "application/json, text/event-stream"})
  void aCallThatTheSessionCancelsHasNoAnswer(String accept) throws IOException {
    String session = http.session(Revision.V2025_11_25);
    String call =
        HttpFixture.message(1, "tools/call", HttpFixture.callParams("test_notes_cancellation"));
    try (HttpPeer peer = http.connect()) {
      peer.send(HttpFixture.request("POST", "/mcp", call, session, "Accept: " + accept));
      HttpFixture.await(() -> cancelledBy(session));
      peer.readHead();

      if (peer.streams()) {
        assertThat(peer.messages())
            .allSatisfy(event -> assertThat(event.method()).isEqualTo("notifications/progress"));
      } else {
        assertThat(peer.status()).isEqualTo(202);
        assertThat(peer.body()).isEmpty();
      }
    }
  }

  private boolean cancelledBy(String session) {
    try {
      http.tell(session, "notifications/cancelled", "{\"requestId\":1}");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return http.wasCancelled();
  }

  @Test
  void closingTheConnectionCancelsARequestThatStandsAlone() throws IOException {
    try (HttpPeer peer = http.callAlone("test_notes_cancellation")) {
      peer.message();
    }

    http.awaitCancelled();
  }

  @Test
  void closingTheConnectionDoesNotCancelARequestOfASession() throws IOException {
    String session = http.session(Revision.V2025_11_25);
    try (HttpPeer peer = http.call(session, 1, "test_notes_cancellation")) {
      peer.message();
    }
    try (HttpPeer other = http.callAlone("test_gate")) {
      // Three beats of another's stream are longer than a closed one takes to be noticed.
      for (int beats = 0; beats < 3; ) {
        beats += other.eventLine().orElseThrow().equals(":") ? 1 : 0;
      }
    }

    assertThat(http.wasCancelled()).isFalse();
  }

  @Test
  void aMessageThatIsTooLongIsRefusedUnderItsIdWithoutBeingKept() throws IOException {
    byte[] megabyte = "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
    String head = "{\"jsonrpc\":\"2.0\",\"method\":\"ping\",\"params\":{\"x\":\"";
    String tail = "\"},\"id\":\"mine\"}";
    int length = head.length() + 100 * megabyte.length + tail.length();
    try (HttpPeer peer = http.connect()) {
      peer.send(HttpFixture.request("POST", "/mcp", "", "Content-Length: " + length) + head);
      for (int i = 0; i < 100; i++) {
        peer.send(megabyte);
      }
      peer.send(tail);

      JsonNode answer = peer.readHead().json();

      assertThat(peer.status()).isEqualTo(413);
      assertThat(answer.at("/id").asString()).isEqualTo("mine");
      assertThat(answer.at("/error/message").asString()).contains("1048576");
      peer.send(HEALTH);
      assertThat(peer.readHead().status()).isEqualTo(200);
    }
  }

  @Test
  void aMessageMayBeAsLongAsIsAllowedAndComeInPieces() throws IOException {
    String session = http.session(Revision.V2025_11_25);
    String frame = HttpFixture.message(1, "ping", "{\"x\":\"\"}");
    String longest = frame.replace("\"\"", "\"" + "x".repeat((1 << 20) - frame.length()) + "\"");

    try (HttpPeer peer = http.post(longest, session);
        HttpPeer over = http.post(longest + " ", session)) {
      assertThat(peer.status()).isEqualTo(200);
      assertThat(over.status()).isEqualTo(413);
    }
    try (HttpPeer chunked = http.connect()) {
      chunked.send(
          HttpFixture.request("POST", "/mcp", "", session, "Transfer-Encoding: chunked")
              .replaceFirst("Content-Length: 0\r\n", ""));
      for (int i = 0; i < PING.length(); i++) {
        chunked.send("1\r\n" + PING.charAt(i) + "\r\n");
      }
      chunked.send("0\r\n\r\n");
      assertThat(chunked.readHead().status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x\r\nabc\r\n",
        "-1\r\nabc\r\n",
        "FFFFFFFFFFFFFFFF\r\nabc\r\n",
        "3\nabc\n0\n\n",
        "3\r\nabcd\r\n0\r\n\r\n",
        "3;a=b\r\nabc\r\n0\r\n\r\n"
      })
  void nothingAfterABrokenBodyIsTrusted(String body) throws IOException {
    try (HttpPeer peer = http.connect()) {
      peer.send(
          HttpFixture.request("POST", "/mcp", "", "Transfer-Encoding: chunked")
                  .replaceFirst("Content-Length: 0\r\n", "")
              + body
              + HEALTH);

      assertThat(peer.readHead().status()).isEqualTo(400);
      peer.body();
      assertThat(peer.closedByServer()).isTrue();
    }
  }

  @Test
  void twoLengthsAreNone() throws IOException {
    for (String other : new String[] {"Transfer-Encoding: chunked", "Content-Length: 5"}) {
      try (HttpPeer peer = http.connect()) {
        peer.send(HttpFixture.request("POST", "/mcp", "", "Content-Length: 0", other) + HEALTH);

        assertThat(peer.readHead().status()).isEqualTo(400);
      }
    }
  }

  @Test
  void aConnectionServesManyRequestsUntilTheClientWantsNoMore() throws IOException {
    String session = http.session(Revision.V2025_11_25);
    try (HttpPeer peer = http.connect()) {
      for (int i = 0; i < 3; i++) {
        peer.send(HttpFixture.request("POST", "/mcp", PING, session));
        assertThat(peer.readHead().body()).contains("result");
        peer.send(HEALTH);
        assertThat(peer.readHead().body()).isEqualTo("ok\n");
      }
      peer.send(HttpFixture.request("GET", "/healthz", "", "Connection: close"));
      assertThat(peer.readHead().body()).isEqualTo("ok\n");
      assertThat(peer.closedByServer()).isTrue();
    }
  }

  @Test
  void aRefusalLeavesTheConnectionInOrder() throws IOException {
    String long1 = "x".repeat(300_000);
    try (HttpPeer peer = http.connect()) {
      peer.send(HttpFixture.request("POST", "/mcp", long1, "Content-Type: text/plain"));
      assertThat(peer.readHead().status()).isEqualTo(415);
      peer.body();
      peer.send(HEALTH);
      assertThat(peer.readHead().status()).isEqualTo(200);
    }
  }

  @Test
  void aHeaderThatIsTooLongIsRefused() throws IOException {
    try (HttpPeer peer = http.connect()) {
      peer.send(HttpFixture.request("GET", "/healthz", "", "X-Long: " + "x".repeat(40_000)));
      assertThat(peer.readHead().status()).isIn(400, 413, 431);
    }
  }

  @Test
  void aClientThatNeverReadsHoldsUpNobody() throws IOException {
    String kilobyte = "x".repeat(1_000);
    http.add(
        "test_floods",
        call -> {
          for (int i = 0; i < 20_000; i++) {
            call.progress(i, null, kilobyte);
          }
          return HttpFixture.text("flooded");
        });
    String session = http.session(Revision.V2025_11_25);
    String call = HttpFixture.message(1, "tools/call", HttpFixture.callParams("test_floods"));
    try (HttpPeer deaf = http.connect()) {
      deaf.send(HttpFixture.request("POST", "/mcp", call, session));

      HttpFixture.await(() -> resumedTo("1-20001", session));
    }
  }

  /** Whether the stream of the first request ends with this event. */
  private boolean resumedTo(String last, String session) {
    try (HttpPeer peer = http.get(session, "Last-Event-ID: 1-0")) {
      return peer.status() == 200
          && peer.messages().stream().anyMatch(event -> event.id().equals(last));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
