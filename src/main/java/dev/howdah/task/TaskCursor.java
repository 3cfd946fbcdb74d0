package dev.howdah.task;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Comparator;
import java.util.Optional;

/**
 * The place of a task in its owner's list, newest first; for those who write a store.
 *
 * <p>It is not sealed: with an invented one an owner sees a part of the own list, no more.
 *
 * @param created in whole microseconds
 */
public record TaskCursor(Instant created, TaskId id) {

  /** The order of lists. */
  public static final Comparator<TaskCursor> NEWEST_FIRST =
      Comparator.comparing(TaskCursor::created).thenComparing(c -> c.id().value()).reversed();

  /** After this task. */
  public static TaskCursor after(Task task) {
    return new TaskCursor(task.created(), task.id());
  }

  /** For the client to carry: letters, digits, {@code -} and {@code _}. */
  public String text() {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, created);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((micros + " " + id).getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws TaskException {@code BAD_CURSOR}
   */
  public static TaskCursor parse(String text) {
    try {
      String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
      int space = plain.indexOf(' ');
      Optional<TaskId> id = TaskId.parse(plain.substring(space + 1));
      if (space > 0 && id.isPresent()) {
        long micros = Long.parseLong(plain.substring(0, space));
        return new TaskCursor(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), id.get());
      }
    } catch (IllegalArgumentException | ArithmeticException _) {
      // Said below.
    }
    throw new TaskException(
        TaskException.Reason.BAD_CURSOR, "The cursor is not one that a list of tasks gave.");
  }
}
