package dev.howdah.mcp;

import dev.howdah.task.Claim;
import dev.howdah.task.Outcome;
import dev.howdah.task.Task;
import dev.howdah.task.TaskException;
import dev.howdah.task.TaskId;
import dev.howdah.task.TaskStore;
import dev.howdah.task.queue.Registration;
import dev.howdah.task.queue.TaskDispatcher;
import dev.howdah.task.queue.TaskQueueException;
import dev.howdah.task.queue.Work;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs tasks of the shared store that no server holds, whichever server they came to. Thread-safe.
 *
 * <p>A dispatcher hands them out. It may lose one, be away or say one twice: what counts is the
 * claim in the store, and now and then every server looks there for what nobody works on. So that
 * look is also what begins the tasks of lost servers again.
 */
final class SharedWork implements AutoCloseable {

  private static final Logger LOG = System.getLogger("dev.howdah");
  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

  private final TaskStore store;
  private final TaskKeeper keeper;
  private final @Nullable TaskDispatcher dispatcher;
  private final String holder;
  private final Duration period;
  private final Duration statementTimeout;
  private final int most;
  private final Semaphore places;
  private final Semaphore wanted = new Semaphore(0);
  private final Handout handout = new Handout();
  private volatile boolean closed;
  private volatile @Nullable Registration serving;

  /**
   * Runs nothing before it is begun.
   *
   * @param dispatcher hands tasks to servers, and is closed with this; null: the store alone does
   * @param period how long a task may wait that nobody was handed
   * @param statementTimeout longest time of one statement
   * @param most tasks at a time
   */
  SharedWork(
      TaskStore store,
      TaskKeeper keeper,
      @Nullable TaskDispatcher dispatcher,
      String holder,
      Duration period,
      Duration statementTimeout,
      int most) {
    this.statementTimeout = statementTimeout;
    this.store = store;
    this.keeper = keeper;
    this.dispatcher = dispatcher;
    this.holder = holder;
    this.period = period;
    this.most = most;
    this.places = new Semaphore(most);
  }

  /**
   * Begins to take tasks.
   *
   * @param calls answers a call of a tool, after looking again whether its caller may
   */
  void begin(Function<Exchange, ObjectNode> calls) {
    Thread.ofVirtual().name("task search").start(() -> search(calls));
    if (dispatcher != null) {
      Thread.ofVirtual().name("task server").start(() -> serve(dispatcher, calls));
    }
  }

  /** Has some server run a task that is in the store and held by nobody. Returns at once. */
  void submit(Task task) {
    if (dispatcher != null) {
      handout.offer(task.id());
    }
    Thread.ofVirtual().name("task submit").start(() -> handOut(task));
  }

  /** What a task waits for that nobody has begun. */
  String waiting(Task task) {
    return handout.waiting(task.id());
  }

  private void handOut(Task task) {
    if (dispatcher == null || handout.rests()) {
      handout.decided(task.id());
      wanted.release();
      return;
    }
    try {
      dispatcher.submit(task.id().value());
      handout.worked();
    } catch (TaskQueueException e) {
      if (!closed) {
        handout.failed(e);
        wanted.release();
      }
    } finally {
      handout.decided(task.id());
    }
  }

  private void serve(TaskDispatcher from, Function<Exchange, ObjectNode> calls) {
    while (!closed) {
      try {
        Registration begun = from.serve(most, work -> handed(work, calls));
        serving = begun;
        if (closed) {
          begun.close();
        }
        return;
      } catch (TaskQueueException e) {
        if (!closed) {
          handout.failed(e);
          wanted.release();
          pause(period);
        }
      }
    }
  }

  /** Runs a task, or finds that there is nothing to do: it was handed out before, or is over. */
  private void handed(Work work, Function<Exchange, ObjectNode> calls) {
    Optional<TaskId> id = TaskId.parse(work.taskId());
    if (id.isEmpty()) {
      work.putAside();
      return;
    }
    places.acquireUninterruptibly();
    try {
      Optional<Claim> claim = claim(id.get());
      if (claim.isPresent() && work.last()) {
        fail(claim.get(), "It was handed to servers too often, and none could begin it.");
      } else if (claim.isPresent()) {
        run(claim.get(), calls);
      } else if (closed) {
        work.giveBack();
      }
    } finally {
      places.release();
    }
  }

  /** Claims a task; while the store cannot be reached, for as long as the others are patient. */
  private Optional<Claim> claim(TaskId id) {
    long end = System.nanoTime() + period.toNanos();
    while (!closed) {
      try {
        return store.claim(id, holder);
      } catch (TaskException e) {
        if (e.reason() != TaskException.Reason.UNAVAILABLE || System.nanoTime() - end > 0) {
          throw e;
        }
        pause(BETWEEN_TRIES);
      }
    }
    return Optional.empty();
  }

  private void search(Function<Exchange, ObjectNode> calls) {
    while (!closed) {
      try {
        boolean _ = wanted.tryAcquire(period.toNanos(), TimeUnit.NANOSECONDS);
        wanted.drainPermits();
        takeAll(calls);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (TaskException e) {
        LOG.log(Level.DEBUG, "nothing to do could be found: " + e.getMessage());
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, "what there is to do could not be found this time", e);
      }
    }
  }

  /** With a dispatcher, only as many as there is room for: the others are its to hand out. */
  private void takeAll(Function<Exchange, ObjectNode> calls) {
    for (int taken = 0;
        !closed && (handout.away() || dispatcher == null || taken < most);
        taken++) {
      places.acquireUninterruptibly();
      Optional<Claim> claim = Optional.empty();
      try {
        claim = closed ? Optional.empty() : store.claimNext(holder);
      } finally {
        if (claim.isEmpty()) {
          places.release();
        }
      }
      if (claim.isEmpty()) {
        return;
      }
      Claim mine = claim.get();
      Thread.ofVirtual()
          .name("task")
          .start(
              () -> {
                try {
                  run(mine, calls);
                } finally {
                  places.release();
                }
              });
    }
  }

  /** Runs a task to its end. */
  private void run(Claim claim, Function<Exchange, ObjectNode> calls) {
    Optional<KeptCall> kept = KeptCall.read(claim.request());
    if (kept.isEmpty()) {
      fail(claim, "This server cannot read what was to be done.");
      return;
    }
    TaskRun run =
        new TaskRun(store, kept.get().exchange(), statementTimeout, claim, kept.get().again());
    keeper.keep(claim.task(), run, _ -> {});
    run.start(calls);
    run.over().join();
  }

  private void fail(Claim claim, String why) {
    LOG.log(Level.WARNING, "a task has failed: " + why);
    ProtocolException problem = new ProtocolException(ProtocolException.INTERNAL_ERROR, why);
    store.finish(
        claim.lease(), new Outcome.Failed(StoredResult.encode(TaskJson.error(problem)), why));
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes no more; what it began is the keeper's to end. */
  void stop() {
    closed = true;
    wanted.release();
    Registration begun = serving;
    if (begun != null) {
      begun.close();
    }
  }

  /** Lets go of the dispatcher, which hands to others what was not begun. */
  @Override
  public void close() {
    stop();
    if (dispatcher != null) {
      dispatcher.close();
    }
  }
}
