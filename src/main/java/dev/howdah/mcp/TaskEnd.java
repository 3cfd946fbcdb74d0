package dev.howdah.mcp;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.task.Lease;
import dev.howdah.task.Outcome;
import dev.howdah.task.TaskException;
import dev.howdah.task.TaskStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.POJONode;

/** Keeps what came of a task. */
final class TaskEnd {

  private static final Logger LOG = System.getLogger("dev.howdah");
  private static final int TRIES = 30;
  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

  private final TaskStore store;
  private final Lease lease;
  private final String method;

  TaskEnd(TaskStore store, Lease lease, String method) {
    this.store = store;
    this.lease = lease;
    this.method = method;
  }

  /**
   * How it ended. What was done before a cancellation reached it stays done, and is told.
   *
   * @param result as a call would have given it, or null
   * @param fault why there is no result, or null
   * @param stop why it was to end, or null
   */
  Outcome outcome(
      @Nullable ObjectNode result, @Nullable Throwable fault, TaskRun.@Nullable Stop stop) {
    boolean error = isError(result);
    if (error && stop == TaskRun.Stop.CALLER) {
      return new Outcome.Cancelled("Cancelled by its caller.");
    }
    if (error && stop == TaskRun.Stop.SERVER) {
      return failed(
          new ProtocolException(
              ProtocolException.INTERNAL_ERROR, "The server was stopped before this was done."));
    }
    if (result != null) {
      return new Outcome.Completed(error, StoredResult.encode(result), error ? why(result) : null);
    }
    return failed(
        fault instanceof ProtocolException problem
            ? problem
            : Failures.unforeseen(method, fault == null ? new IllegalStateException() : fault));
  }

  /** Whether there is no result, or one that says so itself. */
  static boolean isError(@Nullable ObjectNode result) {
    return result == null || result.path("isError").booleanValue(false);
  }

  /** Lets another server begin it again. */
  void giveBack() {
    try {
      store.release(lease);
    } catch (TaskException e) {
      LOG.log(Level.DEBUG, "a task was not given back, others will find it: " + e.getMessage());
    }
  }

  private static Outcome failed(ProtocolException problem) {
    return new Outcome.Failed(
        StoredResult.encode(TaskJson.error(problem)), String.valueOf(problem.getMessage()));
  }

  /** The message of the failure, which stands in the structured content. */
  private static @Nullable String why(ObjectNode result) {
    return result.get("structuredContent") instanceof POJONode node
            && node.getPojo() instanceof ObjectNode envelope
        ? envelope.path("error").path("message").stringValue(null)
        : null;
  }

  /** Keeps it; while the store cannot be reached, for as long as a server is thought to live. */
  void keep(Outcome outcome) {
    for (int i = 0; i < TRIES; i++) {
      try {
        store.finish(lease, outcome);
        return;
      } catch (TaskException e) {
        switch (e.reason()) {
          case TOO_LARGE, TOO_MANY -> {
            keepThatItIsTooLarge(e);
            return;
          }
          case UNAVAILABLE -> pause();
          default -> {
            LOG.log(Level.DEBUG, "the end of a task came too late: " + e.getMessage());
            return;
          }
        }
      }
    }
    LOG.log(Level.WARNING, "the end of a task could not be kept: its store cannot be reached");
  }

  private void keepThatItIsTooLarge(TaskException refusal) {
    ObjectNode result =
        Wire.result(
            Failures.result(
                new CallException(
                    ErrorCode.RESULT_INVALID,
                    "The call is done, and its result is lost: "
                        + refusal.getMessage()
                        + " Ask for fewer rows.")),
            Revision.V2026_07_28);
    try {
      store.finish(lease, new Outcome.Completed(true, StoredResult.encode(result), why(result)));
    } catch (TaskException e) {
      LOG.log(Level.WARNING, "the end of a task could not be kept: " + e.getMessage());
    }
  }

  private static void pause() {
    try {
      Thread.sleep(BETWEEN_TRIES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
