package dev.howdah.mcp;

import static dev.howdah.testing.TaskClient.id;
import static dev.howdah.testing.TaskClient.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.Fixture;
import dev.howdah.testing.PipeClient;
import dev.howdah.tool.Call;
import dev.howdah.tool.Json;
import dev.howdah.tool.TaskSupport;
import dev.howdah.tool.ToolDescriptor;
import dev.howdah.tool.ToolHandler;
import dev.howdah.tool.ToolResult;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How much work one caller has going on. */
@Timeout(300)
final class TaskRoomTest {

  /** A tool that hears of no cancellation. */
  private record Stubborn(CountDownLatch end) implements ToolHandler {

    @Override
    public ToolDescriptor descriptor() {
      return new ToolDescriptor(
          "stubborn", null, "Goes on.", Json.object().put("type", "object"), null, null);
    }

    @Override
    public TaskSupport taskSupport() {
      return TaskSupport.OPTIONAL;
    }

    @Override
    public ToolResult call(ObjectNode arguments, Call call) {
      try {
        end.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      throw new IllegalStateException("it is over");
    }
  }

  private static TaskSettings one() {
    TaskSettings usual = Fixture.TASKS;
    return new TaskSettings(
        true,
        TaskSettings.Store.MEMORY,
        null,
        usual.threshold(),
        usual.statementTimeout(),
        usual.ttl(),
        usual.maxTtl(),
        usual.pollInterval(),
        1,
        Duration.ofSeconds(30),
        false,
        null,
        usual.brokerPrefix(),
        usual.brokerQueueType(),
        usual.concurrency());
  }

  @Test
  void workThatOutlivesItsTaskCounts() throws Exception {
    var end = new CountDownLatch(1);
    Features features = new Features(List.of(new Stubborn(end)), List.of(), List.of());
    try (McpServer server =
            Fixture.server(features, InstantSource.system(), Fixture.PAGE_SIZE, one());
        PipeClient client = PipeClient.connect(server, Revision.V2025_11_25)) {
      String call = task("stubborn", "{}", "{\"ttl\":1}");
      String first = client.result("tools/call", call).at("/task/taskId").stringValue();
      while (client.ask("tasks/get", id(first)).has("result")) {
        Thread.sleep(50);
      }

      JsonNode refused = client.ask("tools/call", call);

      assertThat(refused.has("error")).as("%s", refused).isTrue();
      end.countDown();
      while (client.ask("tools/call", call).has("error")) {
        Thread.sleep(50);
      }
    }
  }
}
