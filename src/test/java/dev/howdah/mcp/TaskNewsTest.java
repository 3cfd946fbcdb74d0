package dev.howdah.mcp;

import static dev.howdah.testing.TaskClient.begun;
import static dev.howdah.testing.TaskClient.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.task.MemoryTaskStore;
import dev.howdah.task.TaskStore;
import dev.howdah.task.TaskWatch;
import dev.howdah.testing.Fixture;
import dev.howdah.testing.PipeClient;
import dev.howdah.tool.Seal;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** What a stream of news about tasks takes, and how it ends. */
@Timeout(300)
final class TaskNewsTest {

  private static final Duration SOON = Duration.ofMinutes(3);
  private static final String COMPUTE = "{\"seconds\":0.1,\"background\":true}";

  private final Queue<TaskWatch> watches = new ConcurrentLinkedQueue<>();
  private volatile boolean damaged;

  private final McpServer server =
      new McpServer(
          Fixture.IDENTITY,
          Fixture.features(),
          Seal.random(),
          InstantSource.system(),
          Fixture.PAGE_SIZE,
          new Tasks(seen(), Fixture.TASKS, InstantSource.system(), true));
  private PipeClient client;

  @BeforeEach
  void connect() {
    client = PipeClient.connect(server, Revision.V2026_07_28).takingTasks();
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  /** A store that tells which watches there were, and whose results can be damaged. */
  private TaskStore seen() {
    var store =
        new MemoryTaskStore(Fixture.TASKS.times(), Fixture.TASKS.limits(), InstantSource.system());
    return (TaskStore)
        Proxy.newProxyInstance(
            TaskStore.class.getClassLoader(),
            new Class<?>[] {TaskStore.class},
            (_, method, arguments) -> {
              if (damaged && method.getName().equals("result")) {
                throw new IllegalStateException("a secret about what is damaged");
              }
              try {
                Object answer = method.invoke(store, arguments);
                if (answer instanceof TaskWatch watch) {
                  watches.add(watch);
                }
                return answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static String listen(String task) {
    return "{\"notifications\":{\"taskIds\":[\"" + task + "\"]}}";
  }

  private JsonNode told(String status) {
    return client.await(
        message ->
            message.path("method").stringValue("").equals("notifications/tasks")
                && message.at("/params/status").stringValue("").equals(status));
  }

  private void awaitNothingWatched() throws InterruptedException {
    long end = System.nanoTime() + SOON.toNanos();
    while (!watches.stream().allMatch(TaskWatch::closed)) {
      assertThat(System.nanoTime()).as("%d watches", watches.size()).isLessThan(end);
      Thread.sleep(10);
    }
  }

  @Test
  void nothingIsWatchedWhenATaskIsOverThoughItsStreamStays() throws Exception {
    String task = begun(client, "slow_compute", COMPUTE);
    int stream = client.send("subscriptions/listen", listen(task));

    assertThat(told("completed").at("/params/taskId").stringValue("")).isEqualTo(task);

    awaitNothingWatched();
    assertThat(watches).isNotEmpty();
    client.tell("notifications/cancelled", "{\"requestId\":" + stream + "}");
  }

  @Test
  void streamsOfTasksThatAreOverTakeNoPlace() throws Exception {
    String task = begun(client, "slow_compute", COMPUTE);
    until(client, task, "completed");

    for (int i = 0; i < 3 * NewsSeats.STREAMS; i++) {
      client.send("subscriptions/listen", listen(task));
      client.await("notifications/subscriptions/acknowledged");
      told("completed");
      // The place is free a moment after the client has read.
      awaitNothingWatched();
    }
  }

  @Test
  void aStreamWhoseNewsCannotBeReadEndsWithAnErrorThatSaysSo() throws Exception {
    String task = begun(client, "slow_compute", COMPUTE);
    until(client, task, "completed");
    damaged = true;

    JsonNode answer = client.ask("subscriptions/listen", listen(task));

    assertThat(answer.at("/error/code").intValue(0)).isEqualTo(-32603);
    assertThat(answer.at("/error/message").stringValue(""))
        .contains("cannot be told")
        .doesNotContain("secret");
    awaitNothingWatched();
  }
}
