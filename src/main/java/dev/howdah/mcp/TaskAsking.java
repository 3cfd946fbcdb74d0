package dev.howdah.mcp;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.resilience.Cancellation;
import dev.howdah.task.Claim;
import dev.howdah.task.Lease;
import dev.howdah.task.Task;
import dev.howdah.task.TaskException;
import dev.howdah.task.TaskState;
import dev.howdah.task.TaskStore;
import dev.howdah.task.TaskWatch;
import dev.howdah.tool.Json;
import dev.howdah.tool.Question;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks through a task in the store and waits there for the answers, whichever server they come to.
 * For the one thread that runs the task.
 */
final class TaskAsking {

  private static final Duration GLANCE = Duration.ofSeconds(30);

  private final TaskStore store;
  private final Cancellation cancellation;
  private final Consumer<TaskRun.Stop> cancel;
  private final Set<String> askedKeys = new HashSet<>();
  private final Map<String, String> before = new HashMap<>();

  /**
   * Asks nothing yet.
   *
   * @param cancellation ends waiting
   * @param cancel hears that the task is over or not wanted any more
   */
  TaskAsking(TaskStore store, Cancellation cancellation, Consumer<TaskRun.Stop> cancel) {
    this.store = store;
    this.cancellation = cancellation;
    this.cancel = cancel;
  }

  /** Takes the answers that the task got before it began again. */
  void recall(Lease lease) {
    before.putAll(store.answers(lease));
  }

  /** The answers to all questions. */
  Map<String, ObjectNode> ask(Claim mine, Map<String, Question> questions) {
    Map<String, String> keys = new LinkedHashMap<>();
    Map<String, String> asked = new LinkedHashMap<>();
    questions.forEach(
        (key, question) -> {
          String fresh = fresh(key);
          keys.put(key, fresh);
          if (!before.containsKey(fresh)) {
            asked.put(fresh, question.toJson().toString());
          }
        });
    try {
      if (!asked.isEmpty()) {
        store.ask(mine.lease(), asked);
        return answers(questions, keys, awaitAnswers(mine));
      }
      return answers(questions, keys, store.answers(mine.lease()));
    } catch (TaskException e) {
      throw new CallException(
          cancellation.cancelled() ? ErrorCode.CANCELLED : ErrorCode.NOT_AVAILABLE,
          String.valueOf(e.getMessage()),
          Map.of(),
          e);
    }
  }

  /**
   * A key that this task has not used: SEP-2663 wants it unique for the task's whole life. A task
   * that begins again comes to the same keys in the same order, and so to the answers it has.
   */
  private String fresh(String key) {
    String fresh = key;
    for (int i = 2; !askedKeys.add(fresh); i++) {
      fresh = key + "-" + i;
    }
    return fresh;
  }

  private Map<String, String> awaitAnswers(Claim mine) {
    Task task = mine.task();
    try (TaskWatch watch = store.watch(List.of(task.id()));
        var _ = cancellation.onCancel(watch::close)) {
      while (!cancellation.cancelled()) {
        Task now = TaskPatience.look(watch, () -> store.find(task.id(), task.owner())).orElse(null);
        if (now == null || now.terminal() || now.cancelRequested()) {
          cancel.accept(now == null || now.terminal() ? TaskRun.Stop.GONE : TaskRun.Stop.CALLER);
        } else if (now.state() instanceof TaskState.Working) {
          return TaskPatience.look(watch, () -> store.answers(mine.lease()));
        } else {
          boolean _ = watch.await(GLANCE);
        }
      }
    }
    throw new CallException(ErrorCode.CANCELLED, "The call was cancelled.");
  }

  private static Map<String, ObjectNode> answers(
      Map<String, Question> questions, Map<String, String> keys, Map<String, String> given) {
    Map<String, ObjectNode> answers = new HashMap<>();
    keys.forEach(
        (key, fresh) -> {
          String text = given.get(fresh);
          if (text != null && Json.MAPPER.readTree(text) instanceof ObjectNode json) {
            if (json.path(Question.REFUSED).isString()
                && !Objects.requireNonNull(questions.get(key)).takesRefusal()) {
              throw new CallException(
                  ErrorCode.INVALID_REQUEST, json.get(Question.REFUSED).stringValue());
            }
            answers.put(key, json);
          }
        });
    return answers;
  }
}
