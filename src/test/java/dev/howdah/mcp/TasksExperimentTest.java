package dev.howdah.mcp;

import static dev.howdah.testing.TaskClient.call;
import static dev.howdah.testing.TaskClient.id;
import static dev.howdah.testing.TaskClient.task;
import static dev.howdah.testing.TaskClient.until;
import static dev.howdah.testing.TaskClient.wished;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.auth.Caller;
import dev.howdah.task.Claim;
import dev.howdah.task.NewTask;
import dev.howdah.task.Outcome;
import dev.howdah.task.TaskId;
import dev.howdah.task.queue.Eventually;
import dev.howdah.testing.Fixture;
import dev.howdah.testing.PipeClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** MCP 2025-11-25, Tasks. */
class TasksExperimentTest {

  private static final String UNKNOWN = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
  private static final String RELATED = "io.modelcontextprotocol/related-task";

  private McpServer server;
  private PipeClient client;

  @BeforeEach
  void connect() {
    server = Fixture.server(Fixture.features(), Fixture.PATIENT_TASKS);
    client = PipeClient.connect(server, Revision.V2025_11_25, "elicitation");
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void theServerSaysWhatItCanDo() {
    try (PipeClient other = PipeClient.connect(server)) {
      JsonNode tasks = other.initialize("2025-11-25").at("/result/capabilities/tasks");

      assertThat(tasks.at("/requests/tools/call").isObject()).isTrue();
      assertThat(tasks.path("list").isObject()).isTrue();
      assertThat(tasks.path("cancel").isObject()).isTrue();
    }
  }

  @Test
  void aCallerWhomNobodyKnowsHasNoList() {
    McpServer open = new KeptStore(Fixture.TASKS).server(false);
    try (PipeClient other = PipeClient.connect(open)) {
      JsonNode tasks = other.initialize("2025-11-25").at("/result/capabilities/tasks");
      other.tell("notifications/initialized", "{}");

      assertThat(tasks.has("list")).isFalse();
      assertThat(tasks.has("cancel")).isTrue();
      assertThat(other.errorCode("tasks/list", "{}")).isEqualTo(-32601);
    }
    open.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"V2024_11_05", "V2025_03_26", "V2025_06_18"})
  void olderRevisionsHaveNoTasks(Revision revision) {
    try (PipeClient other = PipeClient.connect(server, revision)) {
      assertThat(other.errorCode("tasks/get", id(UNKNOWN))).isEqualTo(-32601);
      assertThat(
              other
                  .result("tools/call", task("slow_compute", "{\"seconds\":0}", "{}"))
                  .has("content"))
          .isTrue();
    }
  }

  @Test
  void toolsSayWhetherTheyCanBeTasks() {
    List<String> support = new ArrayList<>();
    for (JsonNode tool : client.result("tools/list", "{}").path("tools")) {
      String name = tool.path("name").stringValue("");
      if (List.of("greet", "slow_compute", "failing_job").contains(name)) {
        support.add(name + " " + tool.at("/execution/taskSupport").stringValue("none"));
      }
    }

    assertThat(support)
        .containsExactly("greet none", "slow_compute optional", "failing_job required");
  }

  @Test
  void aCallBecomesATaskWhoseResultIsWaitedFor() {
    JsonNode created =
        client.result("tools/call", task("slow_compute", "{\"seconds\":0.4}", "{\"ttl\":60000}"));
    String task = created.at("/task/taskId").stringValue();
    assertThat(created.at("/task/status").stringValue("")).isEqualTo("working");
    assertThat(created.at("/task/ttl").longValue(0)).isEqualTo(60_000);
    assertThat(created.at("/task/pollInterval").longValue(0)).isEqualTo(60_000);
    assertThat(created.path("_meta").path(RELATED).path("taskId").stringValue("")).isEqualTo(task);

    JsonNode result = client.result("tasks/result", id(task));

    assertThat(result.at("/content/0/text").stringValue("")).isEqualTo("Computed in 0.4 s");
    assertThat(result.path("_meta").path(RELATED).path("taskId").stringValue("")).isEqualTo(task);
    JsonNode done = client.result("tasks/get", id(task));
    assertThat(done.path("status").stringValue("")).isEqualTo("completed");
    assertThat(done.has("_meta")).isFalse();
    assertThat(client.result("tasks/result", id(task))).isEqualTo(result);
  }

