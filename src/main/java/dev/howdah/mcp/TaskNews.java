package dev.howdah.mcp;

import dev.howdah.task.Progress;
import dev.howdah.task.Task;
import dev.howdah.task.TaskException;
import dev.howdah.task.TaskId;
import dev.howdah.task.TaskState;
import dev.howdah.task.TaskWatch;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Tells one client how some of its tasks are: each now, and whenever it has changed. */
final class TaskNews implements AutoCloseable {

  private static final Logger LOG = System.getLogger("dev.howdah");
  private static final Duration GLANCE = Duration.ofMinutes(1);

  private final Tasks tasks;
  private final String owner;
  private final List<TaskId> ids;
  private final NewsSeats.Seat seat;
  private final TaskWatch watch;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Map<TaskId, Seen> open = new HashMap<>();

  /** What a client has been told. */
  private record Seen(
      TaskState state, @Nullable String message, @Nullable Progress progress, boolean cancelling) {
    static Seen of(Task task) {
      return new Seen(task.state(), task.statusMessage(), task.progress(), task.cancelRequested());
    }
  }

  /** News of those that the owner has; the others are left out without a word. */
  TaskNews(Tasks tasks, String owner, Set<String> wanted) {
    this.tasks = tasks;
    this.owner = owner;
    this.ids =
        wanted.stream()
            .flatMap(text -> TaskId.parse(text).stream())
            .filter(id -> tasks.store().find(id, owner).isPresent())
            .toList();
    this.seat = tasks.seats().take(owner, ids.size());
    try {
      this.watch = tasks.store().watch(ids);
    } catch (TaskException e) {
      seat.close();
      throw e;
    }
  }

  /** The tasks that it tells of. */
  List<TaskId> ids() {
    return ids;
  }

  /**
   * Begins to tell.
   *
   * @param drained whether the client has read everything
   * @param end ends the stream of a client that does not read; with why, if that is not its fault
   */
  void start(Consumer<ObjectNode> tell, BooleanSupplier drained, Consumer<Optional<String>> end) {
    Thread.ofVirtual().name("task news").start(() -> run(tell, drained, end));
  }

  private void run(
      Consumer<ObjectNode> tell, BooleanSupplier drained, Consumer<Optional<String>> end) {
    try {
      Set<TaskId> over = new HashSet<>();
      boolean told = tellOf(ids, over, tell, drained);
      while (told && !watch.closed() && over.size() < ids.size()) {
        boolean _ = watch.await(GLANCE);
        List<TaskId> changed = watch.changed().stream().filter(id -> !over.contains(id)).toList();
        told = tellOf(changed, over, tell, drained);
      }
      BooleanSupplier done = () -> watch.closed() || drained.getAsBoolean();
      if (!watch.closed() && !(told && tasks.seats().hasRead(done))) {
        LOG.log(Level.DEBUG, "a client that does not read its news of tasks hears no more");
        end.accept(Optional.empty());
      }
    } catch (TaskException e) {
      LOG.log(Level.DEBUG, "no more news of tasks: " + e.getMessage());
      end.accept(Optional.ofNullable(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "no more news of tasks", e);
      end.accept(Optional.of("The news of these tasks cannot be told; the server's log has why."));
    } finally {
      // Others may need its place, though the stream stays until the client ends it.
      close();
    }
  }

  private boolean tellOf(
      List<TaskId> some, Set<TaskId> over, Consumer<ObjectNode> tell, BooleanSupplier drained)
      throws InterruptedException {
    for (TaskId id : some) {
      if (watch.closed() || !tell(id, over, tell, drained)) {
        return false;
      }
    }
    return true;
  }

  private boolean tell(
      TaskId id, Set<TaskId> over, Consumer<ObjectNode> tell, BooleanSupplier drained)
      throws InterruptedException {
    Task task = TaskPatience.look(watch, () -> tasks.store().find(id, owner)).orElse(null);
    if (task == null) {
      over.add(id);
      return true;
    }
    if (task.terminal()) {
      over.add(id);
    }
    Seen now = Seen.of(task);
    return now.equals(open.put(id, now))
        || tasks
            .seats()
            .deliver(
                bytes(task),
                () -> TaskPatience.look(watch, () -> detailed(task)).ifPresent(tell),
                () -> watch.closed() || drained.getAsBoolean());
  }

  private Optional<ObjectNode> detailed(Task task) {
    return TaskJson.detailed(task, tasks);
  }

  /** About how long the news of it are. */
  private static long bytes(Task task) {
    return switch (task.state()) {
      case TaskState.Completed completed -> completed.bytes();
      case TaskState.Failed failed -> failed.bytes();
      case TaskState.InputRequired asking ->
          asking.questions().values().stream().mapToLong(String::length).sum();
      case TaskState.Working _, TaskState.Cancelled _ -> 0;
    };
  }

  @Override
  public void close() {
    watch.close();
    if (!closed.getAndSet(true)) {
      seat.close();
    }
  }
}
