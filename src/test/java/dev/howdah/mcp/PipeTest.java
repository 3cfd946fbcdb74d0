package dev.howdah.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.Fixture;
import dev.howdah.testing.FixtureTool;
import dev.howdah.testing.PipeClient;
import dev.howdah.tool.ToolResult;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Batches, requests in flight and cancellation. */
class PipeTest {

  private static final String RUN =
      """
      {"name":"test_until_cancelled","_meta":{"progressToken":"started"}}
      """;

  private final McpServer server = Fixture.server(Fixture.features());

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aBatchIsAnsweredByOneArrayInRevision20250326() {
    try (PipeClient client = PipeClient.connect(server, Revision.V2025_03_26)) {
      client.sendLine(
          """
          [{"jsonrpc":"2.0","id":"a","method":"ping"},
           {"jsonrpc":"2.0","method":"notifications/no_such"},
           {"jsonrpc":"2.0","id":"b","method":"no/such"},
           {"jsonrpc":"2.0","id":"c"}]
          """);

      JsonNode answers = client.next();
      assertThat(answers.isArray()).isTrue();
      assertThat(answers.findValuesAsString("id")).containsExactlyInAnyOrder("a", "b", "c");
    }
  }

  @Test
  void aBatchWithoutRequestsIsNotAnswered() {
    try (PipeClient client = PipeClient.connect(server, Revision.V2025_03_26)) {
      client.sendLine("[{\"jsonrpc\":\"2.0\",\"method\":\"notifications/no_such\"}]");

      assertThat(client.untaken()).isEmpty();
    }
  }

  @Test
  void anEmptyBatchIsAnInvalidRequest() {
    try (PipeClient client = PipeClient.connect(server, Revision.V2025_03_26)) {
      client.sendLine("[]");

      assertThat(client.next().at("/error/code").intValue()).isEqualTo(-32600);
    }
  }

  @ParameterizedTest
  @EnumSource(value = Revision.class, names = "V2025_03_26", mode = EnumSource.Mode.EXCLUDE)
  void noOtherRevisionHasBatches(Revision revision) {
    try (PipeClient client = PipeClient.connect(server, revision)) {
      client.sendLine("[{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"ping\"}]");

      assertThat(client.next().at("/error/code").intValue()).isEqualTo(-32600);
      assertThat(client.untaken()).isEmpty();
    }
  }

  @Test
  void aHandshakeMustNotBePartOfABatch() {
    try (PipeClient client = PipeClient.connect(server)) {
      client.sendLine(
          """
          [{"jsonrpc":"2.0","id":"a","method":"initialize","params":
            {"protocolVersion":"2025-03-26","capabilities":{},
             "clientInfo":{"name":"n","version":"1"}}}]
          """);

      assertThat(client.next().at("/error/code").intValue()).isEqualTo(-32600);
    }
  }

  @ParameterizedTest
  @EnumSource(Revision.class)
  void aCancelledRequestIsNotAnswered(Revision revision) {
    try (PipeClient client = PipeClient.connect(server, revision)) {
      int id = client.send("tools/call", RUN);
      client.await("notifications/progress");

      client.tell("notifications/cancelled", "{\"requestId\":" + id + ",\"reason\":\"enough\"}");

      assertThat(client.untaken()).isEmpty();
      assertThat(client.untaken()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Revision.class)
  void aCancellationOfNothingIsIgnored(Revision revision) {
    try (PipeClient client = PipeClient.connect(server, revision)) {
      client.tell("notifications/cancelled", "{\"requestId\":12345}");
      client.tell("notifications/cancelled", "{\"requestId\":\"none\"}");
      client.tell("notifications/cancelled", "{}");
      client.tell("notifications/cancelled", "{\"requestId\":{}}");

      assertThat(client.untaken()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Revision.class)
  void anIdInFlightIsRefusedAndTheFirstRequestGoesOn(Revision revision) {
    try (PipeClient client = PipeClient.connect(server, revision)) {
      int id = client.send("tools/call", RUN);
      client.await("notifications/progress");
      client.sendLine(request(id, revision));

      assertThat(client.answerTo(id).at("/error/code").intValue()).isEqualTo(-32600);

      client.tell("notifications/cancelled", "{\"requestId\":" + id + "}");
      assertThat(client.untaken()).isEmpty();
    }
  }

  private static String request(int id, Revision revision) {
    String meta =
        revision.stateless()
            ? """
              "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",
               "io.modelcontextprotocol/clientCapabilities":{}}
              """
            : "";
    return "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"tools/list\",\"params\":{%s}}"
        .formatted(id, meta);
  }

  @Test
  void anAnswerFreesItsId() {
    try (PipeClient client = PipeClient.connect(server, Revision.V2025_11_25)) {
      for (int i = 0; i < 3; i++) {
        client.sendLine("{\"jsonrpc\":\"2.0\",\"id\":\"same\",\"method\":\"ping\"}");
        assertThat(client.next().has("result")).isTrue();
      }
    }
  }

  @Test
  void closingCancelsWhatIsRunning() throws InterruptedException {
    CountDownLatch cancelled = new CountDownLatch(1);
    Features features = new Features(List.of(), List.of(), List.of());
    features.changeTools(
        _ ->
            List.of(
                FixtureTool.of(
                    "wait",
                    "Waits.",
                    call -> {
                      call.progress(0, null, null);
                      try (var _ = call.cancellation().onCancel(cancelled::countDown)) {
                        cancelled.await();
                      } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                      }
                      return ToolResult.of();
                    })));
    try (McpServer other = Fixture.server(features)) {
      PipeClient client = PipeClient.connect(other, Revision.V2026_07_28);
      client.send("tools/call", "{\"name\":\"wait\",\"_meta\":{\"progressToken\":1}}");
      client.await("notifications/progress");

      client.close();

      assertThat(cancelled.await(120, TimeUnit.SECONDS)).isTrue();
    }
  }
}
