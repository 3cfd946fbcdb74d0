package dev.howdah.task;

import org.jspecify.annotations.Nullable;

/** A store could not do what it was asked. The message may be shown to a caller. */
public final class TaskException extends RuntimeException {

  /** Why, for programs. */
  public enum Reason {
    /** There is no such task, not any more, or not for this owner. */
    NOT_FOUND,
    /** The task cannot go from its state to that one; most often it has ended already. */
    ILLEGAL_TRANSITION,
    /** Another server has the task, or it was released. */
    LEASE_LOST,
    /** The id of a new task or the key of a question was used before. */
    DUPLICATE,
    /** The owner, or the whole store, has as many tasks, questions or watches as it may. */
    TOO_MANY,
    /** A request, question, answer or result is larger than the store keeps. */
    TOO_LARGE,
    /** A cursor that this store did not make. */
    BAD_CURSOR,
    /** The store cannot be reached just now; what was asked may or may not have been done. */
    UNAVAILABLE,
    /** The store is closed. */
    CLOSED
  }

  private final Reason reason;

  public TaskException(Reason reason, String message) {
    this(reason, message, null);
  }

  public TaskException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  /** {@code NOT_FOUND}, for whatever reason. */
  public static TaskException notFound(TaskId id) {
    return new TaskException(
        Reason.NOT_FOUND, "There is no task %s, or not any more.".formatted(id));
  }

  /** {@code ILLEGAL_TRANSITION} of a task that has ended. */
  public static TaskException ended(TaskId id, TaskState state) {
    return new TaskException(
        Reason.ILLEGAL_TRANSITION,
        "Task %s is %s already and stays so.".formatted(id, state.word()));
  }

  /** {@code LEASE_LOST}. */
  public static TaskException leaseLost(TaskId id) {
    return new TaskException(
        Reason.LEASE_LOST, "Task %s is with another server or was given back.".formatted(id));
  }

  /** {@code DUPLICATE}, of a task. */
  public static TaskException duplicate(TaskId id) {
    return new TaskException(Reason.DUPLICATE, "Task %s exists already.".formatted(id));
  }

  /** {@code DUPLICATE}, of a question. */
  public static TaskException asked(TaskId id) {
    return new TaskException(
        Reason.DUPLICATE, "Task %s has used such a key for a question before.".formatted(id));
  }

  /** {@code CLOSED}. */
  public static TaskException closed() {
    return new TaskException(Reason.CLOSED, "The task store is closed.");
  }
}
