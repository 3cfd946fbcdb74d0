package dev.howdah.task.queue.rabbit;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The one queue of tasks to run, as this broker can have it. */
final class WorkQueue {

  static final int MOST_WAITING = 100_000;

  /** How long a task may run before the broker takes its runner for dead. */
  private static final Duration LONGEST_RUN = Duration.ofDays(7);

  /** The first version that lets a queue say how long. */
  private static final int CONSUMER_TIMEOUT = 312;

  private final RabbitmqSettings settings;
  private volatile @Nullable QueueType declared;

  WorkQueue(RabbitmqSettings settings) {
    this.settings = settings;
  }

  String name() {
    return TaskQueues.work(settings);
  }

  /** Whether the broker itself counts deliveries and puts poison aside. */
  boolean counts() {
    return declared == QueueType.QUORUM;
  }

  void declare(Link link, Channels channels, Attempts.Deadline deadline)
      throws IOException, TimeoutException {
    if (declared != null) {
      return;
    }
    int version = link.version();
    QueueType type = Versions.usable(settings.dispatchType(), version);
    TaskQueues.make(channels, deadline, channel -> TaskQueues.declareDead(channel, settings));
    TaskQueues.make(channels, deadline, channel -> declare(channel, type, version));
    declared = type;
  }

  private void declare(Channel channel, QueueType type, int version) throws IOException {
    Map<String, Object> arguments = new HashMap<>();
    arguments.put("x-queue-type", type.argument());
    arguments.put("x-max-length", MOST_WAITING);
    arguments.put("x-overflow", "reject-publish");
    arguments.put("x-dead-letter-exchange", TaskQueues.dead(settings));
    if (type == QueueType.QUORUM) {
      // The broker counts repetitions.
      arguments.put("x-delivery-limit", settings.deliveryLimit() - 1);
    }
    if (version >= CONSUMER_TIMEOUT) {
      arguments.put("x-consumer-timeout", LONGEST_RUN.toMillis());
    }
    channel.queueDeclare(name(), true, false, false, arguments);
  }

  /** It may not be there any more. */
  void forget() {
    declared = null;
  }
}
