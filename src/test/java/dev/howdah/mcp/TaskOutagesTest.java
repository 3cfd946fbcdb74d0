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
import dev.howdah.testing.Fixture;
import dev.howdah.testing.PipeClient;
import dev.howdah.tool.Seal;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** What becomes of calls and tasks while their store hangs or cannot be reached. */
@Timeout(120)
final class TaskOutagesTest {

  private final TaskSettings settings = Fixture.tasks(Duration.ofSeconds(3), false);
  private final MemoryTaskStore store =
      new MemoryTaskStore(settings.times(), settings.limits(), InstantSource.system());
  private final CountDownLatch thaw = new CountDownLatch(1);
  private volatile boolean hanging;
  private volatile boolean gone;
  private final AtomicInteger watches = new AtomicInteger();

  private final McpServer server =
      new McpServer(
          Fixture.IDENTITY,
          Fixture.features(),
          Seal.random(),
          InstantSource.system(),
          Fixture.PAGE_SIZE,
          new Tasks(troubled(), settings, InstantSource.system(), true));

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
                thaw.await();
              }
              if (gone && !method.getName().equals("close")) {
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

  private static void outage() throws InterruptedException {
    Thread.sleep(1_500);
  }

  @Test
  void aCallIsAnsweredThoughTheStoreHangsAndItsTaskEndsWhenItComes() throws Exception {
    try (PipeClient client = modern()) {
      hanging = true;
      JsonNode answer = client.result("tools/call", call("slow_compute", "{\"seconds\":0.6}"));

      assertThat(answer.at("/content/0/text").stringValue("")).isEqualTo("Computed in 0.6 s");
      thaw.countDown();
      hanging = false;
      long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (store.list("local", Optional.empty(), 10).tasks().stream()
          .noneMatch(task -> task.state() instanceof TaskState.Cancelled)) {
        assertThat(System.nanoTime()).isLessThan(end);
        Thread.sleep(20);
      }
    }
  }

  @Test
  void aTaskThatWaitsForAnAnswerGetsItAfterAnOutage() throws Exception {
    try (PipeClient client = modern()) {
      String task = begun(client, "multi_input", "{}");
      JsonNode asking = until(client, task, "input_required");
      var keys = asking.path("inputRequests").propertyNames();

      gone = true;
      wake(task);
      outage();
      gone = false;

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
      String task = wished(client, "slow_compute", "{\"seconds\":1}");
      int waiting = client.send("tasks/result", id(task));
      awaitWatches(2);

      gone = true;
      wake(task);
      assertThat(client.errorCode("tasks/get", id(task))).isEqualTo(-32603);
      outage();
      gone = false;

      assertThat(client.answerTo(waiting).at("/result/content/0/text").stringValue(""))
          .isEqualTo("Computed in 1.0 s");
      assertThat(client.result("tasks/get", id(task)).path("status").stringValue(""))
          .isEqualTo("completed");
    }
  }

  @Test
  void aStreamOfNewsGoesOnAfterAnOutage() throws Exception {
    try (PipeClient client = modern()) {
      String task = begun(client, "slow_compute", "{\"seconds\":1,\"background\":true}");
      client.send("subscriptions/listen", listen(task));
      client.await("notifications/subscriptions/acknowledged");

      gone = true;
      wake(task);
      assertThat(client.errorCode("subscriptions/listen", listen(task))).isEqualTo(-32603);
      outage();
      gone = false;

      JsonNode told =
          client.await(message -> message.at("/params/status").stringValue("").equals("completed"));
      assertThat(told.at("/params/result/content/0/text").stringValue(""))
          .isEqualTo("Computed in 1.0 s");
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
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (watches.get() < count) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.sleep(10);
    }
  }
}
