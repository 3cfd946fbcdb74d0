package dev.howdah.task;

import org.jspecify.annotations.Nullable;

/**
 * How far a task has come.
 *
 * @param value grows from report to report; its unit is that of the message
 * @param total what the value will be at the end, or null when nobody knows
 * @param message one line for people, or null
 */
public record Progress(double value, @Nullable Double total, @Nullable String message) {

  public Progress {
    if (!Double.isFinite(value) || (total != null && !Double.isFinite(total))) {
      throw new IllegalArgumentException("progress is a number, was " + value + " of " + total);
    }
    message = message == null ? null : TaskText.line(message);
  }
}
