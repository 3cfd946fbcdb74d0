package dev.howdah.task.queue.rabbit;

import dev.howdah.task.queue.SharedTaskMessageQueueContract;
import dev.howdah.task.queue.TaskMessageQueue;
import dev.howdah.task.queue.TaskQueueLimits;
import dev.howdah.testing.NeedsRabbitmq;
import dev.howdah.testing.RabbitmqServer;
import java.time.Duration;
import org.junit.jupiter.api.Nested;

/** The contract on both types of queue of both brokers. */
class RabbitmqTaskMessageQueueTest {

  abstract static class Contract extends SharedTaskMessageQueueContract {
    private final RabbitmqServer server;
    private final QueueType type;

    Contract(RabbitmqServer server, QueueType type) {
      this.server = server;
      this.type = type;
    }

    @Override
    protected TaskMessageQueue open(TaskQueueLimits limits, Duration ttl) {
      return new RabbitmqTaskMessageQueue(
          RabbitmqSettings.at(server.uri())
              .withQueueType(type)
              .withLimits(limits)
              .withOperationTimeout(Duration.ofMinutes(3)),
          _ -> ttl);
    }
  }

  @Nested
  @NeedsRabbitmq
  class OnRabbitmq4 extends Contract {
    OnRabbitmq4(RabbitmqServer server) {
      super(server, QueueType.CLASSIC);
    }
  }

  @Nested
  @NeedsRabbitmq(3)
  class OnRabbitmq3 extends Contract {
    OnRabbitmq3(RabbitmqServer server) {
      super(server, QueueType.CLASSIC);
    }
  }

  /** A quorum queue's limit is a soft one. */
  abstract static class QuorumContract extends Contract {
    QuorumContract(RabbitmqServer server) {
      super(server, QueueType.QUORUM);
    }

    @Override
    protected int overshoot() {
      return 1;
    }
  }

  @Nested
  @NeedsRabbitmq
  class AsQuorumQueueOnRabbitmq4 extends QuorumContract {
    AsQuorumQueueOnRabbitmq4(RabbitmqServer server) {
      super(server);
    }
  }

  @Nested
  @NeedsRabbitmq(3)
  class AsQuorumQueueOnRabbitmq3 extends QuorumContract {
    AsQuorumQueueOnRabbitmq3(RabbitmqServer server) {
      super(server);
    }
  }
}
