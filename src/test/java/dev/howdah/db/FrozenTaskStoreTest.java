package dev.howdah.db;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.howdah.task.Claim;
import dev.howdah.task.NewTask;
import dev.howdah.task.Outcome;
import dev.howdah.task.Task;
import dev.howdah.task.TaskException;
import dev.howdah.task.TaskException.Reason;
import dev.howdah.task.TaskLimits;
import dev.howdah.task.TaskState;
import dev.howdah.task.TaskStore;
import dev.howdah.task.TaskTimes;
import dev.howdah.task.TaskWatch;
import dev.howdah.task.postgres.PostgresTaskStore;
import dev.howdah.testing.FreezingRelay;
import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tasks whose database takes connections and says nothing, until it goes on. */
@OnPostgres
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class FrozenTaskStoreTest {

  private static final String ANN = "ann";
  private static final int MOST = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final Duration SILENCE = Duration.ofSeconds(10);

  /** Much more than both together, for a machine that is busy. */
  private static final Duration BOUND = Duration.ofMinutes(2);

  private final TestDatabase database;

  FrozenTaskStoreTest(TestDatabase database) {
    this.database = database;
  }

  private static NewTask task() {
    return NewTask.of(ANN, "tools/call query", "{}");
  }

  @Test
  void everythingEndsInTimeWhileTheDatabaseIsFrozenAndWorksAfterwards() throws Exception {
    database.run("drop schema if exists howdah cascade");
    try (var relay = new FreezingRelay(database.host(), database.port());
        var pool = pool(relay);
        var store =
            new PostgresTaskStore(
                pool.source(),
                pool::open,
                PostgresTaskStore.SCHEMA,
                TaskTimes.standard(),
                TaskLimits.standard());
        var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Claim claim = store.create(task(), "s1");
      Task seen = store.find(claim.task().id(), ANN).orElseThrow();
      try (TaskWatch watch = store.watch(List.of(seen.id()))) {
        relay.freeze(true);
        for (Future<Long> each : executor.invokeAll(calls(store, claim))) {
          assertThat(each.get()).isLessThan(BOUND.toMillis());
        }
        relay.freeze(false);

        assertThat(renewed(store, claim)).hasSize(1);
        assertThat(store.tidy().nothing()).isTrue();
        store.finish(
            claim.lease(), new Outcome.Completed(false, "{\"a\":1}".getBytes(UTF_8), null));
        Optional<Task> told = watch.await(() -> store.find(seen.id(), ANN), seen.version(), BOUND);
        assertThat(told.orElseThrow().state()).isInstanceOf(TaskState.Completed.class);
      }
    }
  }

  private OwnPool pool(FreezingRelay relay) {
    String through =
        database
            .dsn(database.owner())
            .replace(":" + database.port() + "/", ":" + relay.port() + "/");
    return new OwnPool(ConnectionSettings.of(through, Map.of()), MOST, PATIENCE, SILENCE);
  }

  /** Many more than there are connections; each gives the milliseconds until it was refused. */
  private static List<Callable<Long>> calls(TaskStore store, Claim claim) {
    List<Callable<Long>> calls = new ArrayList<>();
    for (int i = 0; i < 2 * MOST; i++) {
      calls.add(() -> refused(() -> store.find(claim.task().id(), ANN)));
      calls.add(() -> refused(() -> store.create(task())));
      calls.add(() -> refused(() -> store.requestCancel(claim.task().id(), "bob")));
      calls.add(() -> refused(() -> store.renew(List.of(claim.lease()))));
    }
    return calls;
  }

  private static long refused(Callable<?> call) {
    long begun = System.nanoTime();
    assertThatExceptionOfType(TaskException.class)
        .isThrownBy(call::call)
        .withMessageContaining("cannot be reached just now")
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE));
    return Duration.ofNanos(System.nanoTime() - begun).toMillis();
  }

  /** What was under way when it was frozen may still fail once or twice. */
  private static List<Task> renewed(TaskStore store, Claim claim) throws InterruptedException {
    long end = System.nanoTime() + BOUND.toNanos();
    while (true) {
      try {
        return store.renew(List.of(claim.lease()));
      } catch (TaskException e) {
        assertThat(System.nanoTime()).as("%s", e.getMessage()).isLessThan(end);
        Thread.sleep(50);
      }
    }
  }
}
