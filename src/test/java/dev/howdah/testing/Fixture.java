package dev.howdah.testing;

import dev.howdah.mcp.Features;
import dev.howdah.mcp.Identity;
import dev.howdah.mcp.McpServer;
import dev.howdah.mcp.TaskSettings;
import dev.howdah.mcp.Tasks;
import dev.howdah.task.MemoryTaskStore;
import dev.howdah.task.TaskStore;
import dev.howdah.tool.Seal;
import dev.howdah.tool.ToolHandler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The features that the official conformance suite and our own protocol tests call by name. */
public final class Fixture {

  /** All lists of the fixture fit on one page of this size, as the suite expects. */
  public static final int PAGE_SIZE = 100;

  public static final Identity IDENTITY =
      new Identity("howdah-fixture", "Howdah Fixture", "1.0.0", "For tests.");

  /** Tasks that poll often, so that tests are quick. */
  public static final TaskSettings TASKS = tasks(Duration.ofSeconds(30), false);

  /**
   * Tasks whose questions a client has minutes to come for, until it is asked unbound; a call
   * becomes one only if that is asked for.
   */
  public static final TaskSettings PATIENT_TASKS =
      tasks(Duration.ofHours(1), Duration.ofMinutes(1), Duration.ofSeconds(30), false);

  private Fixture() {}

  /** The same with a lease of this time. */
  public static TaskSettings tasks(Duration lease, boolean restartReads) {
    return tasks(TaskTools.THRESHOLD, Duration.ofMillis(100), lease, restartReads);
  }

  private static TaskSettings tasks(
      Duration threshold, Duration pollInterval, Duration lease, boolean restartReads) {
    return new TaskSettings(
        true,
        TaskSettings.Store.MEMORY,
        null,
        threshold,
        Duration.ofMinutes(1),
        Duration.ofMinutes(10),
        Duration.ofHours(1),
        pollInterval,
        1_000,
        lease,
        restartReads,
        null,
        "mcp:queue:",
        TaskSettings.BrokerQueue.QUORUM,
        8);
  }

  public static Features features() {
    Features features = new Features(List.of(), FixtureResource.all(), FixturePrompt.all());
    List<ToolHandler> tools = new ArrayList<>(ContentTools.all());
    tools.addAll(AskingTools.all());
    tools.add(
        FixtureTool.of(
            "test_trigger_tool_change",
            "Tells that the tools have changed.",
            _ -> {
              features.changeTools(same -> same);
              return FixtureTool.text("Mutation triggered");
            }));
    tools.add(
        FixtureTool.of(
            "test_trigger_prompt_change",
            "Tells that the prompts have changed.",
            _ -> {
              features.changePrompts(same -> same);
              return FixtureTool.text("Mutation triggered");
            }));
    tools.addAll(ProtocolTools.all());
    tools.addAll(TaskTools.all());
    features.changeTools(_ -> tools);
    return features;
  }

  /** A server of these features whose seal no other server shares. */
  public static McpServer server(Features features) {
    return server(features, InstantSource.system(), PAGE_SIZE);
  }

  public static McpServer server(Features features, InstantSource clock, int pageSize) {
    return server(features, clock, pageSize, TASKS);
  }

  public static McpServer server(Features features, TaskSettings settings) {
    return server(features, InstantSource.system(), PAGE_SIZE, settings);
  }

  /** A server whose tasks are kept in memory. */
  public static McpServer server(
      Features features, InstantSource clock, int pageSize, TaskSettings settings) {
    return new McpServer(
        IDENTITY, features, Seal.random(), clock, pageSize, tasks(clock, settings));
  }

  /** Tasks in memory, for one client. */
  public static Tasks tasks(InstantSource clock, TaskSettings settings) {
    TaskStore store = new MemoryTaskStore(settings.times(), settings.limits(), clock);
    return new Tasks(store, settings, clock, true);
  }
}
