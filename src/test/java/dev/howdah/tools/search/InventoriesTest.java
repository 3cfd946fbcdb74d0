package dev.howdah.tools.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.db.Database;
import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.resilience.Cancellation;
import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.OpenGate;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@OnPostgres
record InventoriesTest(TestDatabase database) {

  private static final Duration AT_ONCE = Duration.ofSeconds(1);

  /** Less than after it the reader gives up waiting for the lock. */
  private static final Duration SOON = Duration.ofSeconds(4);

  @Test
  void endsACallThatWaitsForTheReadingOfAnother() throws SQLException, InterruptedException {
    var inventories = new Inventories();
    var cancellation = new Cancellation();
    try (Database shared = ToolClient.database("default", database.dsn(database.reader()))) {
      CompletableFuture<Inventory> reading;
      try (var holder = database.connect(database.superuser());
          var statement = holder.createStatement()) {
        holder.setAutoCommit(false);
        // What is read of it is not looked at to see whether something has changed.
        statement.execute("lock table pg_range in access exclusive mode");
        reading = asked(inventories, shared, new Cancellation());
        await("wait_event_type = 'Lock'");
        var waiting = asked(inventories, shared, cancellation);
        await("state = 'idle'");
        assertThat(waiting).isNotCompleted();
        cancellation.cancel("gone");
        assertThat(waiting)
            .failsWithin(AT_ONCE)
            .withThrowableOfType(ExecutionException.class)
            .havingCause()
            .isInstanceOfSatisfying(
                CallException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
        assertThat(reading).isNotCompleted();
        holder.rollback();
      }
      assertThat(reading).succeedsWithin(Duration.ofSeconds(20));
      assertThat(asked(inventories, shared, new Cancellation()))
          .succeedsWithin(Duration.ofSeconds(20));
    }
  }

  private static CompletableFuture<Inventory> asked(
      Inventories inventories, Database database, Cancellation cancellation) {
    var session = OpenGate.session(database, cancellation);
    return CompletableFuture.supplyAsync(
        () -> inventories.of(session), task -> Thread.ofVirtual().start(task));
  }

  /** Until one of the reader's connections is like this. */
  private void await(String state) throws InterruptedException {
    var deadline = System.nanoTime() + SOON.toNanos();
    var ask =
        "select count(*) from pg_stat_activity where usename = '%s' and %s"
            .formatted(database.reader().user(), state);
    while ("0".equals(database.ask(database.superuser(), ask))) {
      assertThat(System.nanoTime()).as(state).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}
