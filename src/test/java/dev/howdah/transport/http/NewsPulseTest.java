package dev.howdah.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stream of news is written to now and then, by which the server learns who has gone. */
@Timeout(300)
final class NewsPulseTest {

  private static final String TASKS =
      """
      "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",\
      "io.modelcontextprotocol/clientCapabilities":\
      {"extensions":{"io.modelcontextprotocol/tasks":{}}}}""";

  /** As many as a caller may have. */
  private static final int STREAMS = 32;

  private final HttpFixture http = new HttpFixture();

  @AfterEach
  void stop() {
    http.close();
  }

  private HttpPeer modern(String method, String params, String... headers) throws IOException {
    List<String> all = new ArrayList<>(List.of(headers));
    all.add("MCP-Protocol-Version: 2026-07-28");
    all.add("Mcp-Method: " + method);
    String body = HttpFixture.message(1, method, params.replaceFirst("}$", "," + TASKS + "}"));
    return http.post(body, all.toArray(String[]::new));
  }

  private String task() throws IOException {
    String call = "{\"name\":\"slow_compute\",\"arguments\":{\"seconds\":600,\"background\":true}}";
    try (HttpPeer peer = modern("tools/call", call, "Mcp-Name: slow_compute")) {
      return peer.json().at("/result/taskId").stringValue();
    }
  }

  private HttpPeer listen(String task) throws IOException {
    return modern("subscriptions/listen", "{\"notifications\":{\"taskIds\":[\"" + task + "\"]}}");
  }

  private static void awaitComment(HttpPeer stream) throws IOException {
    while (!stream.eventLine().orElseThrow().equals(":")) {
      // News.
    }
  }

  @Test
  void comesEveryTwoSeconds() throws IOException {
    String task = task();
    long start = System.nanoTime();
    try (HttpPeer stream = listen(task)) {
      // The first one is the beginning.
      for (int i = 0; i < 3; i++) {
        awaitComment(stream);
      }

      // Two of those of calls are there after half a second, and of other streams after 30.
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(Duration.ofMillis(3_900), Duration.ofSeconds(28));
    }
  }

  @Test
  void showsWhichClientsHaveGoneAndMakesTheirPlacesFree() throws Exception {
    String task = task();
    List<HttpPeer> streams = new ArrayList<>();
    for (int i = 0; i < STREAMS; i++) {
      HttpPeer stream = listen(task);
      assertThat(stream.message().method()).isEqualTo("notifications/subscriptions/acknowledged");
      streams.add(stream);
    }
    assertThat(refused(task)).isTrue();

    for (HttpPeer stream : streams) {
      stream.close();
    }

    long end = System.nanoTime() + Duration.ofMinutes(3).toNanos();
    while (refused(task)) {
      assertThat(System.nanoTime()).as("places are still taken").isLessThan(end);
      Thread.sleep(200);
    }
  }

  private boolean refused(String task) throws IOException {
    try (HttpPeer stream = listen(task)) {
      return !stream.streams();
    }
  }
}
