package dev.howdah.transport.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.mcp.McpServer;
import dev.howdah.testing.Fixture;
import dev.howdah.transport.stdio.StdioTransport.Grace;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** MCP 2025-11-25, Transports, stdio. */
class StdioTransportTest {

  private static final int LIMIT = 8 << 20;
  private static final int MEGABYTE = 1 << 20;

  private final McpServer server = Fixture.server(Fixture.features());
  private final StdioPeer peer = new StdioPeer(server, LIMIT);

  @BeforeEach
  void start() {
    peer.initialize();
  }

  @AfterEach
  void stop() {
    peer.close();
    server.close();
  }

  private static String ping(int id) {
    return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"ping\"}";
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", " \n", "\n\n\n", "\r\n\r\n", "\n \t\n"})
  void aMessageEndsWithItsLineAndBlankLinesAreIgnored(String end) {
    peer.send(ping(1) + end);
    peer.send(ping(2) + end);

    assertThat(peer.next().get("id").intValue()).isBetween(1, 2);
    assertThat(peer.next().get("id").intValue()).isBetween(1, 2);
    assertThat(peer.end()).isEmpty();
  }

  @Test
  void oneReadMayBringSeveralMessages() {
    peer.send(ping(1) + "\n" + ping(2) + "\n" + ping(3) + "\n");

    assertThat(
            peer.next().get("id").intValue()
                + peer.next().get("id").intValue()
                + peer.next().get("id").intValue())
        .isEqualTo(6);
  }

  @Test
  void aMessageMayComeByteByByte() {
    for (byte b : (echo("né€😀") + "\n").getBytes(StandardCharsets.UTF_8)) {
      peer.send(new byte[] {b});
    }

    assertThat(text(peer.next())).isEqualTo("Region: né€😀");
  }

  @Test
  void theLastMessageNeedsNoLineEnd() {
    peer.send(ping(7));

    assertThat(peer.end()).singleElement().asString().contains("\"id\":7");
  }

  @Test
  void aLineEndInTextIsEscapedWhenItIsWritten() {
    peer.send(echo("one\\ntwo\\r\\nthree\\u2028four") + "\n");

    assertThat(text(peer.next())).isEqualTo("Region: one\ntwo\r\nthree\u2028four");
    assertThat(peer.end()).isEmpty();
  }

  @Test
  void aMessageThatSpansLinesIsNotJson() {
    peer.send("{\"jsonrpc\":\"2.0\",\n\"id\":1,\"method\":\"ping\"}\n");

    assertThat(peer.next().at("/error/code").intValue()).isEqualTo(-32700);
    assertThat(peer.next().at("/error/code").intValue()).isEqualTo(-32700);
    assertServing();
  }

  @Test
  void theLongestMessageIsTaken() {
    String prefix = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"x\":\"";
    String fits = prefix + "a".repeat(LIMIT - prefix.length() - 3) + "\"}}";
    peer.send(fits + "\n");
    assertThat(peer.next().has("result")).isTrue();

    peer.send(fits + " \n");
    assertThat(peer.next().at("/error/code").intValue()).isEqualTo(-32600);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"jsonrpc\":\"2.0\",\"id\":42,\"method\":\"tools/call\",\"params\":{\"id\":7,\"x\":\"#\"}}",
        "{\"params\":{\"id\":7,\"x\":\"#\"},\"jsonrpc\":\"2.0\",\"method\":\"ping\",\"id\":42}",
        "{\"params\":{\"x\":\"\\\"id\\\":7,#\"},\"id\" : 42 , \"method\":\"ping\"}",
        "{\"id\":42,\"x\":[{\"id\":7},\"#\"]}"
      })
  void aHundredMegabytesAreRefusedUnderTheRightIdAndNotKept(String message) {
    String[] around = message.split("#", -1);
    byte[] filling = new byte[MEGABYTE];
    Arrays.fill(filling, (byte) 'a');
    long before = peer.allocated();

    peer.send(around[0]);
    for (int sent = 0; sent < 100; sent++) {
      peer.send(filling);
    }
    peer.send(around[1] + "\n");

    JsonNode answer = peer.next();
    assertThat(answer.at("/error/code").intValue()).isEqualTo(-32600);
    assertThat(answer.get("id").intValue()).isEqualTo(42);
    assertThat(peer.allocated() - before).isLessThan(4L * LIMIT);
    assertServing();
  }

  @Test
  void aHundredMegabytesWithoutIdAreRefusedWithoutId() {
    byte[] filling = new byte[MEGABYTE];
    Arrays.fill(filling, (byte) '[');
    for (int sent = 0; sent < 100; sent++) {
      peer.send(filling);
    }
    peer.send("\n");

    JsonNode answer = peer.next();
    assertThat(answer.at("/error/code").intValue()).isEqualTo(-32600);
    assertThat(answer.path("id").isMissingNode() || answer.path("id").isNull()).isTrue();
    assertServing();
  }

  private static final String UNTIL_CANCELLED =
      """
      {"jsonrpc":"2.0","id":1,"method":"tools/call","params":\
      {"name":"test_until_cancelled","_meta":{"progressToken":1}}}
      """;

  /** A server that never gets ready. */
  private static final StdioTransport.Late COLD =
      new StdioTransport.Late() {
        @Override
        public void start() {}

        @Override
        public boolean ready() {
          return false;
        }
      };

  @Test
  void theEndOfTheInputEndsTheServerAndCancelsWhatRuns() {
    var brief = new Grace(Duration.ofMillis(500), StdioPeer.LONG);
    try (var warm = new StdioPeer(server, LIMIT, StdioTransport.Late.NOTHING, brief)) {
      warm.initialize();
      warm.send(UNTIL_CANCELLED);
      assertThat(warm.next().path("method").stringValue("")).isEqualTo("notifications/progress");

      assertThat(warm.end()).isEmpty();
    }
  }

  /** It ends within the time that {@link StdioPeer#end} waits, and not after that of a cold one. */
  @Test
  void aClientThatGoesAfterItHasWaitedIsNoticedAtOnceThoughTheServerIsCold() throws Exception {
    var usual = Duration.ofMillis(500);
    try (var cold = new StdioPeer(server, LIMIT, COLD, new Grace(usual, StdioPeer.LONG))) {
      cold.initialize();
      Thread.sleep(usual.plusMillis(100));
      cold.send(UNTIL_CANCELLED);
      cold.next();

      assertThat(cold.end()).isEmpty();
    }
  }

  @Test
  void aColdServerTakesItsTimeForWhatIsPipedIn() {
    var takes = Duration.ofSeconds(1);
    try (var cold = new StdioPeer(server, LIMIT, COLD, new Grace(StdioPeer.LONG, takes))) {
      cold.initialize();
      cold.send(UNTIL_CANCELLED);
      long start = System.nanoTime();
      cold.end();

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(takes);
    }
  }

  @Test
  void whatWasAskedBeforeTheEndIsAnswered() {
    StringBuilder all = new StringBuilder();
    for (int id = 0; id < 50; id++) {
      all.append(ping(id)).append('\n');
    }
    peer.send(all.toString());

    assertThat(peer.end()).hasSize(50);
  }

  private void assertServing() {
    peer.send(ping(99) + "\n");
    assertThat(peer.next().get("id").intValue()).isEqualTo(99);
  }

  private static String echo(String region) {
    return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":"
        + "{\"name\":\"test_x_mcp_header\",\"arguments\":{\"region\":\""
        + region
        + "\"}}}";
  }

  private static String text(JsonNode answer) {
    return answer.at("/result/content/0/text").stringValue("");
  }
}
