package dev.howdah.mcp;

import dev.howdah.task.Task;
import dev.howdah.task.TaskException;
import dev.howdah.task.TaskId;
import dev.howdah.task.TaskPage;
import dev.howdah.task.TaskState;
import dev.howdah.task.TaskWatch;
import dev.howdah.tool.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The methods of tasks, of both generations. */
final class TaskMethods {

  /** How long the work on a task has to stop before it is cancelled all the same. */
  private static final Duration TO_STOP = Duration.ofSeconds(2);

  private static final String NOT_STOPPED =
      "Cancelled by its caller before the work on it had stopped; what was done may stay.";

  private final Tasks tasks;
  private final TaskResults results;
  private final int pageSize;

  TaskMethods(Tasks tasks, int pageSize) {
    this.tasks = tasks;
    this.results = new TaskResults(tasks, tasks.questions());
    this.pageSize = pageSize;
  }

  /** Runs a method of tasks; empty when the revision has no such method. */
  Optional<ObjectNode> run(Exchange exchange) {
    return switch (exchange.revision()) {
      case V2026_07_28 -> extension(exchange);
      case V2025_11_25 -> experiment(exchange);
      case V2024_11_05, V2025_03_26, V2025_06_18 -> Optional.empty();
    };
  }

  private Optional<ObjectNode> extension(Exchange exchange) {
    Supplier<ObjectNode> method =
        switch (exchange.request().method()) {
          case "tasks/get" -> () -> get(exchange);
          case "tasks/update" -> () -> update(exchange);
          case "tasks/cancel" -> () -> requestCancel(exchange);
          default -> null;
        };
    if (method == null) {
      return Optional.empty();
    }
    if (!exchange.takesTasks()) {
      throw Tasks.missingExtension();
    }
    return Optional.of(guarded(method));
  }

  private Optional<ObjectNode> experiment(Exchange exchange) {
    Supplier<ObjectNode> method =
        switch (exchange.request().method()) {
          case "tasks/get" -> () -> TaskJson.of2025(find(exchange), tasks);
          case "tasks/result" -> () -> results.await(exchange, find(exchange));
          case "tasks/cancel" -> () -> cancel(exchange);
          case "tasks/list" -> tasks.listedTo(exchange.caller()) ? () -> list(exchange) : null;
          default -> null;
        };
    return method == null ? Optional.empty() : Optional.of(guarded(method));
  }

  private ObjectNode get(Exchange exchange) {
    return TaskJson.detailed(find(exchange), tasks).orElseThrow(TaskMethods::notFound);
  }

  private ObjectNode update(Exchange exchange) {
    TaskId id = id(exchange);
    if (!(exchange.params().get("inputResponses") instanceof ObjectNode given)) {
      throw ProtocolException.invalidParams("The parameter inputResponses must be an object.");
    }
    Map<String, String> answers = new LinkedHashMap<>();
    for (var entry : given.properties()) {
      if (!entry.getValue().isObject()) {
        throw ProtocolException.invalidParams(
            "Each of inputResponses must be an object, and one was not.");
      }
      if (isStorable(entry.getKey())) {
        String answer = entry.getValue().toString();
        if (!isStorable(answer)) {
          throw ProtocolException.invalidParams(
              "Each of inputResponses must be text in whole characters, and one was not.");
        }
        answers.put(entry.getKey(), answer);
      }
      // Nothing was asked by another key.
    }
    tasks.store().answer(id, Tasks.owner(exchange.caller()), answers);
    return Json.object();
  }

  private static boolean isStorable(String text) {
    return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  private ObjectNode requestCancel(Exchange exchange) {
    tasks.store().requestCancel(id(exchange), Tasks.owner(exchange.caller()));
    return Json.object();
  }

  /**
   * Asks whoever works on it to stop and waits a little, because what was written may be there to
   * stay: then the task is not cancelled but done.
   */
  private ObjectNode cancel(Exchange exchange) {
    Task task = find(exchange);
    if (!task.terminal()) {
      try (TaskWatch watch = tasks.store().watch(List.of(task.id()))) {
        task = tasks.store().requestCancel(task.id(), task.owner());
        long end = System.nanoTime() + TO_STOP.toNanos();
        while (!task.terminal() && System.nanoTime() < end) {
          boolean _ = watch.await(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
          task = find(exchange);
        }
      }
      if (!task.terminal()) {
        task = tasks.store().cancel(task.id(), task.owner(), NOT_STOPPED);
      }
      if (task.state() instanceof TaskState.Cancelled) {
        return TaskJson.of2025(task, tasks);
      }
    }
    throw ProtocolException.invalidParams(
        "The task is %s already and stays so.".formatted(task.state().word2025()));
  }

  private ObjectNode list(Exchange exchange) {
    JsonNode cursor = exchange.params().path("cursor");
    if (!cursor.isMissingNode() && !cursor.isNull() && !cursor.isString()) {
      throw ProtocolException.invalidParams("The cursor must be a string.");
    }
    TaskPage page =
        tasks
            .store()
            .list(
                Tasks.owner(exchange.caller()),
                Optional.ofNullable(cursor.stringValue(null)),
                pageSize);
    ObjectNode result = Json.object();
    ArrayNode shown = result.putArray("tasks");
    page.tasks().forEach(task -> shown.add(TaskJson.of2025(task, tasks)));
    return page.next() == null ? result : result.put("nextCursor", page.next());
  }

  private Task find(Exchange exchange) {
    return tasks
        .store()
        .find(id(exchange), Tasks.owner(exchange.caller()))
        .orElseThrow(TaskMethods::notFound);
  }

  private static TaskId id(Exchange exchange) {
    JsonNode id = exchange.params().get("taskId");
    if (id == null || !id.isString()) {
      throw ProtocolException.invalidParams("The parameter taskId must be a string.");
    }
    return TaskId.parse(id.stringValue()).orElseThrow(TaskMethods::notFound);
  }

  /** The same for an id that never was, one that is over and one of another caller. */
  static ProtocolException notFound() {
    return ProtocolException.invalidParams(
        "Task not found; it may be over, and another caller's is not found either.");
  }

  private static ObjectNode guarded(Supplier<ObjectNode> method) {
    try {
      return method.get();
    } catch (TaskException e) {
      throw switch (e.reason()) {
        case NOT_FOUND -> notFound();
        case ILLEGAL_TRANSITION, BAD_CURSOR, TOO_LARGE ->
            ProtocolException.invalidParams(String.valueOf(e.getMessage()));
        default ->
            new ProtocolException(ProtocolException.INTERNAL_ERROR, String.valueOf(e.getMessage()));
      };
    }
  }
}
