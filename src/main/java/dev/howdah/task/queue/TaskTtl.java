package dev.howdah.task.queue;

import java.time.Duration;

/** How long a task lives, which bounds how long its messages do. */
@FunctionalInterface
public interface TaskTtl {

  /** The whole ttl of a task, the same in every process that asks. */
  Duration of(String taskId);
}
