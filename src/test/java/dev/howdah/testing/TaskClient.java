package dev.howdah.testing;

import java.time.Duration;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** What tests of tasks do again and again, in either generation. */
public final class TaskClient {

  /** A loaded machine needs its time. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private TaskClient() {}

  /** The parameters of a call. */
  public static String call(String tool, String arguments) {
    return "{\"name\":\"%s\",\"arguments\":%s}".formatted(tool, arguments);
  }

  /** The parameters of a call as a task of 2025-11-25. */
  public static String task(String tool, String arguments, String task) {
    return "{\"name\":\"%s\",\"arguments\":%s,\"task\":%s}".formatted(tool, arguments, task);
  }

  /** The parameters that name a task. */
  public static String id(String id) {
    return "{\"taskId\":\"%s\"}".formatted(id);
  }

  /** The id of the task that a call of the extension has become. */
  public static String begun(PipeClient client, String tool, String arguments) {
    JsonNode result = client.result("tools/call", call(tool, arguments));
    if (!result.path("resultType").stringValue("").equals("task")) {
      throw new AssertionError("no task: " + result);
    }
    return result.path("taskId").stringValue();
  }

  /** The id of a task that a call of 2025-11-25 was to be. */
  public static String wished(PipeClient client, String tool, String arguments) {
    return client
        .result("tools/call", task(tool, arguments, "{}"))
        .at("/task/taskId")
        .stringValue();
  }

  /** The task as soon as it has this status. */
  public static JsonNode until(PipeClient client, String id, String status) {
    return until(client, id, task -> task.path("status").stringValue("").equals(status));
  }

  /** The task as soon as it is like this. */
  public static JsonNode until(PipeClient client, String id, Predicate<JsonNode> wanted) {
    JsonNode task = null;
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      task = client.result("tasks/get", id(id));
      if (wanted.test(task)) {
        return task;
      }
      pause();
    }
    throw new AssertionError("still " + task);
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
