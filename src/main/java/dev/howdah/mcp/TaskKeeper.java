package dev.howdah.mcp;

import dev.howdah.task.Lease;
import dev.howdah.task.Task;
import dev.howdah.task.TaskException;
import dev.howdah.task.TaskId;
import dev.howdah.task.TaskStore;
import dev.howdah.task.TaskWatch;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Looks after the tasks that this server works on: says that it lives, and stops what nobody wants
 * any more, whichever server was told. Thread-safe.
 */
final class TaskKeeper implements AutoCloseable {

  private static final Logger LOG = System.getLogger("dev.howdah");
  private static final Duration GLANCE = Duration.ofSeconds(30);
  private static final Duration SOON = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final TaskStore store;
  private final Duration period;
  private final ConcurrentMap<TaskId, TaskRun> runs = new ConcurrentHashMap<>();
  private final CountDownLatch end = new CountDownLatch(1);

  TaskKeeper(TaskStore store, Duration period) {
    this.store = store;
    this.period = period;
    Thread.ofVirtual().name("task keeper").start(this::renewAll);
  }

  /**
   * Takes charge of a task.
   *
   * @param tell hears of the task each time its state is another one, the last of them included
   */
  void keep(Task task, TaskRun run, Consumer<Task> tell) {
    runs.put(task.id(), run);
    var _ = run.over().thenRun(() -> runs.remove(task.id()));
    if (end.getCount() == 0) {
      run.cancel(TaskRun.Stop.SERVER);
    }
    follow(task, run::cancel, tell, _ -> {});
  }

  /**
   * Hears of a task that perhaps another server works on.
   *
   * @param tell as in {@link #keep}
   * @param glance hears of the task after each change that is noticed, until it has ended
   */
  void follow(Task task, Consumer<Task> tell, Consumer<Task> glance) {
    follow(task, _ -> {}, tell, glance);
  }

  private void follow(
      Task task, Consumer<TaskRun.Stop> stop, Consumer<Task> tell, Consumer<Task> glance) {
    Thread.ofVirtual().name("task watch").start(() -> watch(task, stop, tell, glance));
  }

  private void watch(
      Task task, Consumer<TaskRun.Stop> stop, Consumer<Task> tell, Consumer<Task> glance) {
    String word = task.state().word();
    long expires = System.nanoTime() + TimeUnit.NANOSECONDS.convert(task.ttl());
    try (TaskWatch watch = store.watch(List.of(task.id()))) {
      while (!watch.closed()) {
        Task now = TaskPatience.look(watch, () -> store.find(task.id(), task.owner())).orElse(null);
        if (now == null) {
          stop.accept(TaskRun.Stop.GONE);
          return;
        }
        if (!now.state().word().equals(word)) {
          word = now.state().word();
          tell.accept(now);
        }
        if (now.terminal()) {
          stop.accept(TaskRun.Stop.GONE);
          return;
        }
        if (now.cancelRequested()) {
          stop.accept(TaskRun.Stop.CALLER);
        }
        glance.accept(now);
        boolean _ = watch.await(untilNextLook(expires));
      }
    } catch (TaskException e) {
      LOG.log(Level.DEBUG, "a task is not watched, only looked at: " + e.getMessage());
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "a task is not watched, only looked at", e);
    }
  }

  /** Work on a task that is over is to end soon: nobody can ask for it any more. */
  private static Duration untilNextLook(long expires) {
    long left = Math.max(expires - System.nanoTime(), SOON.toNanos());
    return Duration.ofNanos(Math.min(left, GLANCE.toNanos()));
  }

  private void renewAll() {
    while (!ended()) {
      Map<Lease, TaskRun> held = new HashMap<>();
      runs.values()
          .forEach(
              run -> {
                Lease lease = run.lease();
                if (lease != null) {
                  held.put(lease, run);
                }
              });
      try {
        if (!held.isEmpty()) {
          renew(held);
        }
      } catch (TaskException e) {
        LOG.log(Level.WARNING, "tasks cannot be kept alive just now: " + e.getMessage());
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, "tasks could not be kept alive this time", e);
      }
    }
  }

  private void renew(Map<Lease, TaskRun> held) {
    Map<TaskId, Task> renewed = new HashMap<>();
    store.renew(held.keySet()).forEach(task -> renewed.put(task.id(), task));
    held.forEach(
        (lease, run) -> {
          Task task = renewed.get(lease.id());
          if (task == null) {
            run.cancel(TaskRun.Stop.GONE);
          } else if (task.cancelRequested()) {
            run.cancel(TaskRun.Stop.CALLER);
          }
        });
  }

  private boolean ended() {
    try {
      return end.await(period.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** How many tasks this server works on. */
  int running() {
    return runs.size();
  }

  /** How many of them are this owner's, those included that are over and have not stopped yet. */
  long running(String owner) {
    return runs.values().stream().filter(run -> run.owner().equals(owner)).count();
  }

  /** Stops all work and waits a little until it is kept how it ended. */
  @Override
  public void close() {
    end.countDown();
    List<TaskRun> left = List.copyOf(runs.values());
    left.forEach(run -> run.cancel(TaskRun.Stop.SERVER));
    try {
      CompletableFuture.allOf(left.stream().map(TaskRun::over).toArray(CompletableFuture[]::new))
          .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.log(Level.WARNING, "some tasks did not stop in time; others will find them lost");
    }
  }
}
