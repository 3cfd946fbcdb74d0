package dev.howdah.task.queue.rabbit;

import java.io.IOException;

/**
 * The broker would not take a message, as with a queue that is full (RabbitMQ, Publisher Confirms).
 * A queue that is just moving says the same, so another attempt may help.
 */
final class RejectedException extends IOException {

  private static final long serialVersionUID = 1L;

  /**
   * @param what the broker would not take
   */
  RejectedException(String what, String queue) {
    super(
        "would not take the %s: its queue %s is full, perhaps by a policy".formatted(what, queue));
  }
}
