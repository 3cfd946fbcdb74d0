package dev.howdah.mcp;

import dev.howdah.task.Task;
import dev.howdah.task.TaskException;
import dev.howdah.task.TaskException.Reason;
import dev.howdah.task.TaskWatch;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/** Looks into a store that may be away for a while. */
final class TaskPatience {

  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration GLANCE = Duration.ofSeconds(30);
  private static final Duration LEAST = Duration.ofMillis(200);

  private TaskPatience() {}

  /**
   * What it finds, as soon as the store can be reached.
   *
   * @param watch of whoever looks: one that is closed waits no longer
   * @throws TaskException what else is wrong, or {@code UNAVAILABLE} when nobody waits any more
   */
  static <T> T look(TaskWatch watch, Supplier<T> look) {
    while (true) {
      try {
        return look.get();
      } catch (TaskException e) {
        if (e.reason() != Reason.UNAVAILABLE || watch.closed() || !pause()) {
          throw e;
        }
      }
    }
  }

  /** How long to wait for a change before looking again: nobody tells when a task is over. */
  static Duration glance(Task task, Instant now) {
    Duration left = Duration.between(now, task.expires());
    if (left.compareTo(LEAST) < 0) {
      return LEAST;
    }
    return left.compareTo(GLANCE) < 0 ? left : GLANCE;
  }

  private static boolean pause() {
    try {
      Thread.sleep(PAUSE);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
