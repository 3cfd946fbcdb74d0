package dev.howdah.task.queue.rabbit;

import java.util.Locale;

/** RabbitMQ's types of queue that can hold messages of tasks. */
public enum QueueType {
  /** On one node; cheap to make and to delete, looked at any number of times. */
  CLASSIC,
  /** On several nodes; the dearer kind, and what was given back too often is dead-lettered. */
  QUORUM;

  String argument() {
    return name().toLowerCase(Locale.ROOT);
  }
}
