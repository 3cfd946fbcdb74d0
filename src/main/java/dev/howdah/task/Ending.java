package dev.howdah.task;

import org.jspecify.annotations.Nullable;

/**
 * An outcome as a store keeps it; for those who write one.
 *
 * @param message the new status message, or null to leave it as it is
 * @param body null when there is nothing to keep
 */
public record Ending(
    TaskState.Terminal state, @Nullable String message, @Nullable StoredBody body) {

  /**
   * Checks and compresses.
   *
   * @throws TaskException {@code TOO_LARGE}
   */
  public static Ending of(Outcome outcome, TaskLimits limits) {
    return switch (outcome) {
      case Outcome.Completed completed ->
          new Ending(
              new TaskState.Completed(completed.error(), completed.result().length),
              completed.statusMessage(),
              StoredBody.of(completed.result(), limits));
      case Outcome.Failed failed ->
          new Ending(
              new TaskState.Failed(failed.error().length),
              failed.statusMessage(),
              failed.error().length == 0 ? null : StoredBody.of(failed.error(), limits));
      case Outcome.Cancelled cancelled ->
          new Ending(new TaskState.Cancelled(), cancelled.statusMessage(), null);
    };
  }

  /** A cancellation by the task's caller. */
  public static Ending cancelled(String statusMessage) {
    return new Ending(new TaskState.Cancelled(), TaskText.line(statusMessage), null);
  }

  /** Whether the result itself reports an error. */
  public boolean error() {
    return state instanceof TaskState.Completed completed && completed.error();
  }
}