  @Test
  void withoutTheWishACallIsNoTaskHoweverLongItLasts() {
    JsonNode result =
        client.result("tools/call", call("slow_compute", "{\"seconds\":0.4,\"background\":true}"));

    assertThat(result.at("/content/0/text").stringValue("")).isEqualTo("Computed in 0.4 s");
  }

  @Test
  void whoAsksWronglyLearnsThatThereIsNoSuchMethod() {
    assertThat(client.errorCode("tools/call", task("greet", "{\"name\":\"Ada\"}", "{}")))
        .isEqualTo(-32601);
    assertThat(client.errorCode("tools/call", call("failing_job", "{}"))).isEqualTo(-32601);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"ttl\":0}",
        "{\"ttl\":-1}",
        "{\"ttl\":1.5}",
        "{\"ttl\":1e-999999999}",
        "{\"ttl\":-1e300}",
        "{\"ttl\":\"1\"}",
        "7"
      })
  void aTtlOutOfRangeIsInvalid(String wish) {
    assertThat(client.errorCode("tools/call", task("slow_compute", "{}", wish))).isEqualTo(-32602);
  }

  @ParameterizedTest
  @ValueSource(strings = {"9007199254740991", "9223372036854775808", "1e300", "1e999999999"})
  void aLongerTtlThanThereIsBecomesTheLongest(String ttl) {
    JsonNode created =
        client.result(
            "tools/call", task("slow_compute", "{\"seconds\":0}", "{\"ttl\":" + ttl + "}"));

    assertThat(created.at("/task/ttl").longValue(0)).isEqualTo(3_600_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "999", "1000", "1000.0", "1e3"})
  void aShortTtlBecomesASecond(String ttl) {
    JsonNode created =
        client.result(
            "tools/call", task("slow_compute", "{\"seconds\":0}", "{\"ttl\":" + ttl + "}"));

    assertThat(created.at("/task/ttl").longValue(0)).isEqualTo(1_000);
  }

  @Test
  void anErrorRepeatsLittleOfWhatItRefuses() {
    String wish = "{\"ttl\":\"" + "x".repeat(10_000) + "\"}";

    JsonNode error = client.ask("tools/call", task("slow_compute", "{}", wish)).path("error");

    assertThat(error.path("message").stringValue("")).hasSizeLessThan(300);
  }

  @Test
  void aTaskThatDoesNotStopIsCancelledAndSaysThatItMayHaveBeenDone() {
    try (KeptStore kept = new KeptStore(Fixture.TASKS);
        McpServer other = kept.server();
        PipeClient asking = PipeClient.connect(other, Revision.V2025_11_25)) {
      Claim claim = kept.store().create(NewTask.of("local", "tools/call x", "{}"), "elsewhere");

      JsonNode cancelled = asking.result("tasks/cancel", id(claim.task().id().value()));

      assertThat(cancelled.path("status").stringValue("")).isEqualTo("cancelled");
      assertThat(cancelled.path("statusMessage").stringValue("")).contains("may stay");
    }
  }

  @Test
  void aTaskThatWasDoneBeforeItCouldStopIsNotCancelled() {
    try (KeptStore kept = new KeptStore(Fixture.TASKS);
        McpServer other = kept.server();
        PipeClient asking = PipeClient.connect(other, Revision.V2025_11_25)) {
      Claim claim = kept.store().create(NewTask.of("local", "tools/call x", "{}"), "elsewhere");
      TaskId id = claim.task().id();
      kept.onCancel(
          () ->
              kept.store()
                  .finish(claim.lease(), new Outcome.Completed(false, "{}".getBytes(UTF_8), null)));

      assertThat(asking.errorCode("tasks/cancel", id(id.value()))).isEqualTo(-32602);
      assertThat(asking.result("tasks/get", id(id.value())).path("status").stringValue(""))
          .isEqualTo("completed");
    }
  }

  @Test
  void aTaskThatIsOverIsNotFound() throws InterruptedException {
    String task =
        client
            .result("tools/call", task("slow_compute", "{\"seconds\":0}", "{\"ttl\":1}"))
            .at("/task/taskId")
            .stringValue();

    Eventually.is(() -> client.ask("tasks/get", id(task)).has("error"));

    assertThat(client.errorCode("tasks/get", id(task))).isEqualTo(-32602);
    assertThat(client.errorCode("tasks/result", id(task))).isEqualTo(-32602);
  }

  @Test
  void aFailureOfTheToolFailsTheTaskAndIsItsResult() {
    String task = wished(client, "failing_job", "{}");

    assertThat(client.result("tasks/result", id(task)).path("isError").booleanValue(false))
        .isTrue();
    JsonNode failed = client.result("tasks/get", id(task));
    assertThat(failed.path("status").stringValue("")).isEqualTo("failed");
    assertThat(failed.path("statusMessage").stringValue("")).isEqualTo("This job always fails.");
  }

  @Test
  void aFaultOfTheServerIsTheSameErrorAsInACall() {
    String task = wished(client, "protocol_error_job", "{}");

    JsonNode error = client.ask("tasks/result", id(task)).path("error");

    assertThat(error.path("code").intValue(0)).isEqualTo(-32603);
    assertThat(error.at("/data/incident").isString()).isTrue();
    assertThat(client.result("tasks/get", id(task)).path("status").stringValue(""))
        .isEqualTo("failed");
  }

  @Test
  void questionsComeWithTheResultAndNameTheTask() {
    String task = wished(client, "confirm_delete", "{}");
    until(client, task, "input_required");

    int waiting = client.send("tasks/result", id(task));

    JsonNode question = client.await("elicitation/create");
    assertThat(question.at("/params/_meta").path(RELATED).path("taskId").stringValue(""))
        .isEqualTo(task);
    client.reply(question, "{\"action\":\"accept\",\"content\":{\"confirm\":true}}");
    assertThat(client.answerTo(waiting).at("/result/content/0/text").stringValue(""))
        .isEqualTo("Deleted.");
  }

  /** One that asks unbound soon, with a client of it. */
  private void connectToQuick() {
    close();
    server = Fixture.server(Fixture.features());
    client = PipeClient.connect(server, Revision.V2025_11_25, "elicitation");
  }

  @Test
  void aClientThatDoesNotComeForItsQuestionsIsAskedAnyway() {
    connectToQuick();
    String task = wished(client, "confirm_delete", "{}");

    JsonNode question = client.await("elicitation/create");

    assertThat(question.at("/params/_meta").path(RELATED).path("taskId").stringValue(""))
        .isEqualTo(task);
    client.reply(question, "{\"action\":\"accept\",\"content\":{\"confirm\":true}}");
    until(client, task, "completed");
  }

  @Test
  void aQuestionAskedUnboundMovesToTheResultThatIsWaitedFor() {
    connectToQuick();
    String task = wished(client, "confirm_delete", "{}");
    JsonNode first = client.await("elicitation/create");

    int waiting = client.send("tasks/result", id(task));

    assertThat(client.await("notifications/cancelled").at("/params/requestId"))
        .isEqualTo(first.path("id"));
    client.reply(
        client.await("elicitation/create"),
        "{\"action\":\"accept\",\"content\":{\"confirm\":true}}");
    assertThat(client.answerTo(waiting).at("/result/content/0/text").stringValue(""))
        .isEqualTo("Deleted.");
  }

  @Test
  void aClientThatAnswersWithAnErrorFailsTheCall() {
    String task = wished(client, "confirm_delete", "{}");
    int waiting = client.send("tasks/result", id(task));
    JsonNode question = client.await("elicitation/create");

    client.sendLine(
        "{\"jsonrpc\":\"2.0\",\"id\":%s,\"error\":{\"code\":-32603,\"message\":\"no user here\"}}"
            .formatted(question.path("id")));

    JsonNode result = client.answerTo(waiting).path("result");
    assertThat(result.path("isError").booleanValue(false)).isTrue();
    assertThat(result.at("/content/0/text").stringValue("")).contains("no user here");
  }

  /** Until a client that waits for its result has been heard: what it was sent came before. */
  private static void isWaiting(PipeClient other) throws InterruptedException {
    Thread.sleep(300);
    other.result("ping", "{}");
  }

  @Test
  void whoCannotBeAskedOnlyWaits() throws InterruptedException {
    String task = wished(client, "confirm_delete", "{}");
    int first = client.send("tasks/result", id(task));
    JsonNode question = client.await("elicitation/create");
    try (PipeClient mute = PipeClient.connect(server, Revision.V2025_11_25)) {
      int second = mute.send("tasks/result", id(task));
      isWaiting(mute);

      assertThat(mute.untaken()).isEmpty();
      assertThat(client.untaken())
          .noneMatch(
              message -> message.path("method").stringValue("").equals("notifications/cancelled"));
      client.reply(question, "{\"action\":\"accept\",\"content\":{\"confirm\":true}}");
      for (JsonNode answer : List.of(client.answerTo(first), mute.answerTo(second))) {
        assertThat(answer.at("/result/content/0/text").stringValue("")).isEqualTo("Deleted.");
      }
    }
  }

  @Test
  void whoWaitedFirstIsAskedWhenTheOneThatIsAskedLeaves() {
    String task = wished(client, "confirm_delete", "{}");
    int waiting = client.send("tasks/result", id(task));
    client.await("elicitation/create");
    try (PipeClient other = PipeClient.connect(server, Revision.V2025_11_25, "elicitation")) {
      other.send("tasks/result", id(task));
      other.await("elicitation/create");
      client.await("notifications/cancelled");
    }

    client.reply(
        client.await("elicitation/create"),
        "{\"action\":\"accept\",\"content\":{\"confirm\":true}}");

    assertThat(client.answerTo(waiting).at("/result/content/0/text").stringValue(""))
        .isEqualTo("Deleted.");
  }

  @Test
  void theErrorOfOneClientDoesNotFailACallThatAnotherCanAnswer() {
    String task = wished(client, "confirm_delete", "{}");
    int waiting = client.send("tasks/result", id(task));
    client.await("elicitation/create");
    try (PipeClient other = PipeClient.connect(server, Revision.V2025_11_25, "elicitation")) {
      other.send("tasks/result", id(task));
      other.sendLine(
          "{\"jsonrpc\":\"2.0\",\"id\":%s,\"error\":{\"code\":-32601,\"message\":\"no user here\"}}"
              .formatted(other.await("elicitation/create").path("id")));

      client.await("notifications/cancelled");
      client.reply(
          client.await("elicitation/create"),
          "{\"action\":\"accept\",\"content\":{\"confirm\":true}}");

      assertThat(client.answerTo(waiting).at("/result/content/0/text").stringValue(""))
          .isEqualTo("Deleted.");
    }
  }

  @Test
  void whoWaitsForAResultHearsAtOnceThatItsTaskIsOver() {
    // It is over after a second, and looked at every 30 seconds otherwise.
    String task =
        client
            .result("tools/call", task("confirm_delete", "{}", "{\"ttl\":1000}"))
            .at("/task/taskId")
            .stringValue();
    long start = System.nanoTime();

    assertThat(client.errorCode("tasks/result", id(task))).isEqualTo(-32602);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(25));
  }

  @Test
  void aQuestionIsWithdrawnWhenTheTaskIsCancelled() {
    String task = wished(client, "confirm_delete", "{}");
    int waiting = client.send("tasks/result", id(task));
    JsonNode question = client.await("elicitation/create");

    client.result("tasks/cancel", id(task));

    assertThat(client.await("notifications/cancelled").at("/params/requestId"))
        .isEqualTo(question.path("id"));
    JsonNode result = client.answerTo(waiting).path("result");
    assertThat(result.path("isError").booleanValue(false)).isTrue();
    assertThat(result.at("/structuredContent/error/code").stringValue("")).isEqualTo("ERR_013");
  }

  @Test
  void aTaskIsCancelledOnce() {
    String task = wished(client, "slow_compute", "{\"seconds\":60}");

    JsonNode cancelled = client.result("tasks/cancel", id(task));

    assertThat(cancelled.path("status").stringValue("")).isEqualTo("cancelled");
    assertThat(client.errorCode("tasks/cancel", id(task))).isEqualTo(-32602);
    assertThat(client.result("tasks/get", id(task)).path("status").stringValue(""))
        .isEqualTo("cancelled");
  }

  @Test
  void theClientIsToldOfEachStatus() {
    String task = wished(client, "confirm_delete", "{}");

    assertThat(status("input_required").path("taskId").stringValue("")).isEqualTo(task);
    int waiting = client.send("tasks/result", id(task));
    client.reply(client.await("elicitation/create"), "{\"action\":\"decline\"}");
    JsonNode done = status("completed");

    assertThat(done.has("_meta")).isFalse();
    assertThat(client.answerTo(waiting).at("/result/content/0/text").stringValue(""))
        .isEqualTo("Kept.");
  }

  private JsonNode status(String status) {
    return client
        .await(
            message ->
                message.path("method").stringValue("").equals("notifications/tasks/status")
                    && message.at("/params/status").stringValue("").equals(status))
        .path("params");
  }

  @Test
  void progressGoesOnWhenTheTaskExists() {
    client.result(
        "tools/call",
        "{\"name\":\"slow_compute\",\"arguments\":{\"seconds\":0.2},\"task\":{},"
            + "\"_meta\":{\"progressToken\":\"p\"}}");

    JsonNode progress = client.await("notifications/progress").path("params");

    assertThat(progress.path("progressToken").stringValue("")).isEqualTo("p");
    assertThat(progress.path("_meta").path(RELATED).path("taskId").isString()).isTrue();
  }

  @Test
  void tasksAreListedInPages() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < Fixture.PAGE_SIZE + 2; i++) {
      ids.add(wished(client, "slow_compute", "{\"seconds\":0}"));
    }

    JsonNode first = client.result("tasks/list", "{}");
    JsonNode second =
        client.result("tasks/list", "{\"cursor\":%s}".formatted(first.path("nextCursor")));

    List<String> listed = new ArrayList<>();
    first.path("tasks").forEach(task -> listed.add(task.path("taskId").stringValue()));
    second.path("tasks").forEach(task -> listed.add(task.path("taskId").stringValue()));
    assertThat(listed).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(second.has("nextCursor")).isFalse();
    assertThat(client.errorCode("tasks/list", "{\"cursor\":\"invented\"}")).isEqualTo(-32602);
  }

  @Test
  void anotherCallerSeesNothing() {
    String task = wished(client, "slow_compute", "{\"seconds\":1}");
    try (PipeClient other = PipeClient.connect(server, new Caller("eve"))) {
      other.initialize("2025-11-25");
      other.tell("notifications/initialized", "{}");

      assertThat(other.result("tasks/list", "{}").path("tasks")).isEmpty();
      for (String method : List.of("tasks/get", "tasks/result", "tasks/cancel")) {
        assertThat(other.ask(method, id(task)).path("error"))
            .isEqualTo(other.ask(method, id(UNKNOWN)).path("error"));
      }
    }
    assertThat(client.result("tasks/result", id(task)).has("content")).isTrue();
  }

  @Test
  void aTaskOutlivesItsSession() {
    String task = wished(client, "confirm_delete", "{}");
    client.close();

    client = PipeClient.connect(server, Revision.V2025_11_25, "elicitation");
    int waiting = client.send("tasks/result", id(task));
    client.reply(
        client.await("elicitation/create"),
        "{\"action\":\"accept\",\"content\":{\"confirm\":true}}");

    assertThat(client.answerTo(waiting).at("/result/content/0/text").stringValue(""))
        .isEqualTo("Deleted.");
  }
}
