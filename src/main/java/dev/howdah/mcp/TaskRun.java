package dev.howdah.mcp;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.resilience.Cancellation;
import dev.howdah.resilience.Overtime;
import dev.howdah.task.Claim;
import dev.howdah.task.Lease;
import dev.howdah.task.NewTask;
import dev.howdah.task.Outcome;
import dev.howdah.task.Progress;
import dev.howdah.task.Task;
import dev.howdah.task.TaskException;
import dev.howdah.task.TaskStore;
import dev.howdah.tool.Question;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One call that runs in a thread of its own, and so may go on when its request has been answered.
 *
 * <p>It is either answered by its request or becomes a task, never both. Thread-safe.
 */
final class TaskRun implements Exchange.Asker {

  private static final Logger LOG = System.getLogger("dev.howdah");
  private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(1);

  /** Why a run is to end. */
  enum Stop {
    CALLER("Cancelled by the client."),
    SERVER("The server was stopped before this was done."),
    GONE("The task is over or has ended elsewhere.");

    private final String reason;

    Stop(String reason) {
      this.reason = reason;
    }
  }

  private final TaskStore store;
  private final Exchange request;
  private final Overtime overtime;
  private final Exchange own;
  private final Cancellation cancellation = new Cancellation();
  private final CompletableFuture<ObjectNode> answer = new CompletableFuture<>();
  private final CompletableFuture<Void> over = new CompletableFuture<>();
  private final ReentrantLock promoting = new ReentrantLock();
  private final TaskAsking asking;
  private boolean answered;
  private volatile boolean again;
  private volatile @Nullable Claim claim;
  private volatile long started = System.nanoTime();
  private volatile @Nullable Stop stop;
  private volatile @Nullable String lastMessage;
  private volatile long lastReport = System.nanoTime() - BETWEEN_REPORTS.toNanos();

  /**
   * A run.
   *
   * @param statementTimeout longest time of a statement, once it is a task
   */
  TaskRun(TaskStore store, Exchange request, Duration statementTimeout) {
    this.store = store;
    this.overtime = new Overtime(statementTimeout, () -> lease() != null);
    this.request = request;
    this.own = request.runBy(this, this::send, cancellation);
    this.asking = new TaskAsking(store, cancellation, this::cancel);
  }

  /**
   * A task that is in the store already.
   *
   * @param again whether it may begin once more on another server
   */
  TaskRun(
      TaskStore store, Exchange request, Duration statementTimeout, Claim claim, boolean again) {
    this(store, request, statementTimeout);
    this.claim = claim;
    this.again = again;
  }

  /** Begins. To be called once. */
  void start(Function<Exchange, ObjectNode> work) {
    started = System.nanoTime();
    Thread.ofVirtual().name("mcp-call").start(() -> run(work));
  }

  private void run(Function<Exchange, ObjectNode> work) {
    ObjectNode result = null;
    Throwable fault = null;
    try {
      Claim begun = claim;
      if (begun != null && begun.lease().token() > 1) {
        asking.recall(begun.lease());
      }
      result = work.apply(own);
    } catch (RuntimeException | Error thrown) {
      fault = thrown;
    }
    try {
      Claim mine = settled();
      if (mine != null) {
        TaskEnd end = new TaskEnd(store, mine.lease(), request.request().method());
        if (again && stop == Stop.SERVER && TaskEnd.isError(result)) {
          end.giveBack();
        } else {
          end.keep(end.outcome(result, fault, stop));
        }
      } else if (result != null) {
        answer.complete(result);
      } else {
        answer.completeExceptionally(fault);
      }
    } finally {
      over.complete(null);
    }
  }

  @Override
  public @Nullable Claim settled() {
    promoting.lock();
    try {
      answered = claim == null;
      return claim;
    } finally {
      promoting.unlock();
    }
  }

