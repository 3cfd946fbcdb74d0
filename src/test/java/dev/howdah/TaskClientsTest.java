package dev.howdah;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.Command.Result;
import dev.howdah.testing.FixtureHttp;
import dev.howdah.testing.Npm;
import dev.howdah.tool.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Other people's clients run tasks to their end, in both generations. */
class TaskClientsTest {

  private static final Duration LIMIT = Duration.ofMinutes(4);

  private static FixtureHttp http;

  @BeforeAll
  static void start() {
    http = FixtureHttp.start();
  }

  @AfterAll
  static void stop() {
    http.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "legacy", "modern"})
  void runsALongCallToItsResult(String era) {
    JsonNode done = call(era, "slow_compute", "--arguments", "{\"seconds\":1.5}");

    assertThat(done.path("kind").stringValue("")).isEqualTo("task");
    assertThat(done.path("status").stringValue("")).isEqualTo("completed");
    assertThat(done.at("/result/content/0/text").stringValue("")).isEqualTo("Computed in 1.5 s");
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "legacy", "modern"})
  void answersAQuestionOnTheWay(String era) {
    JsonNode done = call(era, "confirm_delete", "--elicit", "{\"confirm\":true}");

    assertThat(done.path("kind").stringValue("")).isEqualTo("task");
    assertThat(done.path("status").stringValue("")).isEqualTo("completed");
    assertThat(done.at("/result/content/0/text").stringValue("")).isEqualTo("Deleted.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"legacy", "modern"})
  void cancels(String era) {
    JsonNode done = call(era, "slow_compute", "--arguments", "{\"seconds\":600}", "--cancel");

    assertThat(done.path("kind").stringValue("")).isEqualTo("task");
    assertThat(done.path("status").stringValue("")).isEqualTo("cancelled");
  }

  /** Its stream has no word for a task that was cancelled, so the task is asked for. */
  @ParameterizedTest
  @ValueSource(strings = "v1")
  void cancelsByVersion1(String era) {
    JsonNode done = call(era, "slow_compute", "--arguments", "{\"seconds\":600}", "--cancel");

    assertThat(done.path("cancelled").stringValue("")).isEqualTo("cancelled");
    assertThat(done.path("afterwards").stringValue("")).isEqualTo("cancelled");
  }

  @ParameterizedTest
  @ValueSource(strings = {"legacy", "modern"})
  void theInspectorRunsATaskAndAnswersItsQuestion(String era, @TempDir Path scratch) {
    try {
      mcpdo(scratch, "connect", http.url(), "--transport", "http", "--era", era);
      JsonNode done = mcpdo(scratch, "tools/call", "slow_compute", "seconds:=1", "--task");
      assertThat(done.at("/content/0/text").stringValue("")).isEqualTo("Computed in 1.0 s");

      JsonNode asked = mcpdo(scratch, "tools/call", "confirm_delete", "--task");
      String question = asked.at("/elicitationPending/elicitationId").stringValue("");
      JsonNode answered = mcpdo(scratch, "elicitation/respond", question, "confirm:=true");
      assertThat(answered.findValuesAsString("text")).contains("Deleted.");
    } finally {
      Npm.installed().mcpdo(scratch, List.of("daemon", "stop")).run(LIMIT);
    }
  }

  /** It runs one command at a time, so a task that somebody else began is what it can cancel. */
  @ParameterizedTest
  @ValueSource(strings = {"legacy", "modern"})
  void theInspectorCancels(String era, @TempDir Path scratch) throws Exception {
    String task = "--task-id=" + begun();
    try {
      mcpdo(scratch, "connect", http.url(), "--transport", "http", "--era", era);

      JsonNode cancelled = mcpdo(scratch, "tasks/cancel", task);
      assertThat(cancelled.path("cancelled").booleanValue(false)).isTrue();

      JsonNode found = mcpdo(scratch, "tasks/get", task);
      assertThat(found.at("/task/status").stringValue("")).isEqualTo("cancelled");
    } finally {
      Npm.installed().mcpdo(scratch, List.of("daemon", "stop")).run(LIMIT);
    }
  }

  /** The id of a task that runs for minutes. */
  private static String begun() throws Exception {
    String call =
        """
        {"jsonrpc":"2.0","id":1,"method":"tools/call","params":
         {"name":"slow_compute","arguments":{"seconds":600},"_meta":
          {"io.modelcontextprotocol/protocolVersion":"2026-07-28",
           "io.modelcontextprotocol/clientCapabilities":
            {"extensions":{"io.modelcontextprotocol/tasks":{}}}}}}""";
    var request =
        HttpRequest.newBuilder(URI.create(http.url()))
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream")
            .header("MCP-Protocol-Version", "2026-07-28")
            .header("Mcp-Method", "tools/call")
            .header("Mcp-Name", "slow_compute")
            .POST(BodyPublishers.ofString(call))
            .build();
    try (var client = HttpClient.newHttpClient()) {
      String answer = client.send(request, BodyHandlers.ofString()).body();
      return Json.MAPPER.readTree(answer).at("/result/taskId").stringValue();
    }
  }

  private static JsonNode mcpdo(Path scratch, String... arguments) {
    List<String> line = new ArrayList<>(List.of(arguments));
    line.addAll(List.of("--connection", "c", "--format", "json"));
    Result result = Npm.installed().mcpdo(scratch, line).run(LIMIT).expectExit(0);
    return Json.MAPPER.readTree(result.out());
  }

  private static JsonNode call(String era, String tool, String... options) {
    List<String> line = new ArrayList<>(List.of("--era", era, "--tool", tool));
    line.addAll(List.of(options));
    line.addAll(List.of("--url", http.url()));
    Result result =
        Npm.installed()
            .node("client-tasks.mjs", line.toArray(String[]::new))
            .run(LIMIT)
            .expectExit(0);
    return Json.MAPPER.readTree(result.out());
  }
}
