package dev.howdah.mcp;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.task.Task;
import dev.howdah.task.TaskState;
import dev.howdah.task.TaskWatch;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code tasks/result} of 2025-11-25: waits until a task has ended, and on the way asks the client
 * what the task waits for. Any server of a shared store can do it.
 */
final class TaskResults {

  /** How soon one is asked whose turn comes because another one has left. */
  private static final Duration SOON = Duration.ofSeconds(1);

  private final Tasks tasks;
  private final TaskQuestions questions;

  TaskResults(Tasks tasks, TaskQuestions questions) {
    this.tasks = tasks;
    this.questions = questions;
  }

  ObjectNode await(Exchange exchange, Task found) {
    Task task;
    try (TaskWatch watch = tasks.store().watch(List.of(found.id()));
        var _ = exchange.cancellation().onCancel(watch::close);
        TaskQuestions.Viewer viewer = questions.viewer(exchange, found.id())) {
      while (true) {
        task =
            TaskPatience.look(watch, () -> tasks.store().find(found.id(), found.owner()))
                .orElseThrow(TaskMethods::notFound);
        if (task.terminal()) {
          Task ended = task;
          return TaskPatience.look(watch, () -> result(ended));
        }
        if (exchange.cancellation().cancelled()) {
          throw new CallException(ErrorCode.CANCELLED, "The call was cancelled.");
        }
        Duration glance = TaskPatience.glance(task, tasks.now());
        if (task.state() instanceof TaskState.InputRequired(Map<String, String> asked)) {
          if (viewer.ask(task, asked)) {
            continue;
          }
          if (viewer.mayBeAsked(asked) && SOON.compareTo(glance) < 0) {
            glance = SOON;
          }
        }
        boolean _ = watch.await(glance);
      }
    }
  }

  /** What the call would have been answered with; one that was cancelled, with saying so. */
  private ObjectNode result(Task task) {
    ObjectNode result =
        switch (task.state()) {
          case TaskState.Failed _ -> throw failure(TaskJson.error(task, tasks.store()));
          case TaskState.Completed _ ->
              new StoredResult(
                  tasks.store().result(task.id(), task.owner()).orElseThrow(TaskMethods::notFound));
          default ->
              Wire.result(
                  Failures.result(
                      new CallException(ErrorCode.CANCELLED, "The task was cancelled.")),
                  Revision.V2025_11_25);
        };
    Meta.relate(result, task.id());
    return result;
  }

  private static ProtocolException failure(ObjectNode error) {
    return new ProtocolException(
        error.path("code").intValue(ProtocolException.INTERNAL_ERROR),
        error.path("message").stringValue(""),
        error.get("data") instanceof ObjectNode data ? data : null);
  }
}
