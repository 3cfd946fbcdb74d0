package dev.howdah.task.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.howdah.testing.MutableClock;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class MemoryTaskMessageQueueTest extends TaskMessageQueueContract {

  @Override
  protected TaskMessageQueue open(TaskQueueLimits limits, Duration ttl) {
    return new MemoryTaskMessageQueue(limits, _ -> ttl, InstantSource.system());
  }

  @Test
  void keepsNothingOfTasksThatAreOver() {
    var clock = new MutableClock();
    try (var memory = new MemoryTaskMessageQueue(limits(3), _ -> TTL, clock)) {
      for (int i = 0; i < 500; i++) {
        memory.enqueue(task + i, Messages.request(i));
      }
      memory.onMessage(task, () -> {}).close();
      Messages.takeAll(memory, task + 1);
      assertThat(memory.tasks()).isEqualTo(499);

      clock.advance(TTL.plusSeconds(1));
      memory.enqueue(task, Messages.request(1));
      assertThat(memory.tasks()).isEqualTo(1);
    }
  }

  @Test
  void takesNoMoreTasksThanItsLimit() {
    var two = new TaskQueueLimits(1, 1024, 2);
    try (var memory = new MemoryTaskMessageQueue(two, _ -> TTL, new MutableClock())) {
      memory.enqueue("a", Messages.request(1));
      memory.enqueue("b", Messages.request(1));
      assertThatThrownBy(() -> memory.enqueue("c", Messages.request(1)))
          .isInstanceOf(TaskQueueException.class)
          .hasMessage("2 tasks have messages, and no more are taken");
    }
  }
}
