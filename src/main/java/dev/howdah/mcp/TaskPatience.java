package dev.howdah.mcp;

import dev.howdah.task.TaskException;
import dev.howdah.task.TaskException.Reason;
import dev.howdah.task.TaskWatch;
import java.time.Duration;
import java.util.function.Supplier;

/** Looks into a store that may be away for a while. */
final class TaskPatience {

  private static final Duration PAUSE = Duration.ofSeconds(1);

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