  /**
   * Makes it a task, which is kept when this returns; empty when it has been answered before. The
   * store is not waited for once there is an answer.
   *
   * @throws TaskException when it could not be kept; the call goes on
   */
  Optional<Task> promote(NewTask task, String holder) {
    var kept = new CompletableFuture<Optional<Task>>();
    Thread.ofVirtual()
        .name("task promotion")
        .start(
            () -> {
              try {
                kept.complete(create(task, holder));
              } catch (RuntimeException | Error e) {
                kept.completeExceptionally(e);
              }
            });
    try {
      return kept.applyToEither(
              answer.handle((_, _) -> Optional.<Task>empty()), Function.identity())
          .join();
    } catch (CompletionException e) {
      throw rethrown(e.getCause());
    }
  }

  private Optional<Task> create(NewTask task, String holder) {
    Claim made = store.create(task.aged(Duration.ofNanos(System.nanoTime() - started)), holder);
    promoting.lock();
    try {
      if (!answered) {
        claim = made;
        again = task.maxRestarts() > 0;
        return Optional.of(made.task());
      }
    } finally {
      promoting.unlock();
    }
    try {
      store.finish(made.lease(), new Outcome.Cancelled("The call was answered by its request."));
    } catch (TaskException e) {
      LOG.log(Level.DEBUG, "a task that came too late was not ended: " + e.getMessage());
    }
    return Optional.empty();
  }

  /** The answer, if it comes in time. */
  Optional<ObjectNode> await(Duration patience) {
    try {
      return Optional.of(answer.get(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw rethrown(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallException(ErrorCode.CANCELLED, "The server is shutting down.");
    }
  }

  /** The answer, whenever it comes. */
  ObjectNode join() {
    try {
      return answer.join();
    } catch (CompletionException e) {
      throw rethrown(e.getCause());
    }
  }

  private static RuntimeException rethrown(@Nullable Throwable fault) {
    return switch (fault) {
      case RuntimeException known -> known;
      case Error error -> throw error;
      case null, default -> new IllegalStateException(fault);
    };
  }

  /** Ends it; the first reason stays. */
  void cancel(Stop why) {
    if (stop == null) {
      stop = why;
    }
    cancellation.cancel(why.reason);
  }

  /** Whose it is. */
  String owner() {
    return Tasks.owner(request.caller());
  }

  /** The lease of its task, or null while it is none. */
  @Nullable Lease lease() {
    Claim mine = claim;
    return mine == null ? null : mine.lease();
  }

  /** Completes when it has ended and its task is kept. */
  CompletableFuture<Void> over() {
    return over;
  }

  /** What belongs to the request goes with it; once it is answered, only 2025-11-25 has a way. */
  private void send(Outgoing message) {
    Claim mine = claim;
    if (mine == null) {
      request.outlet().send(message);
    } else if (!request.revision().stateless() && message.json() instanceof ObjectNode json) {
      ObjectNode related = json.deepCopy();
      Meta.relate(related.withObject("params"), mine.task().id());
      request.afterwards().send(new Outgoing(related, 0));
    }
  }

  @Override
  public boolean waits() {
    return settled() != null;
  }

  @Override
  public Overtime overtime() {
    return overtime;
  }

  @Override
  public void progress(double value, @Nullable Double total, @Nullable String message) {
    Claim mine = claim;
    long now = System.nanoTime();
    if (mine == null || now - lastReport < BETWEEN_REPORTS.toNanos()) {
      return;
    }
    // Time alone is no news: whoever asks is told how long the task has been running.
    if (message != null && total == null && message.equals(lastMessage)) {
      return;
    }
    lastReport = now;
    lastMessage = message;
    try {
      store.report(mine.lease(), new Progress(value, total, message));
    } catch (TaskException e) {
      LOG.log(Level.DEBUG, "progress of a task was not kept: " + e.getMessage());
    }
  }

  @Override
  public Map<String, ObjectNode> ask(Map<String, Question> questions, Exchange exchange) {
    Claim mine = claim;
    if (mine == null) {
      throw new IllegalStateException("only a task asks");
    }
    return asking.ask(mine, questions);
  }
}
