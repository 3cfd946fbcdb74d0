package dev.howdah.task.queue.rabbit;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import dev.howdah.task.queue.TaskQueueLimits;
import dev.howdah.task.queue.TaskTtl;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/**
 * The queues on the broker: their names, their arguments, and which of them are known to be there.
 *
 * <p>Next to the tasks' queues stands one for what was dead-lettered. Names with {@code @} cannot
 * be those of tasks.
 */
final class TaskQueues {

  private static final int KNOWN = 10_000;
  private static final Duration SHORTEST_TTL = Duration.ofSeconds(1);
  private static final Duration LONGEST_TTL = Duration.ofDays(45);

  /** Messages expire before their queue does, for those of an expired queue are lost unseen. */
  private static final Duration QUEUE_OUTLIVES_MESSAGES = Duration.ofMinutes(1);

  private static final int DEAD_KEPT = 10_000;
  private static final Duration DEAD_KEPT_FOR = Duration.ofDays(7);

  /** Looking at a message counts as a delivery on a quorum queue. */
  private static final int LOOKS = 1000;

  private final RabbitmqSettings settings;
  private final TaskTtl ttl;
  private final Map<String, Boolean> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > KNOWN;
        }
      };

  TaskQueues(RabbitmqSettings settings, TaskTtl ttl) {
    this.settings = settings;
    this.ttl = ttl;
  }

  String name(String taskId) {
    return settings.prefix() + TaskQueueLimits.requireTaskId(taskId);
  }

  static String dead(RabbitmqSettings settings) {
    return settings.prefix() + "@dead";
  }

  static String work(RabbitmqSettings settings) {
    return settings.prefix() + "@work";
  }

  /** Has the task's queue made unless it is known to be there. */
  void declare(Channels channels, Attempts.Deadline deadline, String taskId)
      throws IOException, TimeoutException {
    String queue = name(taskId);
    if (isKnown(queue)) {
      return;
    }
    String dead = dead(settings);
    if (!isKnown(dead)) {
      make(channels, deadline, channel -> declareDead(channel, settings));
      know(dead);
    }
    make(
        channels,
        deadline,
        channel -> channel.queueDeclare(queue, true, false, false, arguments(taskId)));
    know(queue);
  }

  /** What makes a queue. */
  @FunctionalInterface
  interface Making {
    void on(Channel channel) throws IOException;
  }

  /** Makes a queue, or takes the one that is there, with whatever ttl and limits it has. */
  static void make(Channels channels, Attempts.Deadline deadline, Making making)
      throws IOException, TimeoutException {
    try {
      channels.use(
          deadline,
          lent -> {
            making.on(lent.channel());
            return true;
          });
    } catch (IOException e) {
      if (Failures.code(e) != AMQP.PRECONDITION_FAILED) {
        throw e;
      }
    }
  }

  /**
   * What is to be seen of a queue from outside.
   *
   * @param ready how many messages nobody has taken; -1 if there is no such queue
   * @param readers how many read it or wait in line to
   */
  record Sight(int ready, int readers) {}

  static Sight look(Channels channels, Attempts.Deadline deadline, String queue)
      throws IOException, TimeoutException {
    try {
      var found = channels.use(deadline, lent -> lent.channel().queueDeclarePassive(queue));
      return new Sight(found.getMessageCount(), found.getConsumerCount());
    } catch (IOException e) {
      if (Failures.isMissing(e)) {
        return new Sight(-1, 0);
      }
      throw e;
    }
  }

  /** How many messages of a queue nobody has taken; -1 if there is no such queue. */
  static int ready(Channels channels, Attempts.Deadline deadline, String queue)
      throws IOException, TimeoutException {
    return look(channels, deadline, queue).ready();
  }

  /** Makes where dead letters go, which keeps the newest for a week. */
  static void declareDead(Channel channel, RabbitmqSettings settings) throws IOException {
    String dead = dead(settings);
    channel.exchangeDeclare(dead, BuiltinExchangeType.FANOUT, true);
    channel.queueDeclare(
        dead,
        true,
        false,
        false,
        Map.of(
            "x-queue-type", settings.queueType().argument(),
            "x-max-length", DEAD_KEPT,
            "x-message-ttl", DEAD_KEPT_FOR.toMillis()));
    channel.queueBind(dead, dead, "");
  }

  private Map<String, Object> arguments(String taskId) {
    Duration lifetime = ttl.of(taskId);
    if (lifetime.compareTo(SHORTEST_TTL) < 0) {
      lifetime = SHORTEST_TTL;
    } else if (lifetime.compareTo(LONGEST_TTL) > 0) {
      lifetime = LONGEST_TTL;
    }
    var arguments = new HashMap<String, Object>();
    arguments.put("x-queue-type", settings.queueType().argument());
    arguments.put("x-single-active-consumer", true);
    arguments.put("x-message-ttl", lifetime.toMillis());
    arguments.put("x-expires", lifetime.plus(QUEUE_OUTLIVES_MESSAGES).toMillis());
    arguments.put("x-max-length", settings.limits().maxMessages());
    arguments.put("x-overflow", "reject-publish");
    arguments.put("x-dead-letter-exchange", dead(settings));
    if (settings.queueType() == QueueType.QUORUM) {
      arguments.put("x-delivery-limit", LOOKS);
    }
    return arguments;
  }

  private boolean isKnown(String queue) {
    synchronized (known) {
      return known.containsKey(queue);
    }
  }

  private void know(String queue) {
    synchronized (known) {
      known.put(queue, true);
    }
  }

  /** The queue is gone, or may be. */
  void forget(String queue) {
    synchronized (known) {
      known.remove(queue);
    }
  }

  /** Everything may be gone, the queue for dead letters too. */
  void forgetAll() {
    synchronized (known) {
      known.clear();
    }
  }
}
