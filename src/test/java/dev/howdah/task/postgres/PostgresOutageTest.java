package dev.howdah.task.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.howdah.task.Claim;
import dev.howdah.task.NewTask;
import dev.howdah.task.Progress;
import dev.howdah.task.Task;
import dev.howdah.task.TaskException;
import dev.howdah.task.TaskException.Reason;
import dev.howdah.task.TaskId;
import dev.howdah.task.TaskLimits;
import dev.howdah.task.TaskState;
import dev.howdah.task.TaskStore;
import dev.howdah.task.TaskTimes;
import dev.howdah.task.TaskWatch;
import dev.howdah.task.Tidied;
import dev.howdah.task.queue.Eventually;
import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.PGConnection;

/** How the store begins, and what it does when its database goes and comes back. */
@OnPostgres
@Timeout(300)
final class PostgresOutageTest {

  private static final String ANN = "ann";
  private static final Duration SOON = Duration.ofMinutes(1);
  private static final Duration LEASE = TaskTimes.standard().lease();

  private final TestDatabase database;
  private final Stores stores;

  PostgresOutageTest(TestDatabase database) throws SQLException {
    this.database = database;
    this.stores = new Stores(database);
  }

  @BeforeEach
  void startAnew() {
    database.run("drop schema if exists howdah cascade");
  }

  @AfterEach
  void close() {
    stores.close();
  }

  private static NewTask task() {
    return NewTask.of(ANN, "tools/call query", "{}");
  }

