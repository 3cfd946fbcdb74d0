package dev.howdah.mcp;

import dev.howdah.task.Progress;
import dev.howdah.task.Task;
import dev.howdah.task.TaskState;
import dev.howdah.task.TaskStore;
import dev.howdah.tool.Json;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Shows tasks as the two generations of the protocol write them. */
final class TaskJson {

  private TaskJson() {}

  /** The members that both have, in the words of the extension (SEP-2663, Task). */
  static ObjectNode seed(Task task, Tasks tasks) {
    ObjectNode json = Json.object().put("taskId", task.id().value());
    json.put("status", task.state().word());
    about(json, task, tasks);
    json.put("ttlMs", task.ttl().toMillis());
    return json.put("pollIntervalMs", task.pollInterval().toMillis());
  }

  /** The answer that a call has become a task (SEP-2663, CreateTaskResult). */
  static ObjectNode created(Task task, Tasks tasks) {
    return seed(task, tasks).put("resultType", "task");
  }

  /**
   * A task with what it waits for or what came of it (SEP-2663, DetailedTask); empty when it was
   * over before its result could be fetched.
   */
  static Optional<ObjectNode> detailed(Task task, Tasks tasks) {
    ObjectNode json = seed(task, tasks);
    switch (task.state()) {
      case TaskState.InputRequired asking -> {
        ObjectNode requests = json.putObject("inputRequests");
        asking.questions().forEach((key, one) -> requests.set(key, Json.MAPPER.readTree(one)));
      }
      case TaskState.Completed _ -> {
        Optional<byte[]> result = tasks.store().result(task.id(), task.owner());
        if (result.isEmpty()) {
          return Optional.empty();
        }
        ObjectNode stored = new StoredResult(result.get());
        json.set("result", stored.put("resultType", "complete"));
      }
      case TaskState.Failed _ -> json.set("error", error(task, tasks.store()));
      case TaskState.Working _, TaskState.Cancelled _ -> {}
    }
    return Optional.of(json);
  }

  /** A task in the words of 2025-11-25. */
  static ObjectNode of2025(Task task, Tasks tasks) {
    ObjectNode json = Json.object().put("taskId", task.id().value());
    json.put("status", task.state().word2025());
    about(json, task, tasks);
    json.put("ttl", task.ttl().toMillis());
    return json.put("pollInterval", task.pollInterval().toMillis());
  }

  /** The error of a failed task; one without an error of its own has lost its server. */
  static ObjectNode error(Task task, TaskStore store) {
    Optional<byte[]> stored = store.result(task.id(), task.owner());
    if (stored.isPresent() && Json.MAPPER.readTree(stored.get()) instanceof ObjectNode error) {
      return error;
    }
    String message = task.statusMessage();
    return error(
        new ProtocolException(
            ProtocolException.INTERNAL_ERROR, message == null ? "The task failed." : message));
  }

  /** A JSON-RPC error as it is kept. */
  static ObjectNode error(ProtocolException problem) {
    ObjectNode error =
        Json.object().put("code", problem.code()).put("message", problem.getMessage());
    ObjectNode data = problem.data();
    return data == null ? error : error.set("data", data);
  }

  private static void about(ObjectNode json, Task task, Tasks tasks) {
    String message = message(task, tasks);
    if (message != null) {
      json.put("statusMessage", message);
    }
    json.put("createdAt", task.created().toString());
    json.put("lastUpdatedAt", task.updated().toString());
  }

  private static @Nullable String message(Task task, Tasks tasks) {
    if (task.terminal() || task.statusMessage() != null) {
      return task.statusMessage();
    }
    if (task.state() instanceof TaskState.InputRequired) {
      return "Waits for an answer.";
    }
    if (task.cancelRequested()) {
      return "Is being cancelled.";
    }
    if (task.holder() == null) {
      return tasks.waiting(task);
    }
    Progress progress = task.progress();
    String seconds =
        "running for "
            + Math.max(0, Duration.between(task.begun(), tasks.now()).toSeconds())
            + " s";
    return progress == null
        ? "R" + seconds.substring(1) + "."
        : shown(progress) + "; " + seconds + ".";
  }

  private static String shown(Progress progress) {
    if (progress.message() != null) {
      return progress.message();
    }
    String done = plain(progress.value());
    return progress.total() == null ? done : done + " of " + plain(progress.total());
  }

  private static String plain(double value) {
    return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }
}
