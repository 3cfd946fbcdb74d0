package dev.howdah.mcp;

import static dev.howdah.testing.TaskClient.begun;
import static dev.howdah.testing.TaskClient.id;
import static dev.howdah.testing.TaskClient.task;
import static dev.howdah.testing.TaskClient.until;
import static dev.howdah.testing.TaskClient.wished;
import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.auth.Caller;
import dev.howdah.task.Claim;
import dev.howdah.task.NewTask;
import dev.howdah.task.Outcome;
import dev.howdah.task.TaskId;
import dev.howdah.task.TaskState;
import dev.howdah.task.TaskStore;
import dev.howdah.task.queue.Eventually;
import dev.howdah.task.queue.MemoryTaskDispatcher;
import dev.howdah.task.queue.Registration;
import dev.howdah.task.queue.TaskDispatcher;
import dev.howdah.task.queue.TaskQueueException;
import dev.howdah.task.queue.TaskQueueException.Reason;
import dev.howdah.task.queue.Work;
import dev.howdah.testing.Fixture;
import dev.howdah.testing.HeldTool;
import dev.howdah.testing.MutableClock;
import dev.howdah.testing.PipeClient;
import dev.howdah.tool.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tasks that one server begins and another runs. */
@Timeout(300)
final class SharedTasksTest {

  private static final String QUICK = "{\"seconds\":0.01,\"background\":true}";
  private static final String BY_ANOTHER =
      "{\"content\":[{\"type\":\"text\",\"text\":\"by another\"}]}";
  private static final String LASTING = "{\"seconds\":600,\"background\":true}";

  /** So long that no server looks by itself for what nobody was handed. */
  private static final Duration NEVER = Duration.ofMinutes(10);

  /** How long tasks are held, by a clock that stands still, and how often servers look for some. */
  private static final Duration LEASE = Duration.ofSeconds(3);

  private final MemoryTaskDispatcher dispatcher = new MemoryTaskDispatcher(1_000, 3);
  private final KeptStore kept = new KeptStore(Fixture.tasks(NEVER, true));
  private final MutableClock clock = new MutableClock();
  private final KeptStore searched = new KeptStore(Fixture.tasks(LEASE, true), clock);

  @AfterEach
  void close() {
    dispatcher.close();
    kept.close();
    searched.close();
  }

  /** A dispatcher that outlives the servers that use it. */
  private record Shared(TaskDispatcher all, boolean serves) implements TaskDispatcher {

    @Override
    public void submit(String taskId) {
      all.submit(taskId);
    }

    @Override
    public Registration serve(int atMost, Consumer<Work> handler) {
      return serves ? all.serve(atMost, handler) : () -> {};
    }

    @Override
    public void close() {}
  }

  /** One that takes no task. */
  private record Refusing(Reason reason) implements TaskDispatcher {

    @Override
    public void submit(String taskId) {
      throw new TaskQueueException(reason, "no room");
    }

    @Override
    public Registration serve(int atMost, Consumer<Work> handler) {
      throw new TaskQueueException(Reason.REFUSED, "no entry");
    }

    @Override
    public void close() {}
  }

  /** One that keeps whoever submits waiting, and then takes the task, or says why not. */
  private record Held(Function<String, Optional<Reason>> answers) implements TaskDispatcher {

    @Override
    public void submit(String taskId) {
      answers
          .apply(taskId)
          .ifPresent(
              reason -> {
                throw new TaskQueueException(reason, "no room");
              });
    }

    @Override
    public Registration serve(int atMost, Consumer<Work> handler) {
      return () -> {};
    }

