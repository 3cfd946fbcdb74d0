package dev.howdah.task.queue.rabbit;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.util.concurrent.TimeoutException;

/** Publishes one message and knows what became of it. */
final class Publisher {

  private static final int PERSISTENT = 2;

  /** A quorum queue that is just coming back after a crash may lose a message without a word. */
  private static final long MOST_MILLIS = 4_000;

  private Publisher() {}

  /** What the broker says of a message. */
  enum Outcome {
    /** A queue has it, on disk. */
    CONFIRMED,
    /** There is no such queue. */
    RETURNED,
    /** The queue would not take it. */
    REJECTED
  }

  static BasicProperties.Builder persistent() {
    return new BasicProperties.Builder().deliveryMode(PERSISTENT);
  }

  /**
   * Publishes straight to a queue and waits for the broker's word, for a few seconds at most.
   *
   * @throws TimeoutException if it does not come in time; the message may have arrived nevertheless
   */
  static Outcome publish(
      Channels.Lent lent,
      Attempts.Deadline deadline,
      String queue,
      BasicProperties properties,
      byte[] body)
      throws IOException, TimeoutException {
    Channel channel = lent.channel();
    lent.expectNoReturn();
    channel.basicPublish("", queue, true, properties, body);
    try {
      boolean accepted = channel.waitForConfirms(Math.min(MOST_MILLIS, deadline.millis()));
      // A return comes before the confirm of the same message (RabbitMQ, Consumer Acknowledgements
      // and Publisher Confirms).
      return lent.wasReturned()
          ? Outcome.RETURNED
          : accepted ? Outcome.CONFIRMED : Outcome.REJECTED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for the broker's confirmation", e);
    }
  }
}
