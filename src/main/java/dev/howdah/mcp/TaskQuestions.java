package dev.howdah.mcp;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.resilience.Cancellation;
import dev.howdah.task.Task;
import dev.howdah.task.TaskException;
import dev.howdah.task.TaskId;
import dev.howdah.task.TaskState;
import dev.howdah.task.TaskStore;
import dev.howdah.task.TaskWatch;
import dev.howdah.tool.Json;
import dev.howdah.tool.Question;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * Puts the questions of tasks to clients of 2025-11-25, on one stream at a time, and the answers
 * into the store. Thread-safe.
 */
final class TaskQuestions {

  /** The member of an answer that says that the client gave none, and why. */
  static final String REFUSED = "refused";

  private static final Logger LOG = System.getLogger("dev.howdah");
  private static final Duration GLANCE = Duration.ofSeconds(30);
  private static final int POLLS_BEFORE_ASKING = 3;

  private final TaskStore store;
  private final ConcurrentMap<TaskId, Cancellation> asking = new ConcurrentHashMap<>();

  TaskQuestions(TaskStore store) {
    this.store = store;
  }

  /**
   * Asks, in the place of whoever asks now, and waits for the answers. The questions are withdrawn
   * when the task does not wait for them any more.
   */
  void ask(Exchange exchange, Task task, Map<String, String> questions) {
    Exchange.Asker asker = exchange.asker();
    if (asker == null) {
      throw new IllegalStateException("a session can ask");
    }
    Map<String, Question> asked = new LinkedHashMap<>();
    questions.forEach((key, text) -> asked.put(key, question(text, task.id())));
    Map<String, String> answers = new LinkedHashMap<>();
    Cancellation withdrawn = new Cancellation();
    Cancellation before = asking.put(task.id(), withdrawn);
    if (before != null) {
      before.cancel("It is asked on another stream.");
    }
    try (TaskWatch watch = store.watch(List.of(task.id()));
        var _ = exchange.cancellation().onCancel(() -> withdrawn.cancel("The client is gone."))) {
      Thread.ofVirtual().name("task questions").start(() -> withdraw(watch, task, withdrawn));
      asker
          .ask(asked, exchange.runBy(asker, exchange.outlet(), withdrawn))
          .forEach((key, answer) -> answers.put(key, answer.toString()));
    } catch (CallException e) {
      if (e.code() != ErrorCode.INVALID_REQUEST) {
        // Nobody has answered yet; the task goes on waiting.
        return;
      }
      String refusal = Json.object().put(REFUSED, e.getMessage()).toString();
      questions.keySet().forEach(key -> answers.put(key, refusal));
    } finally {
      asking.remove(task.id(), withdrawn);
    }
    store.answer(task.id(), task.owner(), answers);
  }

  /**
   * Asks on the stream of what the server says unasked, if nobody comes for the questions: clients
   * should come with {@code tasks/result}, and some only wait.
   */
  void askUnlessFetched(Exchange exchange, Task task) {
    Thread.ofVirtual().name("task questions").start(() -> askLater(exchange, task));
  }

  private void askLater(Exchange exchange, Task task) {
    try {
      Thread.sleep(task.pollInterval().multipliedBy(POLLS_BEFORE_ASKING));
      Task now = store.find(task.id(), task.owner()).orElse(null);
      Exchange.Asker asker = exchange.asker();
      if (asker != null
          && now != null
          && now.state() instanceof TaskState.InputRequired(Map<String, String> questions)
          && !asking.containsKey(task.id())) {
        ask(exchange.runBy(asker, exchange.afterwards(), new Cancellation()), now, questions);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TaskException e) {
      LOG.log(Level.DEBUG, "a question of a task was not asked: " + e.getMessage());
    }
  }

  private void withdraw(TaskWatch watch, Task asked, Cancellation withdrawn) {
    try {
      while (!watch.closed()) {
        Task now =
            TaskPatience.look(watch, () -> store.find(asked.id(), asked.owner())).orElse(null);
        if (now == null || !now.state().equals(asked.state())) {
          withdrawn.cancel("The task does not wait for this any more.");
          return;
        }
        boolean _ = watch.await(GLANCE);
      }
    } catch (TaskException e) {
      withdrawn.cancel("The task cannot be looked at any more.");
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "a task with a question cannot be looked at", e);
      withdrawn.cancel("The task cannot be looked at any more.");
    }
  }

  private static Question question(String text, TaskId id) {
    ObjectNode json = (ObjectNode) Json.MAPPER.readTree(text);
    ObjectNode params = (ObjectNode) json.get("params");
    Meta.relate(params, id);
    return new Question(Question.Kind.of(json.path("method").stringValue("")), params, true, null);
  }
}
