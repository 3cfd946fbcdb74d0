package dev.howdah.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.mcp.Revision;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** MCP 2025-11-25, Transports, Session Management. */
@Timeout(300)
class SessionsTest {

  private static final String PING = HttpFixture.message(1, "ping", "{}");

  private final HttpFixture http = new HttpFixture();

  @AfterEach
  void stop() {
    http.close();
  }

  @Test
  void anIdCannotBeGuessed() throws IOException {
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < 3; i++) {
      String id = http.session(Revision.V2025_11_25);
      assertThat(id).matches("Mcp-Session-Id: [A-Za-z0-9_-]{32}");
      ids.add(id);
    }

    assertThat(ids).hasSize(3);
  }

  @Test
  void thereAreOnlySoManyAtATime() throws IOException {
    String first = http.session(Revision.V2025_11_25);
    http.session(Revision.V2025_06_18);
    http.session(Revision.V2025_03_26);

    try (HttpPeer refused = http.initialize(Revision.V2025_11_25)) {
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.header("Mcp-Session-Id")).isEmpty();
    }
    assertThat(status(http.exchange("DELETE", "/mcp", "", first))).isEqualTo(204);
    assertThat(status(http.initialize(Revision.V2025_11_25))).isEqualTo(200);
  }

  @Test
  void thoseNobodyUsesMakeRoomFirst() throws IOException {
    String used = http.session(Revision.V2025_11_25);
    String unused = idOf(http.initialize(Revision.V2025_11_25));
    http.session(Revision.V2025_11_25);

    assertThat(status(http.initialize(Revision.V2025_11_25))).isEqualTo(200);

    assertThat(status(http.post(PING, unused))).isEqualTo(404);
    assertThat(status(http.post(PING, used))).isEqualTo(200);
  }

  @Test
  void thenThoseThatWereIdleLongestButNoneThatWorks() throws IOException {
    String working = http.session(Revision.V2025_11_25);
    try (HttpPeer call = http.call(working, 1, "test_gate")) {
      call.message();
      String idle = http.session(Revision.V2025_11_25);
      http.clock.advance(Duration.ofSeconds(61));
      String recent = http.session(Revision.V2025_11_25);

      assertThat(status(http.initialize(Revision.V2025_11_25))).isEqualTo(200);

      assertThat(status(http.post(PING, idle))).isEqualTo(404);
      assertThat(status(http.post(PING, recent))).isEqualTo(200);
      assertThat(status(http.post(PING, working))).isEqualTo(200);
    }
  }

  private static String idOf(HttpPeer initialized) throws IOException {
    try (initialized) {
      return "Mcp-Session-Id: " + initialized.header("Mcp-Session-Id").orElseThrow();
    }
  }

  @Test
  void aHandshakeThatFailsTakesNoPlace() throws IOException {
    for (int i = 0; i < 4; i++) {
      try (HttpPeer refused = http.post(HttpFixture.message(0, "initialize", "{}"))) {
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.header("Mcp-Session-Id")).isEmpty();
      }
    }

    assertThat(status(http.initialize(Revision.V2025_11_25))).isEqualTo(200);
  }

  @Test
  void oneThatIsNotUsedExpires() throws IOException {
    String session = http.session(Revision.V2025_11_25);
    http.clock.advance(Duration.ofMinutes(30));
    assertThat(status(http.post(PING, session))).isEqualTo(200);
    http.clock.advance(Duration.ofMinutes(30));
    assertThat(status(http.post(PING, session))).isEqualTo(200);

    http.clock.advance(Duration.ofMinutes(30).plusMillis(1));

    assertThat(status(http.post(PING, session))).isEqualTo(404);
    assertThat(status(http.get(session))).isEqualTo(404);
    assertThat(status(http.exchange("DELETE", "/mcp", "", session))).isEqualTo(404);
  }

  @Test
  void expiredOnesMakeRoom() throws IOException {
    for (int i = 0; i < 3; i++) {
      http.session(Revision.V2025_11_25);
    }
    http.clock.advance(Duration.ofHours(1));

    assertThat(status(http.initialize(Revision.V2025_11_25))).isEqualTo(200);
  }

  @Test
  void oneThatWorksDoesNotExpireAndItsAnswerCanBeFetchedAfterwards() throws IOException {
    String session = http.session(Revision.V2025_11_25);
    try (HttpPeer call = http.call(session, 1, "test_gate")) {
      call.message();
    }
    http.clock.advance(Duration.ofHours(2));
    assertThat(status(http.initialize(Revision.V2025_11_25))).isEqualTo(200);

    http.openGate();

    try (HttpPeer rest = http.get(session, "Last-Event-ID: 1-1")) {
      assertThat(rest.message().data()).contains("through");
    }
  }

  @Test
  void oneThatIsEndedIsGoneAndItsWorkCancelled() throws IOException {
    String session = http.session(Revision.V2025_11_25);
    try (HttpPeer call = http.call(session, 1, "test_notes_cancellation");
        HttpPeer news = http.get(session)) {
      call.message();
      news.event();

      assertThat(status(http.exchange("DELETE", "/mcp", "", session))).isEqualTo(204);

      http.awaitCancelled();
      assertThat(call.messages()).isEmpty();
      assertThat(news.event()).isEmpty();
    }
    assertThat(status(http.post(PING, session))).isEqualTo(404);
    assertThat(status(http.get(session))).isEqualTo(404);
    assertThat(status(http.exchange("DELETE", "/mcp", "", session))).isEqualTo(404);
  }

  @Test
  void aRequestMustNameOne() throws IOException {
    assertThat(status(http.post(PING))).isEqualTo(400);
    assertThat(status(http.post(PING, "Mcp-Session-Id: unknown"))).isEqualTo(404);
    assertThat(status(http.post(PING, "Mcp-Session-Id:"))).isIn(400, 404);
  }

  @Test
  void twoIdsAtOnceAreNone() throws IOException {
    String session = http.session(Revision.V2025_11_25);

    assertThat(status(http.post(PING, session, session))).isEqualTo(404);
  }

  @Test
  void aRequestThatStandsAloneIgnoresIt() throws IOException {
    String session = http.session(Revision.V2025_11_25);

    try (HttpPeer alone = http.callAlone("test_simple_text", "Mcp-Session-Id: unknown")) {
      assertThat(alone.status()).isEqualTo(200);
      assertThat(alone.header("Mcp-Session-Id")).isEmpty();
    }
    assertThat(status(http.get(session, "MCP-Protocol-Version: 2026-07-28"))).isEqualTo(405);
    assertThat(
            status(
                http.exchange("DELETE", "/mcp", "", session, "MCP-Protocol-Version: 2026-07-28")))
        .isEqualTo(405);
    assertThat(status(http.post(PING, session))).isEqualTo(200);
  }

  @Test
  void aRevisionNobodyKnowsIsRefused() throws IOException {
    String session = http.session(Revision.V2025_11_25);

    try (HttpPeer refused = http.post(PING, session, "MCP-Protocol-Version: 2020-01-01")) {
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.errorCode()).isEqualTo(-32022);
    }
    assertThat(status(http.get(session, "MCP-Protocol-Version: x"))).isEqualTo(400);
    assertThat(status(http.post(PING, session, "MCP-Protocol-Version: 2025-11-25"))).isEqualTo(200);
  }

  private static int status(HttpPeer peer) throws IOException {
    try (peer) {
      return peer.status();
    }
  }
}