  private static void refused(Reason reason, Callable<?> call) {
    assertThatExceptionOfType(TaskException.class)
        .isThrownBy(call::call)
        .satisfies(e -> assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason));
  }

  @Test
  void connectsToNothingBeforeItsFirstUse() {
    try (var store = stores.store()) {
      assertThat(store.durable()).isTrue();
      assertThat(stores.connections()).isZero();
      store.create(task());
      assertThat(stores.connections()).isEqualTo(2);
    }
    try (var store = stores.store()) {
      store.create(task());
      store.create(task());
      assertThat(stores.connections()).isEqualTo(3);
    }
  }

  @Test
  void manyServersMakeTheTablesOnce() throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<TaskId>> starts = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        starts.add(
            () -> {
              try (var store = stores.store()) {
                return store.create(task()).id();
              }
            });
      }
      List<TaskId> made = new ArrayList<>();
      for (Future<TaskId> each : executor.invokeAll(starts)) {
        made.add(each.get());
      }
      assertThat(made).doesNotHaveDuplicates().hasSize(12);
    }
    assertThat(database.ask("select count(*) from howdah.task")).isEqualTo("12");
    assertThat(database.ask("select count(*) from howdah.task_migration where mversion = '1'"))
        .isEqualTo("1");
  }

  @Test
  void twoSchemasDoNotMix() {
    try (var one = stores.store();
        var two = stores.store("other_tasks", TaskTimes.standard(), TaskLimits.standard())) {
      TaskId id = one.create(task()).id();
      assertThat(two.find(id, ANN)).isEmpty();
      assertThat(two.create(task()).id()).isNotEqualTo(id);
      assertThat(one.list(ANN, Optional.empty(), 10).tasks()).hasSize(1);
    } finally {
      database.run("drop schema if exists other_tasks cascade");
    }
  }

  @Test
  void aRoleThatMayNotMakeTheTablesIsToldSo() {
    try (var store =
        new PostgresTaskStore(
            reader(),
            () -> database.connect(database.reader()),
            "howdah",
            TaskTimes.standard(),
            TaskLimits.standard())) {
      assertThatExceptionOfType(TaskException.class)
          .isThrownBy(() -> store.create(task()))
          .withMessage(
              "The tables of the task store could not be made;"
                  + " the role needs CREATE on the database,"
                  + " or USAGE and CREATE on the schema howdah where that is there already.")
          .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE));
    }
  }

  @Test
  void aRoleThatMayMakeTablesInASchemaThatIsThereNeedsNoMore() {
    String role = database.reader().user();
    database.run("create schema given_tasks");
    try (var store =
        new PostgresTaskStore(
            reader(),
            () -> database.connect(database.reader()),
            "given_tasks",
            TaskTimes.standard(),
            TaskLimits.standard())) {
      assertThatExceptionOfType(TaskException.class).isThrownBy(() -> store.create(task()));

      database.run("grant usage, create on schema given_tasks to " + role);

      assertThat(store.create(task()).terminal()).isFalse();
    } finally {
      database.run("drop schema given_tasks cascade");
    }
  }

  private javax.sql.DataSource reader() {
    var source = new org.postgresql.ds.PGSimpleDataSource();
    source.setUrl(database.jdbcUrl());
    source.setUser(database.reader().user());
    source.setPassword(database.reader().password());
    return source;
  }

  @Test
  void oneRestartOfTheDatabaseCostsOneCallAtMost() {
    try (var store = stores.store()) {
      Claim claim = store.create(task(), "s1");
      warm(store);

      terminate("pool");

      int failures = 0;
      for (int i = 0; i < 20; i++) {
        try {
          store.report(claim.lease(), new Progress(i, null, null));
        } catch (TaskException e) {
          assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE);
          failures++;
        }
      }
      assertThat(failures).isLessThanOrEqualTo(1);
      terminate("pool");
      assertThat(store.find(claim.task().id(), ANN)).isPresent();
    }
  }

  /** Fills the pool. */
  private void warm(TaskStore store) {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        var _ = executor.submit(() -> store.list(ANN, Optional.empty(), 10));
      }
    }
  }

  @Test
  void aDatabaseThatIsDownIsSaidToBeAndFoundAgain() {
    try (var store = stores.store();
        var late = stores.store()) {
      TaskId id = store.create(task()).id();

      down();
      refused(Reason.UNAVAILABLE, () -> store.find(id, ANN));
      refused(Reason.UNAVAILABLE, () -> store.create(task()));
      refused(Reason.UNAVAILABLE, () -> late.create(task()));
      up();

      assertThat(store.find(id, ANN)).isPresent();
      assertThat(late.find(id, ANN)).isPresent();
    }
  }

  @Test
  void changesAreHeardAgainAfterAnOutage() throws Exception {
    try (var here = stores.store();
        var there = stores.store();
        var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Claim claim = here.create(task(), "s1");
      long version = claim.task().version();
      Future<Optional<Task>> first =
          executor.submit(() -> there.await(claim.task().id(), ANN, version, SOON));
      here.report(claim.lease(), new Progress(1, null, null));
      long seen = first.get().orElseThrow().version();
      try (TaskWatch watch = there.watch(List.of(claim.task().id()))) {
        awaitListener();
        down();
        up();
        Task changed = progress(here, claim);
        assertThat(watch.await(() -> there.find(changed.id(), ANN), seen, SOON).orElseThrow())
            .extracting(Task::version)
            .isEqualTo(changed.version());
        awaitListener();
        Task again = here.report(claim.lease(), new Progress(3, null, null));
        assertThat(watch.await(() -> there.find(changed.id(), ANN), changed.version(), SOON))
            .contains(again);
      }
    }
  }

  /** The first call after an outage may fail. */
  private static Task progress(TaskStore store, Claim claim) {
    try {
      return store.report(claim.lease(), new Progress(2, null, null));
    } catch (TaskException _) {
      return store.report(claim.lease(), new Progress(2, null, null));
    }
  }

  @Test
  void anOutageIsOneLineInTheLog() throws InterruptedException {
    var entries = new LinkedBlockingQueue<LogRecord>();
    Logger logger = Logger.getLogger(Listener.class.getName());
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord entry) {
            entries.add(entry);
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    logger.addHandler(handler);
    try (var store = stores.store();
        TaskWatch watch = store.watch(List.of(store.create(task()).id()))) {
      awaitListener();
      down();
      LogRecord entry = entries.poll(SOON.toSeconds(), TimeUnit.SECONDS);
      up();

      assertThat(watch.closed()).isFalse();
      assertThat(entry).isNotNull();
      assertThat(entry.getLevel()).isEqualTo(Level.WARNING);
      assertThat(entry.getMessage()).startsWith("task changes are not heard of just now: ");
      assertThat(entry.getMessage()).doesNotContain("\n");
      assertThat(entry.getThrown()).isNull();
    } finally {
      logger.removeHandler(handler);
    }
  }

  @Test
  void leasesThatRanOutInAnOutageCanBeRenewed() {
    TaskTimes quick =
        new TaskTimes(
            Duration.ofHours(1), Duration.ofHours(1), Duration.ofMinutes(5), Duration.ofSeconds(1));
    try (var here = stores.store(quick, TaskLimits.standard());
        var there = stores.store(quick, TaskLimits.standard());
        var fresh = stores.store(quick, TaskLimits.standard())) {
      Claim claim = here.create(task(), "s1");
      assertThat(there.tidy().nothing()).isTrue();
      down();
      refused(Reason.UNAVAILABLE, () -> here.renew(List.of(claim.lease())));
      refused(Reason.UNAVAILABLE, there::tidy);
      up();
      stores.pass(Duration.ofMinutes(6));

      assertThat(there.tidy().nothing()).isTrue();
      assertThat(there.claimNext("s2")).isEmpty();
      assertThat(here.renew(List.of(claim.lease()))).hasSize(1);

      // More than a lease and what a store adds to it that was slow to answer.
      stores.pass(Duration.ofMinutes(20));
      assertThat(fresh.tidy()).isEqualTo(new Tidied(1, 0, 0, 0));
    }
  }

  @Test
  void whatAKilledServerHeldFails() {
    try (var there = stores.store()) {
      Claim claim;
      try (var here = stores.store()) {
        claim = here.create(task(), "s1");
        terminate("pool");
        terminate("direct");
      }
      stores.pass(LEASE.multipliedBy(2).plusMinutes(3));

      assertThat(there.find(claim.task().id(), ANN)).isPresent();
      assertThat(there.tidy()).isEqualTo(new Tidied(1, 0, 0, 0));
      assertThat(there.find(claim.task().id(), ANN).orElseThrow().state())
          .isEqualTo(new TaskState.Failed(0));
    }
  }

  @Test
  void whoListensLearnsNoIds() throws SQLException {
    try (var store = stores.store();
        Connection listening = database.connect(database.reader())) {
      listening.createStatement().execute("listen howdah_task");
      Task made = store.create(task());

      List<String> told = new ArrayList<>();
      while (told.size() < 2) {
        for (var each : listening.unwrap(PGConnection.class).getNotifications(0)) {
          told.add(each.getParameter());
        }
      }

      assertThat(told).containsExactlyInAnyOrder("work", made.id().signal());
    }
  }

  @Test
  void theListenerGoesWhenItsStoreIsClosed() throws InterruptedException {
    try (var store = stores.store()) {
      Task made = store.create(task());
      TaskWatch watch = store.watch(List.of(made.id()));
      awaitListener();
      assertThat(watch.closed()).isFalse();
    }
    awaitSql(
        "select count(*) = 0 from pg_stat_activity where datname = current_database()"
            + " and application_name = 'direct'");
  }

  private void awaitListener() throws InterruptedException {
    awaitSql(
        "select count(*) > 0 from pg_stat_activity where datname = current_database()"
            + " and query like 'listen%'");
  }

  private void awaitSql(String condition) throws InterruptedException {
    Eventually.is(() -> "t".equals(database.ask(condition)));
  }

  /** Returns when they have gone. */
  private void terminate(String application) {
    superuser(
        "select pg_terminate_backend(pid, 60000) from pg_stat_activity where application_name = '"
            + application
            + "' and datname = '"
            + database.name()
            + "'");
  }

  private void down() {
    superuser("alter database " + database.name() + " with connection limit 0");
    terminate("pool");
    terminate("direct");
  }

  private void up() {
    superuser("alter database " + database.name() + " with connection limit -1");
  }

  private void superuser(String sql) {
    try (Connection connection = database.connect(database.superuser());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
