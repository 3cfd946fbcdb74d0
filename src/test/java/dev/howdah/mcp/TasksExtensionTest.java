package dev.howdah.mcp;

import static dev.howdah.testing.TaskClient.begun;
import static dev.howdah.testing.TaskClient.call;
import static dev.howdah.testing.TaskClient.id;
import static dev.howdah.testing.TaskClient.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.auth.Caller;
import dev.howdah.task.queue.Eventually;
import dev.howdah.testing.Fixture;
import dev.howdah.testing.HeldTool;
import dev.howdah.testing.PipeClient;
import dev.howdah.testing.TaskClient;
import dev.howdah.tool.Seal;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** SEP-2663, the extension {@code io.modelcontextprotocol/tasks} of 2026-07-28. */
class TasksExtensionTest {

  private static final String BACKGROUND = "{\"background\":true}";
  private static final String UNKNOWN = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

  private McpServer server;
  private PipeClient client;

  @BeforeEach
  void connect() {
    server = Fixture.server(Fixture.features());
    client = PipeClient.connect(server, Revision.V2026_07_28, "elicitation").takingTasks();
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void theServerSaysThatItHasTasks() {
    JsonNode capabilities = client.result("server/discover", "{}").path("capabilities");

    assertThat(capabilities.path("extensions").path(Tasks.EXTENSION).isObject()).isTrue();
    assertThat(capabilities.has("tasks")).isFalse();
  }

  @Test
  void aServerWithoutTasksHasNoneOfIt() {
    McpServer without =
        new McpServer(
            Fixture.IDENTITY,
            Fixture.features(),
            Seal.random(),
            InstantSource.system(),
            Fixture.PAGE_SIZE);
    try (PipeClient other = PipeClient.connect(without, Revision.V2026_07_28).takingTasks()) {
      assertThat(other.result("server/discover", "{}").path("capabilities").has("extensions"))
          .isFalse();
      assertThat(other.errorCode("tasks/get", id(UNKNOWN))).isEqualTo(-32601);
      assertThat(
              other
                  .result("tools/call", call("slow_compute", "{\"seconds\":0.3}"))
                  .path("resultType")
                  .stringValue(""))
          .isEqualTo("complete");
    }
    without.close();
  }

  /** A server whose tool lasts as long as it is to, and a client of it. */
  private HeldTool connectToHeld() {
    close();
    var held = new HeldTool();
    server = Fixture.server(held.features());
    client = PipeClient.connect(server, Revision.V2026_07_28, "elicitation").takingTasks();
    return held;
  }

  @Test
  void aCallThatLastsBecomesATaskWithItsResult() {
    HeldTool held = connectToHeld();
    JsonNode created = client.result("tools/call", call(HeldTool.NAME, "{}"));

    assertThat(created.path("resultType").stringValue("")).isEqualTo("task");
    assertThat(created.path("status").stringValue("")).isEqualTo("working");
    assertThat(created.path("ttlMs").longValue(0)).isEqualTo(600_000);
    assertThat(created.path("pollIntervalMs").longValue(0)).isEqualTo(100);
    assertThat(created.has("result")).isFalse();
    held.letGo();
    JsonNode done = until(client, created.path("taskId").stringValue(), "completed");
    assertThat(done.path("resultType").stringValue("")).isEqualTo("complete");
    assertThat(done.at("/result/resultType").stringValue("")).isEqualTo("complete");
    assertThat(done.at("/result/content/0/text").stringValue("")).isEqualTo("Let go.");
  }

  @Test
  void aQuickCallIsAnsweredAtOnce() {
    try (McpServer other = Fixture.server(Fixture.features(), Fixture.PATIENT_TASKS);
        PipeClient asking = PipeClient.connect(other, Revision.V2026_07_28).takingTasks()) {
      JsonNode result = asking.result("tools/call", call("slow_compute", "{\"seconds\":0}"));

      assertThat(result.path("resultType").stringValue("")).isEqualTo("complete");
      assertThat(result.at("/content/0/text").stringValue("")).isEqualTo("Computed in 0.0 s");
    }
  }

  @Test
  void whatIsAskedToRunInTheBackgroundIsATaskAtOnce() {
    String task = begun(client, "slow_compute", "{\"seconds\":0,\"background\":true}");

    assertThat(until(client, task, "completed").at("/result/content/0/text").stringValue(""))
        .isEqualTo("Computed in 0.0 s");
  }

  @Test
  void aClientWithoutTheExtensionWaitsForItsResult() {
    try (PipeClient plain = PipeClient.connect(server, Revision.V2026_07_28)) {
      JsonNode result =
          plain.result("tools/call", call("slow_compute", "{\"seconds\":0.4,\"background\":true}"));

      assertThat(result.path("resultType").stringValue("")).isEqualTo("complete");
      assertThat(result.at("/content/0/text").stringValue("")).isEqualTo("Computed in 0.4 s");
    }
  }

  @Test
  void aCallerListensToTasksOnSoManyStreams() throws InterruptedException {
    String task = begun(client, "slow_compute", "{\"seconds\":600,\"background\":true}");
    String listen = "{\"notifications\":{\"taskIds\":[\"" + task + "\"]}}";
    int first = client.send("subscriptions/listen", listen);
    client.await("notifications/subscriptions/acknowledged");
    for (int i = 1; i < NewsSeats.STREAMS; i++) {
      client.send("subscriptions/listen", listen);
      client.await("notifications/subscriptions/acknowledged");
    }

    assertThat(client.errorCode("subscriptions/listen", listen)).isEqualTo(-32602);

    client.tell("notifications/cancelled", "{\"requestId\":" + first + "}");
    // Until that has gone, there is no place for another.
    Eventually.is(() -> isAcknowledged(client.send("subscriptions/listen", listen)));
  }

  /** Whether the next that comes of a request to listen is not its refusal. */
  private boolean isAcknowledged(int request) {
    return client
        .await(
            message ->
                message.path("method").stringValue("").endsWith("/acknowledged")
                    || message.path("id").intValue(0) == request)
        .has("method");
  }

  @Test
  void anAnswerToWhatCannotHaveBeenAskedIsIgnored() {
    String task = begun(client, "confirm_delete", BACKGROUND);
    until(client, task, "input_required");

    JsonNode answer =
        client.result(
            "tasks/update", "{\"taskId\":\"" + task + "\",\"inputResponses\":{\"a\\u0000\":{}}}");

    assertThat(answer.path("resultType").stringValue("")).isEqualTo("complete");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tasks/get", "tasks/update", "tasks/cancel"})
  void aClientWithoutTheExtensionHasNoMethodsOfTasks(String method) {
    try (PipeClient plain = PipeClient.connect(server, Revision.V2026_07_28)) {
      JsonNode error = plain.ask(method, id(UNKNOWN)).path("error");

      assertThat(error.path("code").intValue(0)).isEqualTo(-32021);
      assertThat(error.at("/data/requiredCapabilities/extensions").path(Tasks.EXTENSION).isObject())
          .isTrue();
    }
  }

  @Test
  void aToolThatNeedsTasksRefusesAClientWithoutThem() {
    try (PipeClient plain = PipeClient.connect(server, Revision.V2026_07_28)) {
      assertThat(plain.errorCode("tools/call", call("failing_job", "{}"))).isEqualTo(-32021);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tasks/result", "tasks/list"})
  void theMethodsOf2025AreGone(String method) {
    assertThat(client.errorCode(method, id(UNKNOWN))).isEqualTo(-32601);
  }

  @Test
  void theParameterTaskOf2025IsIgnored() {
    JsonNode result =
        client.result("tools/call", TaskClient.task("greet", "{\"name\":\"Ada\"}", "{\"ttl\":1}"));

    assertThat(result.at("/content/0/text").stringValue("")).isEqualTo("Hello, Ada!");
  }

  @Test
  void aFailureOfTheToolIsAResult() {
    JsonNode task = until(client, begun(client, "failing_job", BACKGROUND), "completed");

    assertThat(task.at("/result/isError").booleanValue(false)).isTrue();
    assertThat(task.path("statusMessage").stringValue("")).isEqualTo("This job always fails.");
  }

  @Test
  void aFaultOfTheServerIsAFailureThatTellsNothing() {
    JsonNode task = until(client, begun(client, "protocol_error_job", BACKGROUND), "failed");

    assertThat(task.at("/error/code").intValue(0)).isEqualTo(-32603);
    assertThat(task.has("result")).isFalse();
    assertThat(task.toString()).doesNotContain("secret");
  }

  @Test
  void aTaskAsksAndGoesOnWithTheAnswer() {
    String task = begun(client, "confirm_delete", BACKGROUND);
    JsonNode asking = until(client, task, "input_required");
    String key = asking.path("inputRequests").propertyNames().iterator().next();
    assertThat(asking.path("inputRequests").path(key).path("method").stringValue(""))
        .isEqualTo("elicitation/create");

    JsonNode ack = client.result("tasks/update", answer(task, key, "{\"confirm\":true}"));

    assertThat(ack.path("resultType").stringValue("")).isEqualTo("complete");
    assertThat(ack.has("taskId")).isFalse();
    assertThat(until(client, task, "completed").at("/result/content/0/text").stringValue(""))
        .isEqualTo("Deleted.");
  }

  private static String answer(String task, String key, String content) {
    return "{\"taskId\":\"%s\",\"inputResponses\":{\"%s\":{\"action\":\"accept\",\"content\":%s}}}"
        .formatted(task, key, content);
  }

  @Test
  void answersMayComeOneByOneAndOthersAreIgnored() {
    String task = begun(client, "multi_input", BACKGROUND);
    until(client, task, "input_required");

    client.result("tasks/update", answer(task, "never-asked", "{}"));
    client.result("tasks/update", answer(task, "first", "{\"name\":\"Ada\"}"));
    client.result("tasks/update", answer(task, "first", "{\"name\":\"Eve\"}"));
    JsonNode asking = client.result("tasks/get", id(task));
    assertThat(asking.path("status").stringValue("")).isEqualTo("input_required");
    assertThat(asking.path("inputRequests").propertyNames()).containsExactly("second");
    client.result("tasks/update", answer(task, "second", "{\"name\":\"Bo\"}"));

    assertThat(until(client, task, "completed").at("/result/content/0/text").stringValue(""))
        .contains("Ada", "Bo")
        .doesNotContain("Eve");
  }

  @Test
  void anAnswerThatIsNoneIsAskedForAgainUnderAnotherKey() {
    String task = begun(client, "confirm_delete", BACKGROUND);
    until(client, task, "input_required");

    client.result(
        "tasks/update",
        "{\"taskId\":\"%s\",\"inputResponses\":{\"confirmation\":{\"wrong\":1}}}".formatted(task));

    JsonNode again = until(client, task, "input_required");
    assertThat(until(client, task, now -> now.path("inputRequests").has("confirmation-2")))
        .isNotNull();
    assertThat(again.path("taskId").stringValue("")).isEqualTo(task);
  }

  /**
   * Asked in time, the question is no task's; a slow machine may take one of many calls for one.
   */
  @Test
  void aQuestionBeforeTheTaskIsAnsweredInTheCallItself() throws InterruptedException {
    JsonNode second =
        Eventually.get(
            () -> {
              JsonNode first = client.result("tools/call", call("test_tool_with_task", "{}"));
              if (!resultType(first).equals("input_required")) {
                return Optional.empty();
              }
              assertThat(first.has("taskId")).isFalse();
              JsonNode answer = client.result("tools/call", answered(first.path("requestState")));
              return resultType(answer).equals("task") ? Optional.of(answer) : Optional.empty();
            });

    assertThat(second.has("requestState")).isFalse();
    assertThat(
            until(client, second.path("taskId").stringValue(), "completed")
                .at("/result/content/0/text")
                .stringValue(""))
        .isEqualTo("Hello, Alice!");
  }

  private static String resultType(JsonNode result) {
    return result.path("resultType").stringValue("");
  }

  private static String answered(JsonNode state) {
    return "{\"name\":\"test_tool_with_task\",\"arguments\":{},\"requestState\":%s,%s}"
        .formatted(
            state,
            "\"inputResponses\":{\"user_name\":{\"action\":\"accept\","
                + "\"content\":{\"name\":\"Alice\"}}}");
  }

  @Test
  void aTaskIsCancelledAndCancellingItAgainIsFine() {
    String task = begun(client, "slow_compute", "{\"seconds\":600}");

    JsonNode ack = client.result("tasks/cancel", id(task));

    assertThat(ack.path("resultType").stringValue("")).isEqualTo("complete");
    assertThat(ack.has("status")).isFalse();
    until(client, task, "cancelled");
    client.result("tasks/cancel", id(task));
    assertThat(client.result("tasks/get", id(task)).path("status").stringValue(""))
        .isEqualTo("cancelled");
  }

  @Test
  void aTaskThatWaitsForAnAnswerIsCancelled() {
    String task = begun(client, "confirm_delete", BACKGROUND);
    until(client, task, "input_required");

    client.result("tasks/cancel", id(task));

    until(client, task, "cancelled");
  }

  @Test
  void cancellingATaskThatIsDoneChangesNothing() {
    String task = begun(client, "slow_compute", "{\"seconds\":0.3,\"background\":true}");
    until(client, task, "completed");

    client.result("tasks/cancel", id(task));

    assertThat(client.result("tasks/get", id(task)).path("status").stringValue(""))
        .isEqualTo("completed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tasks/get    | {'taskId':'%s'}",
        "tasks/get    | {'taskId':'no such form'}",
        "tasks/get    | {'taskId':7}",
        "tasks/get    | {}",
        "tasks/update | {'taskId':'%s','inputResponses':{}}",
        "tasks/update | {'taskId':'%s'}",
        "tasks/update | {'taskId':'%s','inputResponses':[]}",
        "tasks/update | {'taskId':'%s','inputResponses':{'a':7}}",
        "tasks/cancel | {'taskId':'%s'}",
        "tasks/cancel | {'taskId':null}"
      })
  void whatNamesNoTaskIsInvalid(String method, String params) {
    String json = params.strip().replace('\'', '"');

    assertThat(client.errorCode(method.strip(), json.replace("%s", UNKNOWN))).isEqualTo(-32602);
  }

  @Test
  void anotherCallersTaskIsAnsweredLikeOneThatNeverWas() {
    String task = begun(client, "slow_compute", "{\"seconds\":1,\"background\":true}");
    try (PipeClient other = PipeClient.connect(server, new Caller("eve"))) {
      other.takingTasks().speak(Revision.V2026_07_28);
      for (String method : new String[] {"tasks/get", "tasks/cancel"}) {
        assertThat(other.ask(method, id(task)).path("error"))
            .isEqualTo(other.ask(method, id(UNKNOWN)).path("error"));
      }
      assertThat(other.ask("tasks/update", answer(task, "a", "{}")).path("error"))
          .isEqualTo(other.ask("tasks/update", answer(UNKNOWN, "a", "{}")).path("error"));
    }
    until(client, task, "completed");
  }

  @Test
  void aTaskGoesOnWhenItsClientIsGone() {
    HeldTool held = connectToHeld();
    String task = begun(client, HeldTool.NAME, "{}");
    client.close();

    client = PipeClient.connect(server, Revision.V2026_07_28, "elicitation").takingTasks();
    held.letGo();

    until(client, task, "completed");
  }

  @Test
  void aCallCancelledBeforeItIsATaskStops() {
    int call =
        client.send("tools/call", call("slow_compute", "{\"seconds\":600,\"background\":false}"));

    client.tell("notifications/cancelled", "{\"requestId\":%d}".formatted(call));

    assertThat(client.untaken()).noneMatch(message -> message.path("id").intValue(0) == call);
  }

  @Test
  void statusMessagesTellHowFarItIs() {
    HeldTool held = connectToHeld();
    String task = begun(client, HeldTool.NAME, "{}");

    assertThat(client.result("tasks/get", id(task)).path("statusMessage").stringValue(""))
        .matches("Running for \\d+ s\\.");
    held.letGo();
    until(client, task, "completed");
  }

  @Test
  void listenersAreToldOfTheirTasksAndOfNoOthers() {
    String task = begun(client, "confirm_delete", BACKGROUND);

    int listening =
        client.send(
            "subscriptions/listen",
            "{\"notifications\":{\"taskIds\":[\"%s\",\"%s\",\"x\"]}}".formatted(task, UNKNOWN));

    JsonNode ack = client.await("notifications/subscriptions/acknowledged");
    assertThat(ack.at("/params/notifications/taskIds")).hasSize(1);
    assertThat(ack.at("/params/notifications/taskIds/0").stringValue("")).isEqualTo(task);
    JsonNode asking =
        client.await(
            message ->
                message.path("method").stringValue("").equals("notifications/tasks")
                    && message.at("/params/status").stringValue("").equals("input_required"));
    assertThat(asking.at("/params/inputRequests/confirmation").isObject()).isTrue();
    assertThat(asking.at("/params/_meta").path(Meta.SUBSCRIPTION_ID).intValue(0))
        .isEqualTo(listening);
    client.result("tasks/update", answer(task, "confirmation", "{\"confirm\":false}"));
    JsonNode done =
        client.await(message -> message.at("/params/status").stringValue("").equals("completed"));
    assertThat(done.at("/params/result/content/0/text").stringValue("")).isEqualTo("Kept.");
    client.tell("notifications/cancelled", "{\"requestId\":%d}".formatted(listening));
  }

  @Test
  void listeningToTasksNeedsTheExtension() {
    try (PipeClient plain = PipeClient.connect(server, Revision.V2026_07_28)) {
      assertThat(
              plain.errorCode("subscriptions/listen", "{\"notifications\":{\"taskIds\":[\"a\"]}}"))
          .isEqualTo(-32021);
    }
  }

  @Test
  void aRestartedServerKnowsNothingOfTasksInMemory() {
    String task = begun(client, "slow_compute", "{\"seconds\":600}");
    client.close();
    server.close();

    server = Fixture.server(Fixture.features());
    client = PipeClient.connect(server, Revision.V2026_07_28).takingTasks();

    assertThat(client.errorCode("tasks/get", id(task))).isEqualTo(-32602);
  }

  @Test
  void aServerThatStopsSaysSoInItsTasks() throws InterruptedException {
    var kept = new KeptStore(Fixture.TASKS);
    McpServer stopping = kept.server();
    try (PipeClient before = PipeClient.connect(stopping, Revision.V2026_07_28).takingTasks()) {
      String task = begun(before, "slow_compute", "{\"seconds\":600}");

      stopping.close();

      // It waits for what it stops, but for five seconds only.
      Eventually.is(() -> kept.task(task).state().word().equals("failed"));
      assertThat(kept.task(task).statusMessage())
          .isEqualTo("The server was stopped before this was done.");
    }
    kept.close();
  }

  @Test
  void aThousandTasksRunAtOnceAndOneMoreIsRefused() {
    for (int i = 0; i < 1_000; i++) {
      begun(client, "slow_compute", "{\"seconds\":600,\"background\":true}");
    }

    JsonNode refused =
        client.result("tools/call", call("slow_compute", "{\"seconds\":600,\"background\":true}"));

    assertThat(refused.path("isError").booleanValue(false)).isTrue();
    assertThat(refused.at("/structuredContent/error/code").stringValue("")).isEqualTo("ERR_009");
    JsonNode ordinary = client.result("tools/call", call("slow_compute", "{\"seconds\":0.4}"));
    assertThat(ordinary.path("resultType").stringValue(""))
        .as("what was not asked to be a task goes on as an ordinary call")
        .isEqualTo("complete");
  }
}
