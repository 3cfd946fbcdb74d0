package dev.howdah.mcp;

import static dev.howdah.testing.TaskClient.call;
import static dev.howdah.testing.TaskClient.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.Fixture;
import dev.howdah.testing.MutableClock;
import dev.howdah.testing.PipeClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** For how long a task is said to be running that was a call for a while. */
@Timeout(300)
final class TaskAgeTest {

  private static final Duration THRESHOLD = Duration.ofMillis(2_100);

  /** Two seconds, or more on a machine that stops now and then. */
  private static final String RUNS = "Running for ([2-9]|\\d{2,}) s\\.";

  private static final TaskSettings SETTINGS =
      new TaskSettings(
          true,
          TaskSettings.Store.MEMORY,
          null,
          THRESHOLD,
          Duration.ofMinutes(1),
          Duration.ofMinutes(10),
          Duration.ofHours(1),
          Duration.ofMillis(100),
          1_000,
          Duration.ofSeconds(30),
          false,
          null,
          "mcp:queue:",
          TaskSettings.BrokerQueue.QUORUM,
          8);

  @Test
  void itsTimeCountsFromTheStartOfTheCall() {
    try (McpServer server =
            Fixture.server(Fixture.features(), new MutableClock(), Fixture.PAGE_SIZE, SETTINGS);
        PipeClient client = PipeClient.connect(server, Revision.V2026_07_28).takingTasks()) {
      JsonNode created = client.result("tools/call", call("slow_compute", "{\"seconds\":60}"));

      assertThat(created.path("resultType").stringValue("")).isEqualTo("task");
      assertThat(created.path("statusMessage").stringValue("")).matches(RUNS);
      String task = created.path("taskId").stringValue();
      assertThat(client.result("tasks/get", id(task)).path("statusMessage").stringValue(""))
          .matches(RUNS);
      client.result("tasks/cancel", id(task));
    }
  }

  @Test
  void oneFromTheBeginningCountsFromThere() {
    try (McpServer server =
            Fixture.server(Fixture.features(), new MutableClock(), Fixture.PAGE_SIZE, SETTINGS);
        PipeClient client = PipeClient.connect(server, Revision.V2026_07_28).takingTasks()) {
      JsonNode created = client.result("tools/call", call("failing_job", "{\"background\":true}"));

      assertThat(created.path("statusMessage").stringValue("")).isEqualTo("Running for 0 s.");
    }
  }
}
