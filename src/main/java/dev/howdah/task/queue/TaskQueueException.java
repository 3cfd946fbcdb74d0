package dev.howdah.task.queue;

import org.jspecify.annotations.Nullable;

/** A queue could not do what it was asked. Its message holds no secret and may be shown. */
public final class TaskQueueException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** The queue has as many messages as it may have. */
    FULL,
    /** The message is longer than the queue takes. */
    TOO_LARGE,
    /** As many tasks as this process may serve are being read. */
    BUSY,
    /** The broker or database does not answer; whether the message arrived is not known. */
    UNAVAILABLE,
    /** The broker or database answers, and refuses us. */
    REFUSED,
    /** The queue was closed. */
    CLOSED
  }

  private final Reason reason;

  public TaskQueueException(Reason reason, String message) {
    this(reason, message, null);
  }

  public TaskQueueException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
