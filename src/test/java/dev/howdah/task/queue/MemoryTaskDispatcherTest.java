package dev.howdah.task.queue;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MemoryTaskDispatcherTest extends TaskDispatcherContract {

  @Override
  protected TaskDispatcher open() {
    return new MemoryTaskDispatcher(1000, 5);
  }

  @Test
  void takesNoMoreThanItsLimit() {
    try (var small = new MemoryTaskDispatcher(2, 5)) {
      small.submit("a");
      small.submit("b");
      assertThatThrownBy(() -> small.submit("c"))
          .isInstanceOf(TaskQueueException.class)
          .hasMessage("2 tasks wait to be run");
    }
  }
}