    @Override
    public void close() {}
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(180, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A server that begins tasks and is handed none. */
  private McpServer front() {
    return kept.server(Fixture.features(), true, new Shared(dispatcher, false));
  }

  private McpServer worker() {
    return kept.server(Fixture.features(), true, new Shared(dispatcher, true));
  }

  private static PipeClient modern(McpServer server) {
    return PipeClient.connect(server, Revision.V2026_07_28, "elicitation").takingTasks();
  }

  private static PipeClient handshake(McpServer server) {
    return PipeClient.connect(server, Revision.V2025_11_25, "elicitation");
  }

  @Test
  void aTaskIsRunByTheServerThatItIsHandedTo() {
    AtomicReference<String> ran = new AtomicReference<>();
    CountDownLatch told = new CountDownLatch(1);
    try (McpServer front = front();
        PipeClient client = modern(front);
        var _ =
            dispatcher.serve(
                1,
                work -> {
                  ran.set(work.taskId());
                  Claim claim =
                      kept.store().claim(new TaskId(work.taskId()), "another").orElseThrow();
                  assertThat(KeptCall.read(claim.request()).orElseThrow().name())
                      .isEqualTo("slow_compute");
                  told.countDown();
                  kept.store()
                      .finish(
                          claim.lease(),
                          new Outcome.Completed(
                              false, BY_ANOTHER.getBytes(StandardCharsets.UTF_8), null));
                })) {
      String task = begun(client, "slow_compute", QUICK);

      JsonNode done = until(client, task, "completed");

      assertThat(ran).hasValue(task);
      assertThat(told.getCount()).isZero();
      assertThat(done.at("/result/content/0/text").stringValue("")).isEqualTo("by another");
    }
  }

  @Test
  void aCallThatIsSaidNotToHaveBegunBeginsNowhere() {
    try (McpServer front = front();
        PipeClient client = handshake(front)) {
      kept.loseAnswers();

      JsonNode error = client.ask("tools/call", task("multi_input", "{}", "{}")).path("error");

      assertThat(error.path("message").stringValue("")).contains("did not begin");
      assertThat(kept.store().list("local", Optional.empty(), 10).tasks()).hasSize(1);
      assertThat(kept.store().claimNext("another")).isEmpty();
    }
  }

  @Test
  void aServerRunsWhatAnotherBeganInEitherGeneration() {
    try (McpServer front = front();
        McpServer worker = worker();
        PipeClient modern = modern(front);
        PipeClient handshake = handshake(front);
        PipeClient elsewhere = modern(worker)) {
      String task = begun(modern, "slow_compute", QUICK);
      String wish = wished(handshake, "slow_compute", QUICK);

      assertThat(until(modern, task, "completed").at("/result/content/0/text").stringValue(""))
          .isEqualTo("Computed in 0.01 s");
      assertThat(handshake.result("tasks/result", id(wish)).at("/content/0/text").stringValue(""))
          .isEqualTo("Computed in 0.01 s");
      assertThat(handshake.await("notifications/tasks/status").at("/params/taskId").stringValue(""))
          .isEqualTo(wish);
      until(elsewhere, task, "completed");
    }
  }

  @Test
  void howFarATaskIsThatAnotherServerRunsIsTold() {
    var held = new HeldTool();
    try (McpServer front = kept.server(held.features(), true, new Shared(dispatcher, false));
        var _ = kept.server(held.features(), true, new Shared(dispatcher, true));
        PipeClient client = handshake(front)) {
      String asked =
          task(HeldTool.NAME, "{}", "{}")
              .replaceFirst("}$", ",\"_meta\":{\"progressToken\":\"p\"}}");
      String id = client.result("tools/call", asked).at("/task/taskId").stringValue();

      JsonNode told = client.await("notifications/progress").path("params");

      assertThat(told.path("progressToken").stringValue("")).isEqualTo("p");
      assertThat(told.path("progress").doubleValue(0)).isEqualTo(1);
      assertThat(told.path("total").doubleValue(0)).isEqualTo(2);
      assertThat(told.path("message").stringValue("")).isEqualTo("half of it");
      assertThat(told.at("/_meta/io.modelcontextprotocol~1related-task/taskId").stringValue(""))
          .isEqualTo(id);
      held.letGo();
      client.result("tasks/result", id(id));
      // Each is told once, and nothing after the end.
      assertThat(client.untaken())
          .noneMatch(
              message -> message.path("method").stringValue("").equals("notifications/progress"));
    }
  }

  @Test
  void whoDidNotAskHearsNothingOfProgress() {
    try (McpServer front = front();
        var _ = worker();
        PipeClient client = handshake(front)) {
      client.result("tasks/result", id(wished(client, "slow_compute", "{\"seconds\":1}")));

      assertThat(client.untaken())
          .noneMatch(
              message -> message.path("method").stringValue("").equals("notifications/progress"));
    }
  }

  @Test
  void aQuestionIsPutByOneServerAndAnsweredThroughAThird() {
    try (McpServer front = front();
        McpServer worker = worker();
        McpServer third = front();
        PipeClient began = handshake(front);
        PipeClient waits = handshake(third);
        PipeClient answers = modern(front);
        PipeClient looks = modern(worker)) {
      String task = wished(began, "multi_input", "{}");
      int waiting = waits.send("tasks/result", id(task));
      waits.await("elicitation/create");
      JsonNode asking = until(looks, task, "input_required");

      ObjectNode update = Json.object().put("taskId", task);
      ObjectNode given = update.putObject("inputResponses");
      asking
          .path("inputRequests")
          .propertyNames()
          .forEach(
              key ->
                  given
                      .putObject(key)
                      .put("action", "accept")
                      .putObject("content")
                      .put("name", "from-" + key));
      answers.result("tasks/update", update.toString());

      assertThat(waits.answerTo(waiting).at("/result/content/0/text").stringValue(""))
          .contains("from-first", "from-second");
    }
  }

  @Test
  void theRunnerCancelsWhatIsCancelledElsewhere() {
    try (McpServer front = front();
        var _ = worker();
        PipeClient client = modern(front)) {
      String task = begun(client, "slow_compute", LASTING);
      client.result("tasks/cancel", id(task));

      until(client, task, "cancelled");
    }
  }

  private static String told(PipeClient client, String task) {
    return client.result("tasks/get", id(task)).path("statusMessage").stringValue("");
  }

  @Test
  void aTaskThatNobodyHasBegunSaysSoAndIsCancelledAtOnce() throws InterruptedException {
    try (McpServer front = front();
        PipeClient client = modern(front)) {
      String task = begun(client, "slow_compute", LASTING);
      Eventually.is(() -> told(client, task).equals("Waits for a server that has room."));

      client.result("tasks/cancel", id(task));

      assertThat(client.result("tasks/get", id(task)).path("status").stringValue(""))
          .isEqualTo("cancelled");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "UNAVAILABLE, the broker cannot be reached.",
    "FULL, the broker's queue is full.",
    "REFUSED, the broker refuses this one."
  })
  void aTaskThatTheBrokerDoesNotTakeSaysSo(Reason reason, String why) throws InterruptedException {
    CountDownLatch let = new CountDownLatch(1);
    TaskDispatcher held =
        new Held(
            _ -> {
              await(let);
              return Optional.of(reason);
            });
    try (McpServer server = kept.server(Fixture.features(), true, held);
        PipeClient client = modern(server)) {
      int room = Fixture.TASKS.concurrency();
      List<String> tasks =
          Stream.generate(() -> begun(client, "slow_compute", LASTING)).limit(room + 1).toList();
      assertThat(tasks)
          .allMatch(
              task ->
                  told(client, task).equals("Waits for the broker, which has not taken it yet."));

      let.countDown();

      Eventually.is(
          () ->
              tasks.stream().filter(task -> told(client, task).startsWith("half")).count() == room);
      Eventually.is(
          () ->
              tasks.stream()
                      .filter(
                          task ->
                              told(client, task).equals("Waits for a server that has room; " + why))
                      .count()
                  == 1);
    }
  }

  /** The one task that is refused fails first, and only then the others are taken. */
  @Test
  void aQueueThatIsFullNowAndThenIsToldOnce() throws InterruptedException {
    CountDownLatch all = new CountDownLatch(10);
    CountDownLatch warned = new CountDownLatch(1);
    AtomicBoolean refused = new AtomicBoolean();
    List<String> log = Collections.synchronizedList(new ArrayList<>());
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord entry) {
            if (entry.getMessage().startsWith("tasks are ")) {
              log.add(entry.getMessage());
              warned.countDown();
            }
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    TaskDispatcher full =
        new Held(
            _ -> {
              all.countDown();
              await(all);
              if (refused.compareAndSet(false, true)) {
                return Optional.of(Reason.FULL);
              }
              await(warned);
              return Optional.empty();
            });
    Logger logger = Logger.getLogger("dev.howdah");
    logger.addHandler(handler);
    try (McpServer server = kept.server(Fixture.features(), true, full);
        PipeClient client = modern(server)) {
      Stream.generate(() -> begun(client, "slow_compute", QUICK))
          .limit(10)
          .toList()
          .forEach(task -> until(client, task, "completed"));
    } finally {
      logger.removeHandler(handler);
    }
    assertThat(log)
        .containsExactly("tasks are not handed to other servers but begun here just now: no room");
  }

  @Test
  void anotherCallersTaskIsNotFoundAnywhere() {
    try (McpServer front = kept.server(Fixture.features(), false, new Shared(dispatcher, false));
        McpServer worker = kept.server(Fixture.features(), false, new Shared(dispatcher, true))) {
      Caller alice = new Caller("alice");
      Caller bob = new Caller("bob");
      try (PipeClient hers = PipeClient.connect(front, alice, Revision.V2026_07_28).takingTasks();
          PipeClient hersElsewhere =
              PipeClient.connect(worker, alice, Revision.V2026_07_28).takingTasks()) {
        List<String> tasks =
            Stream.generate(() -> begun(hers, "slow_compute", QUICK)).limit(20).toList();
        for (McpServer server : List.of(front, worker)) {
          for (Caller other : List.of(bob, Caller.LOCAL, new Caller("local"))) {
            try (PipeClient his =
                PipeClient.connect(server, other, Revision.V2026_07_28).takingTasks()) {
              for (String task : tasks) {
                for (String method : List.of("tasks/get", "tasks/cancel")) {
                  assertThat(his.errorCode(method, id(task))).isEqualTo(-32602);
                }
              }
            }
          }
        }
        tasks.forEach(task -> until(hersElsewhere, task, "completed"));
      }
    }
  }

  @Test
  void whoRunsATaskLooksAgainWhetherItsCallerMay() {
    Features without = Fixture.features();
    without.changeTools(
        tools ->
            tools.stream()
                .filter(tool -> !tool.descriptor().name().equals("slow_compute"))
                .toList());
    try (McpServer front = front();
        var _ = kept.server(without, true, new Shared(dispatcher, true));
        PipeClient client = modern(front)) {
      String task = begun(client, "slow_compute", QUICK);

      JsonNode failed = until(client, task, "failed");

      assertThat(failed.at("/error/code").intValue(0)).isEqualTo(-32602);
      assertThat(failed.at("/error/message").stringValue(""))
          .isEqualTo("Unknown tool: slow_compute");
    }
  }

  @Test
  void aTaskThatIsHandedOutTwiceRunsOnce() {
    try (McpServer front = front();
        var _ = worker();
        var _ = worker();
        PipeClient client = modern(front)) {
      String task = begun(client, "slow_compute", "{\"seconds\":0.5,\"background\":true}");
      for (int i = 0; i < 10; i++) {
        dispatcher.submit(task);
      }
      until(client, task, "completed");
      long version = kept.task(task).version();
      dispatcher.submit(task);
      // Whatever comes after it in the queue is done after it.
      until(client, begun(client, "slow_compute", QUICK), "completed");

      assertThat(kept.task(task).version()).isEqualTo(version);
      assertThat(kept.task(task).restarts()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FULL", "UNAVAILABLE", "REFUSED"})
  void whatCannotBeHandedOutRunsHere(Reason reason) {
    try (McpServer server = kept.server(Fixture.features(), true, new Refusing(reason));
        PipeClient client = modern(server)) {
      Stream.generate(() -> begun(client, "slow_compute", QUICK))
          .limit(30)
          .toList()
          .forEach(task -> until(client, task, "completed"));
    }
  }

  @Test
  void whatNobodyCouldBeginHasFailed() {
    AtomicReference<Registration> breaking = new AtomicReference<>(() -> {});
    CountDownLatch ready = new CountDownLatch(1);
    breaking.set(
        dispatcher.serve(
            1,
            work -> {
              try {
                ready.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              if (work.delivery() == 2) {
                breaking.get().close();
              }
              throw new IllegalStateException("cannot begin " + work.taskId());
            }));
    try (McpServer front = front();
        PipeClient client = modern(front)) {
      String task = begun(client, "slow_compute", QUICK);
      try (var _ = worker()) {
        ready.countDown();

        assertThat(until(client, task, "failed").at("/error/message").stringValue(""))
            .isEqualTo("It was handed to servers too often, and none could begin it.");
      }
    }
  }

  private String lost(int maxRestarts) {
    String call =
        """
        {"version":1,"revision":"2026-07-28","caller":{"subject":"local","groups":[],"local":true},
         "capabilities":{},"name":"slow_compute","arguments":{"seconds":0.01},"again":true}""";
    TaskId id = TaskId.random();
    searched
        .store()
        .create(
            new NewTask(id, "local", "tools/call slow_compute", call, null, null, maxRestarts),
            "a server that is no more");
    return id.value();
  }

  @Test
  void readsOfALostServerBeginAgainAndOthersHaveFailed() {
    try (McpServer server = searched.server();
        PipeClient client = modern(server)) {
      String read = lost(1);
      String write = lost(0);
      clock.advance(LEASE);

      until(client, read, "completed");
      assertThat(until(client, write, "failed").at("/error/message").stringValue(""))
          .isEqualTo(TaskStore.LOST);
      assertThat(searched.task(read).restarts()).isEqualTo(1);
    }
  }

  @Test
  void aReadOfAServerThatIsStoppedGoesOnElsewhere() {
    String task;
    try (McpServer first = searched.server(new HeldTool().features(), true, null);
        PipeClient client = modern(first)) {
      task = begun(client, HeldTool.NAME, "{\"background\":true}");
    }
    assertThat(searched.task(task).state()).isEqualTo(new TaskState.Working());

    var held = new HeldTool();
    held.letGo();
    try (McpServer second = searched.server(held.features(), true, null);
        PipeClient client = modern(second)) {
      until(client, task, "completed");
    }
  }

  @Test
  void aCallThatMayWriteIsNotBegunAgainWhenItsServerIsStopped() throws InterruptedException {
    String task;
    try (McpServer first = searched.server();
        PipeClient client = modern(first)) {
      task = begun(client, "protocol_error_job", "{\"background\":true}");
    }
    // A server waits for what it stops, but for five seconds only.
    Eventually.is(() -> searched.task(task).state() instanceof TaskState.Failed);
  }
}
