package dev.howdah.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.mcp.Revision;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** A task outlives the streams and the session that ask for its result. */
@Timeout(300)
final class TaskStreamsTest {

  private final HttpFixture http = new HttpFixture();
  private String session;

  @BeforeEach
  void shakeHands() throws IOException {
    session = http.session(Revision.V2025_11_25);
  }

  @AfterEach
  void stop() {
    http.close();
  }

  private String begun() throws IOException {
    String call = "{\"name\":\"confirm_delete\",\"arguments\":{},\"task\":{}}";
    try (HttpPeer peer = http.post(HttpFixture.message(1, "tools/call", call), session)) {
      return peer.json().at("/result/task/taskId").stringValue();
    }
  }

  private HttpPeer result(int id, String task) throws IOException {
    return http.post(
        HttpFixture.message(id, "tasks/result", "{\"taskId\":\"%s\"}".formatted(task)), session);
  }

  private static JsonNode question(HttpPeer stream) throws IOException {
    JsonNode question = stream.message().json();
    assertThat(question.path("method").stringValue("")).isEqualTo("elicitation/create");
    return question;
  }

  private void accept(JsonNode question) throws IOException {
    String answer =
        """
        {"jsonrpc":"2.0","id":%s,"result":{"action":"accept","content":{"confirm":true}}}
        """
            .formatted(question.get("id"));
    try (HttpPeer peer = http.post(answer, session)) {
      assertThat(peer.status()).isEqualTo(202);
    }
  }

  private static void assertDeleted(JsonNode answer, int id) {
    assertThat(answer.path("id").intValue(0)).isEqualTo(id);
    assertThat(answer.at("/result/content/0/text").stringValue("")).isEqualTo("Deleted.");
  }

  @Test
  void aResultWhoseStreamWasCutIsGivenToWhoAsksAgain() throws IOException {
    String task = begun();
    try (HttpPeer cut = result(2, task)) {
      question(cut);
    }

    try (HttpPeer again = result(3, task)) {
      accept(question(again));
      assertDeleted(again.message().json(), 3);
    }
    try (HttpPeer later = result(4, task)) {
      assertDeleted(later.json(), 4);
    }
  }

  @Test
  void whoWaitsForAResultInASessionThatEndsLearnsIt() throws Exception {
    String task = begun();
    try (HttpPeer waits = http.connect()) {
      waits.send(
          HttpFixture.request(
              "POST",
              "/mcp",
              HttpFixture.message(2, "tasks/result", "{\"taskId\":\"%s\"}".formatted(task)),
              session,
              "Accept: application/json"));
      // It waits for an answer that only a stream could ask for.
      Thread.sleep(1_000);
      try (HttpPeer end = http.exchange("DELETE", "/mcp", "", session)) {
        assertThat(end.status()).isEqualTo(204);
      }

      waits.readHead();

      assertThat(waits.status()).isEqualTo(404);
      JsonNode answer = waits.json();
      assertThat(answer.at("/error/code").intValue(0)).isEqualTo(-32600);
      assertThat(answer.at("/error/message").stringValue("")).contains("initialize");
    }
  }

  @Test
  void theStreamOfAResultEndsWithItsSession() throws IOException {
    String task = begun();
    try (HttpPeer waits = result(2, task)) {
      question(waits);
      try (HttpPeer end = http.exchange("DELETE", "/mcp", "", session)) {
        assertThat(end.status()).isEqualTo(204);
      }

      assertThat(waits.messages())
          .allMatch(
              event -> event.json().path("method").stringValue("").startsWith("notifications/"));
    }
  }

  @Test
  void aTaskOutlivesTheSessionThatBeganIt() throws IOException {
    String task = begun();
    try (HttpPeer cut = result(2, task)) {
      question(cut);
      try (HttpPeer end = http.exchange("DELETE", "/mcp", "", session)) {
        assertThat(end.status()).isEqualTo(204);
      }
    }

    session = http.session(Revision.V2025_11_25);
    try (HttpPeer elsewhere = result(2, task)) {
      accept(question(elsewhere));
      assertDeleted(elsewhere.message().json(), 2);
    }
  }
}
