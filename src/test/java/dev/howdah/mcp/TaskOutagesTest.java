package dev.howdah.mcp;

import static dev.howdah.testing.TaskClient.begun;
import static dev.howdah.testing.TaskClient.call;
import static dev.howdah.testing.TaskClient.id;
import static dev.howdah.testing.TaskClient.until;
import static dev.howdah.testing.TaskClient.wished;
import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.task.MemoryTaskStore;
import dev.howdah.task.TaskException;
import dev.howdah.task.TaskException.Reason;
import dev.howdah.task.TaskId;
import dev.howdah.task.TaskState;
import dev.howdah.task.TaskStore;
import dev.howdah.task.queue.Eventually;
import dev.howdah.testing.Fixture;
import dev.howdah.testing.HeldTool;
import dev.howdah.testing.MutableClock;
import dev.howdah.testing.PipeClient;
import dev.howdah.tool.Seal;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** What becomes of calls and tasks while their store hangs or cannot be reached. */
@Timeout(300)
final class TaskOutagesTest {

  private static final String BACKGROUND = "{\"background\":true}";

  /** Servers renew their leases each second; by the clock of the store they do not end. */
  private final TaskSettings settings = Fixture.tasks(Duration.ofSeconds(3), false);

  private final MutableClock clock = new MutableClock();
  private final MemoryTaskStore store =
      new MemoryTaskStore(settings.times(), settings.limits(), clock);
  private final HeldTool held = new HeldTool();
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch thaw = new CountDownLatch(1);
  private volatile boolean hanging;
  private volatile boolean gone;
  private final AtomicInteger watches = new AtomicInteger();

  /** How often each method was called in vain. */
  private final Map<String, Integer> refused = new ConcurrentHashMap<>();

  private final McpServer server =
      new McpServer(
          Fixture.IDENTITY,
          held.features(),
          Seal.random(),
          clock,
          Fixture.PAGE_SIZE,
          new Tasks(troubled(), settings, clock, true));

  @AfterEach
  void close() {
    thaw.countDown();
    gone = false;
    server.close();
  }

  private TaskStore troubled() {
    return (TaskStore)
        Proxy.newProxyInstance(
            TaskStore.class.getClassLoader(),
            new Class<?>[] {TaskStore.class},
            (_, method, arguments) -> {
              if (hanging && method.getName().equals("create")) {
                asked.countDown();
                thaw.await();
              }
              if (gone && !method.getName().equals("close")) {
                refused.merge(method.getName(), 1, Integer::sum);
                throw new TaskException(Reason.UNAVAILABLE, "The store is away.");
              }
              if (method.getName().equals("watch")) {
                watches.incrementAndGet();
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private PipeClient modern() {
    return PipeClient.connect(server, Revision.V2026_07_28, "elicitation").takingTasks();
  }

  /** An outage of a second at least, in which this method was called in vain. */
  private void outage(String method) throws InterruptedException {
    Eventually.is(() -> refused.containsKey(method) && refused.getOrDefault("renew", 0) >= 2);
    gone = false;
  }

  @Test
  void aCallIsAnsweredThoughTheStoreHangsAndItsTaskEndsWhenItComes() throws Exception {
    try (PipeClient client = modern()) {
      hanging = true;
      int call = client.send("tools/call", call(HeldTool.NAME, "{}"));
      asked.await();
      held.letGo();

      assertThat(client.answerTo(call).at("/result/content/0/text").stringValue(""))
          .isEqualTo("Let go.");
      thaw.countDown();
      hanging = false;
      Eventually.is(
          () ->
              store.list("local", Optional.empty(), 10).tasks().stream()
                  .anyMatch(task -> task.state() instanceof TaskState.Cancelled));
    }
  }

  @Test
  void aTaskThatWaitsForAnAnswerGetsItAfterAnOutage() throws Exception {
    try (PipeClient client = modern()) {
      String task = begun(client, "multi_input", BACKGROUND);
      JsonNode asking = until(client, task, "input_required");
      var keys = asking.path("inputRequests").propertyNames();

      gone = true;
      wake(task);
      outage("find");

      StringBuilder answers = new StringBuilder();
      for (String key : keys) {
        answers.append(answers.isEmpty() ? "" : ",");
        answers.append(
            "\"%s\":{\"action\":\"accept\",\"content\":{\"name\":\"x\"}}".formatted(key));
      }
      client.result(
          "tasks/update", "{\"taskId\":\"%s\",\"inputResponses\":{%s}}".formatted(task, answers));
      assertThat(until(client, task, "completed").at("/result/isError").booleanValue(false))
          .isFalse();
    }
  }

  @Test
  void aResultThatIsWaitedForComesAfterAnOutage() throws Exception {
    try (PipeClient client = PipeClient.connect(server, Revision.V2025_11_25)) {
      String task = wished(client, HeldTool.NAME, "{}");
      int waiting = client.send("tasks/result", id(task));
      awaitWatches(2);

      gone = true;
      wake(task);
      assertThat(client.errorCode("tasks/get", id(task))).isEqualTo(-32603);
      held.letGo();
      outage("finish");

      assertThat(client.answerTo(waiting).at("/result/content/0/text").stringValue(""))
          .isEqualTo("Let go.");
      assertThat(client.result("tasks/get", id(task)).path("status").stringValue(""))
          .isEqualTo("completed");
    }
  }

  @Test
  void aStreamOfNewsGoesOnAfterAnOutage() throws Exception {
    try (PipeClient client = modern()) {
      String task = begun(client, HeldTool.NAME, BACKGROUND);
      client.send("subscriptions/listen", listen(task));
      client.await("notifications/subscriptions/acknowledged");

      gone = true;
      wake(task);
      assertThat(client.errorCode("subscriptions/listen", listen(task))).isEqualTo(-32603);
      held.letGo();
      outage("finish");

      JsonNode told =
          client.await(message -> message.at("/params/status").stringValue("").equals("completed"));
      assertThat(told.at("/params/result/content/0/text").stringValue("")).isEqualTo("Let go.");
      client.send("subscriptions/listen", listen(task));
      client.await("notifications/subscriptions/acknowledged");
    }
  }

  private static String listen(String task) {
    return "{\"notifications\":{\"taskIds\":[\"" + task + "\"]}}";
  }

  /** Wakes those that watch a task, behind the back of the server. */
  private void wake(String task) {
    store.answer(new TaskId(task), "local", Map.of("other", "x"));
  }

  private void awaitWatches(int count) throws InterruptedException {
    Eventually.is(() -> watches.get() >= count);
  }
}
