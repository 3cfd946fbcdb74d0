package dev.howdah.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.task.MemoryTaskStore.Room;
import dev.howdah.task.TaskException.Reason;
import dev.howdah.testing.MutableClock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class MemoryTaskStoreTest extends TaskStoreContract {

  private final MutableClock clock = new MutableClock();

  @Override
  protected TaskStore empty(TaskTimes times, TaskLimits limits) {
    return new MemoryTaskStore(times, limits, clock);
  }

  @Override
  protected TaskStore another(TaskStore store, TaskTimes times, TaskLimits limits) {
    return store;
  }

  @Override
  protected void pass(Duration time) {
    clock.advance(time);
  }

  @Override
  protected boolean isDurable() {
    return false;
  }

  @Test
  void hasRoomForSoManyTasks() {
    try (var store = small()) {
      for (int i = 0; i < 10; i++) {
        store.create(NewTask.of("owner " + i, "kind", "{}"));
      }
      refused(Reason.TOO_MANY, () -> store.create(task()));

      clock.advance(TaskTimes.standard().ttl());
      assertThat(store.create(task()).version()).isEqualTo(1);
    }
  }

  @Test
  void hasRoomForSoManyBytes() {
    try (var store = small()) {
      Lease lease = store.create(NewTask.of(ANN, "kind", "x".repeat(600)), "s1").lease();
      refused(Reason.TOO_MANY, () -> store.create(NewTask.of(ANN, "kind", "x".repeat(500))));
      refused(Reason.TOO_MANY, () -> store.ask(lease, Map.of("a", "x".repeat(500))));
      refused(
          Reason.TOO_MANY,
          () -> store.finish(lease, new Outcome.Completed(false, new byte[500], null)));
      assertThat(store.find(lease.id(), ANN)).map(Task::version).isEqualTo(Optional.of(2L));
      store.finish(lease, new Outcome.Completed(false, new byte[400], null));
      refused(Reason.TOO_MANY, () -> store.create(NewTask.of(BOB, "kind", "x")));

      store.create(NewTask.of(ANN, "kind", "x"));
      assertThat(store.find(lease.id(), ANN)).isEmpty();
      clock.advance(TaskTimes.standard().ttl());
      store.create(NewTask.of(ANN, "kind", "x".repeat(1000)));
    }
  }

  @Test
  void pagesTakeRoomUntilTheirTaskIsOver() {
    try (var store = small()) {
      Lease lease = store.create(NewTask.of(ANN, "kind", "{}"), "s1").lease();
      store.keepPage(lease, 1, new byte[400]);
      refused(Reason.TOO_MANY, () -> store.keepPage(lease, 2, new byte[700]));
      assertThat(store.page(lease.id(), ANN, 2)).isEmpty();
      refused(Reason.TOO_MANY, () -> store.create(NewTask.of(ANN, "kind", "x".repeat(700))));

      clock.advance(TaskTimes.standard().ttl());
      store.create(NewTask.of(ANN, "kind", "x".repeat(1000)));
    }
  }

  @Test
  void thereIsAlwaysRoomToSayWhatWentWrong() {
    try (var store = small()) {
      Lease lease = store.create(NewTask.of(ANN, "kind", "x".repeat(1000)), "s1").lease();

      store.finish(lease, new Outcome.Completed(true, new byte[500], "lost"));

      assertThat(store.result(lease.id(), ANN)).isPresent();
      assertThat(store.find(lease.id(), ANN).orElseThrow().terminal()).isTrue();
    }
  }

  private MemoryTaskStore small() {
    return new MemoryTaskStore(
        TaskTimes.standard(), TaskLimits.standard(), new Room(10, 1000), clock);
  }
}
