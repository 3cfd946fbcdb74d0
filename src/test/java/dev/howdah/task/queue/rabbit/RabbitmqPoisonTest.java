package dev.howdah.task.queue.rabbit;

import dev.howdah.testing.NeedsRabbitmq;
import dev.howdah.testing.RabbitmqServer;
import org.junit.jupiter.api.Nested;

class RabbitmqPoisonTest {

  @Nested
  @NeedsRabbitmq
  class OfRabbitmq4 extends RabbitmqPoison {
    OfRabbitmq4(RabbitmqServer server) throws Exception {
      super(server);
    }
  }

  @Nested
  @NeedsRabbitmq(3)
  class OfRabbitmq3 extends RabbitmqPoison {
    OfRabbitmq3(RabbitmqServer server) throws Exception {
      super(server);
    }
  }
}
