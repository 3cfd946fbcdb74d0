package dev.howdah.task;

import java.util.Set;

/**
 * What became of a caller's answers.
 *
 * @param task as it is now
 * @param accepted the keys that were asked and not answered before; the others were ignored
 */
public record Answered(Task task, Set<String> accepted) {
  public Answered {
    accepted = Set.copyOf(accepted);
  }
}
