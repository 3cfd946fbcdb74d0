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
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import tools.jackson.databind.node.ObjectNode;

/**
 * Puts the questions of tasks to clients of 2025-11-25, on one stream at a time, and the answers
 * into the store. Thread-safe.
 */
final class TaskQuestions {

  private static final Logger LOG = System.getLogger("dev.howdah");
  private static final int POLLS_BEFORE_ASKING = 3;

  private final TaskStore store;
  private final InstantSource clock;
  private final ConcurrentMap<TaskId, Turn> asking = new ConcurrentHashMap<>();
  private final ConcurrentMap<TaskId, Set<Viewer>> viewers = new ConcurrentHashMap<>();

  TaskQuestions(TaskStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** One round of asking, and whether somebody else has taken it over. */
  private record Turn(Cancellation withdrawn, AtomicBoolean takenOver) {
    Turn() {
      this(new Cancellation(), new AtomicBoolean());
    }

    void takeOver() {
      takenOver.set(true);
      withdrawn.cancel("It is asked on another stream.");
    }
  }

  /** Somebody who waits for a task; to be closed when it waits no longer. */
  Viewer viewer(Exchange exchange, TaskId id) {
    return new Viewer(exchange, id);
  }

  /**
   * One who waits for a task and may be asked for it. Whoever comes last is asked first; when it
   * leaves or will not answer, another one is. For one thread.
   */
  final class Viewer implements AutoCloseable {

    private final Exchange exchange;
    private final TaskId id;
    private Map<String, String> asked = Map.of();
    private volatile Map<String, String> done = Map.of();

    private Viewer(Exchange exchange, TaskId id) {
      this.exchange = exchange;
      this.id = id;
      viewers.compute(
          id,
          (_, others) -> {
            Set<Viewer> all = others == null ? ConcurrentHashMap.newKeySet() : others;
            all.add(this);
            return all;
          });
    }

    /** Whether its turn to be asked these may still come. */
    boolean mayBeAsked(Map<String, String> questions) {
      return !questions.equals(done)
          && exchange.asker() != null
          && questions.values().stream().allMatch(text -> exchange.supports(kind(text)));
    }

    /**
     * Asks and waits for the answers, if it is this one's turn.
     *
     * @return whether it was, so that the task may have changed
     */
    boolean ask(Task task, Map<String, String> questions) {
      if (!mayBeAsked(questions) || (questions.equals(asked) && asking.containsKey(id))) {
        return false;
      }
      asked = questions;
      if (!TaskQuestions.this.ask(exchange, task, questions, this)) {
        done = questions;
      }
      return true;
    }

    @Override
    public void close() {
      viewers.computeIfPresent(
          id,
          (_, all) -> {
            all.remove(this);
            return all.isEmpty() ? null : all;
          });
    }
  }

  /**
   * Asks, in the place of whoever asks now, and waits for the answers. The questions are withdrawn
   * when the task does not wait for them any more.
   *
   * @return whether somebody else asks now
   */
  private boolean ask(Exchange exchange, Task task, Map<String, String> questions, Viewer viewer) {
    Exchange.Asker asker = exchange.asker();
    if (asker == null) {
      throw new IllegalStateException("a session can ask");
    }
    Map<String, Question> asked = new LinkedHashMap<>();
    questions.forEach((key, text) -> asked.put(key, question(text, task.id())));
    Map<String, String> answers = new LinkedHashMap<>();
    Turn turn = new Turn();
    Turn before = asking.put(task.id(), turn);
    if (before != null) {
      before.takeOver();
    }
    try (TaskWatch watch = store.watch(List.of(task.id()));
        var _ =
            exchange.cancellation().onCancel(() -> turn.withdrawn.cancel("The client is gone."))) {
      Thread.ofVirtual().name("task questions").start(() -> withdraw(watch, task, turn.withdrawn));
      asker
          .ask(asked, exchange.runBy(asker, exchange.outlet(), turn.withdrawn))
          .forEach((key, answer) -> answers.put(key, answer.toString()));
    } catch (CallException e) {
      if (e.code() != ErrorCode.INVALID_REQUEST || othersMayBeAsked(viewer, questions)) {
        // Nobody has answered yet; the task goes on waiting.
        return turn.takenOver.get();
      }
      String refusal = Json.object().put(Question.REFUSED, e.getMessage()).toString();
      questions.keySet().forEach(key -> answers.put(key, refusal));
    } finally {
      asking.remove(task.id(), turn);
    }
    store.answer(task.id(), task.owner(), answers);
    return false;
  }

  private boolean othersMayBeAsked(Viewer viewer, Map<String, String> questions) {
    return viewers.getOrDefault(viewer.id, Set.of()).stream()
        .anyMatch(other -> other != viewer && other.mayBeAsked(questions));
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
        Exchange afterwards = exchange.runBy(asker, exchange.afterwards(), new Cancellation());
        try (Viewer viewer = viewer(afterwards, task.id())) {
          boolean _ = viewer.ask(now, questions);
        }
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
        boolean _ = watch.await(TaskPatience.glance(now, clock.instant()));
      }
    } catch (TaskException e) {
      withdrawn.cancel("The task cannot be looked at any more.");
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "a task with a question cannot be looked at", e);
      withdrawn.cancel("The task cannot be looked at any more.");
    }
  }

  private static Question.Kind kind(String text) {
    return Question.Kind.of(Json.MAPPER.readTree(text).path("method").stringValue(""));
  }

  private static Question question(String text, TaskId id) {
    ObjectNode json = (ObjectNode) Json.MAPPER.readTree(text);
    ObjectNode params = (ObjectNode) json.get("params");
    Meta.relate(params, id);
    return new Question(kind(text), params, true, null);
  }
}
