package dev.howdah.tools.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.db.Database;
import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.resilience.Cancellation;
import dev.howdah.task.queue.Eventually;
import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.OpenGate;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

@OnPostgres
record InventoriesTest(TestDatabase database) {

  /** The reader waits for a lock for some seconds only: what is seen before that counts. */
  @Test
  void endsACallThatWaitsForTheReadingOfAnother() throws Exception {
    int attempts = 1;
    while (!waitingEndsBeforeTheReading()) {
      assertThat(attempts++).isLessThan(10);
    }
  }

  /** Whether it was seen; not on a machine so busy that the reader has given up meanwhile. */
  private boolean waitingEndsBeforeTheReading() throws SQLException, InterruptedException {
    var inventories = new Inventories();
    var cancellation = new Cancellation();
    try (Database shared = ToolClient.database("default", database.dsn(database.reader()))) {
      final CompletableFuture<Inventory> reading;
      try (var holder = database.connect(database.superuser());
          var statement = holder.createStatement()) {
        holder.setAutoCommit(false);
        // What is read of it is not looked at to see whether something has changed.
        statement.execute("lock table pg_range in access exclusive mode");
        reading = asked(inventories, shared, new Cancellation());
        Eventually.is(() -> reading.isDone() || is("wait_event_type = 'Lock'"));
        var waiting = asked(inventories, shared, cancellation);
        Eventually.is(() -> reading.isDone() || is("state = 'idle'"));
        boolean waited = !waiting.isDone();
        cancellation.cancel("gone");
        Eventually.is(() -> reading.isDone() || waiting.isDone());
        if (reading.isDone()) {
          return false;
        }
        assertThat(waited).isTrue();
        assertThat(waiting)
            .failsWithin(Duration.ZERO)
            .withThrowableOfType(ExecutionException.class)
            .havingCause()
            .isInstanceOfSatisfying(
                CallException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
        holder.rollback();
      }
      var next = reading.exceptionallyCompose(_ -> asked(inventories, shared, new Cancellation()));
      assertThat(next).succeedsWithin(Duration.ofMinutes(3));
      assertThat(asked(inventories, shared, new Cancellation()))
          .succeedsWithin(Duration.ofMinutes(3));
      return true;
    }
  }

  private static CompletableFuture<Inventory> asked(
      Inventories inventories, Database database, Cancellation cancellation) {
    var session = OpenGate.session(database, cancellation);
    return CompletableFuture.supplyAsync(
        () -> inventories.of(session), task -> Thread.ofVirtual().start(task));
  }

  /** Whether one of the reader's connections is like this. */
  private boolean is(String state) {
    var ask =
        "select count(*) from pg_stat_activity where usename = '%s' and %s"
            .formatted(database.reader().user(), state);
    return !"0".equals(database.ask(database.superuser(), ask));
  }
}
