package dev.howdah.task.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.task.Claim;
import dev.howdah.task.NewTask;
import dev.howdah.task.Outcome;
import dev.howdah.task.Progress;
import dev.howdah.task.Task;
import dev.howdah.task.TaskId;
import dev.howdah.testing.HostileOperators;
import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Somebody else may make operators, and take locks, in the database of the store. */
@OnPostgres
@Timeout(300)
final class HostileOperatorsTest {

  private static final String ANN = "ann";

  private final TestDatabase database;
  private final Stores stores;

  HostileOperatorsTest(TestDatabase database) throws SQLException {
    this.database = database;
    this.stores = new Stores(database);
  }

  @BeforeEach
  void startAnew() {
    database.run("drop schema if exists howdah cascade");
    HostileOperators.make(database);
  }

  @AfterEach
  void close() {
    stores.close();
    HostileOperators.drop(database);
  }

  @Test
  void theStoreUsesNoneOfThem() {
    try (var store = stores.store()) {
      Claim claim = store.create(NewTask.of(ANN, "tools/call query", "{}"), "s1");
      TaskId id = claim.task().id();
      store.report(claim.lease(), new Progress(1, 2.0, "half"));
      store.ask(claim.lease(), Map.of("key", "question"));
      assertThat(store.answer(id, ANN, Map.of("key", "answer")).accepted()).contains("key");
      assertThat(store.answers(claim.lease())).containsEntry("key", "answer");
      assertThat(store.renew(List.of(claim.lease()))).hasSize(1);
      assertThat(store.find(id, ANN)).isPresent();
      store.finish(claim.lease(), new Outcome.Completed(false, new byte[] {'x'}, "done"));
      assertThat(store.result(id, ANN)).isPresent();
      assertThat(store.list(ANN, Optional.empty(), 1).tasks()).hasSize(1);

      Task free = store.create(NewTask.of(ANN, "tools/call query", "{}"));
      Claim next = store.claimNext("s2").orElseThrow();
      assertThat(next.task().id()).isEqualTo(free.id());
      store.release(next.lease());
      assertThat(store.claim(free.id(), "s3")).isPresent();
      store.requestCancel(free.id(), ANN);
      store.cancel(free.id(), ANN, "gone");
      store.tidy();
      assertThat(store.await(id, ANN, 0, Duration.ZERO)).isPresent();
    }
    assertThat(HostileOperators.used(database)).isEqualTo("none");
  }

  @Test
  void theTriggerUsesNoneOfThemWhoeverChangesATask() {
    try (var store = stores.store()) {
      store.create(NewTask.of(ANN, "tools/call query", "{}"));
    }
    database.run("set search_path = public; update howdah.task set version = version + 1");

    assertThat(HostileOperators.used(database)).isEqualTo("none");
  }

  @Test
  void locksThatAnybodyMayTakeHoldNobodyUp() throws SQLException {
    try (var store = stores.store();
        Connection other = database.connect(database.reader());
        var statement = other.createStatement()) {
      statement.execute(
          "select pg_catalog.pg_advisory_lock("
              + "pg_catalog.hashtextextended('howdah task schema howdah', 0)),"
              + " pg_catalog.pg_advisory_lock("
              + "pg_catalog.hashtextextended('howdah task ann', 0))");

      assertThat(store.create(NewTask.of(ANN, "tools/call query", "{}")).owner()).isEqualTo(ANN);
    }
  }
}
