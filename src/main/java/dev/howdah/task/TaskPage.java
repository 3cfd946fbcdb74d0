package dev.howdah.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of an owner's tasks, newest first.
 *
 * @param next the cursor of the next page, or null when this is the last
 */
public record TaskPage(List<Task> tasks, @Nullable String next) {

  private static final int LARGEST = 1000;

  public TaskPage {
    tasks = List.copyOf(tasks);
  }

  /**
   * A page of what a store found; for those who write one.
   *
   * @param found the tasks from the cursor on, one more than the limit if there are more
   */
  public static TaskPage of(List<Task> found, int limit) {
    List<Task> tasks = found.subList(0, Math.min(limit, found.size()));
    boolean more = found.size() > limit;
    return new TaskPage(tasks, more ? TaskCursor.after(tasks.getLast()).text() : null);
  }

  /** Checks how many tasks a page may have. */
  public static void checkLimit(int limit) {
    if (limit < 1 || limit > LARGEST) {
      throw new IllegalArgumentException("a page has 1 to 1000 tasks, was " + limit);
    }
  }
}
