package dev.howdah.task;

import org.jspecify.annotations.Nullable;

/** How a task ends. */
public sealed interface Outcome {

  /** One line for people, or null. */
  @Nullable String statusMessage();

  /**
   * It has a result.
   *
   * @param error whether the result itself reports an error, as {@code isError} does
   * @param result opaque, usually JSON; not copied
   */
  @SuppressWarnings("ArrayRecordComponent") // On its way to a store; nobody compares them.
  record Completed(boolean error, byte[] result, @Nullable String statusMessage)
      implements Outcome {
    public Completed {
      statusMessage = statusMessage == null ? null : TaskText.line(statusMessage);
    }
  }

  /**
   * It failed.
   *
   * @param error opaque, usually a JSON-RPC error; empty when the message says all; not copied
   */
  @SuppressWarnings("ArrayRecordComponent") // On its way to a store; nobody compares them.
  record Failed(byte[] error, String statusMessage) implements Outcome {
    public Failed {
      statusMessage = TaskText.line(statusMessage);
    }
  }

  /** It was cancelled. */
  record Cancelled(@Nullable String statusMessage) implements Outcome {
    public Cancelled {
      statusMessage = statusMessage == null ? null : TaskText.line(statusMessage);
    }
  }
}
