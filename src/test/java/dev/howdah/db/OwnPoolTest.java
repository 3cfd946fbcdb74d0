package dev.howdah.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.TestDatabase;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections for the server's own tables, when the database goes and comes back. */
@OnPostgres
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class OwnPoolTest {

  private static final int MOST = 4;

  private final TestDatabase database;

  OwnPoolTest(TestDatabase database) {
    this.database = database;
  }

  @Test
  void givesNoDeadConnectionAfterARestartOfTheDatabase() throws SQLException {
    try (var pool = pool(database.dsn(database.owner()))) {
      fill(pool);

      database.ask(
          "select count(pg_terminate_backend(pid, 60000)) from pg_stat_activity"
              + " where application_name = 'own-pool' and datname = current_database()");

      // Each of those that were there gets its turn.
      fill(pool);
    }
  }

  /** Uses as many connections as there may be at a time. */
  private static void fill(OwnPool pool) throws SQLException {
    List<Connection> taken = new ArrayList<>();
    try {
      for (int i = 0; i < MOST; i++) {
        Connection connection = pool.source().getConnection();
        taken.add(connection);
        try (var statement = connection.createStatement()) {
          assertThat(statement.execute("select 1")).isTrue();
        }
      }
    } finally {
      for (Connection connection : taken) {
        connection.close();
      }
    }
  }

  @Test
  void doesNotWaitForEverForADatabaseThatSaysNothing() throws Exception {
    try (var silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        var pool = pool("postgresql://ann@127.0.0.1:" + silent.getLocalPort() + "/any")) {
      assertThatExceptionOfType(SQLException.class)
          .isThrownBy(() -> pool.source().getConnection().close());
    }
    try (var pool = pool(database.dsn(database.owner()));
        Connection connection = pool.source().getConnection()) {
      assertThat(connection.getNetworkTimeout()).isBetween(1, 60_000);
    }
    try (var pool = pool(database.dsn(database.owner()));
        Connection connection = pool.open()) {
      assertThat(connection.getNetworkTimeout()).isBetween(1, 60_000);
    }
  }

  @Test
  void manyWhoWaitForASilentDatabaseGoInTimeAndHoldUpNobody() throws Exception {
    var patience = Duration.ofSeconds(5);
    try (var silent = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        var pool =
            new OwnPool(
                ConnectionSettings.of(
                    "postgresql://ann@127.0.0.1:" + silent.getLocalPort() + "/any", Map.of()),
                MOST,
                patience,
                patience);
        var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Long>> waits = new ArrayList<>();
      for (int i = 0; i < 10 * MOST; i++) {
        waits.add(() -> failedAfter(pool));
      }
      var others = new AtomicInteger();
      var ticking =
          executor.submit(
              () -> {
                while (others.incrementAndGet() > 0) {
                  Thread.sleep(10);
                }
                return true;
              });

      for (Future<Long> wait : executor.invokeAll(waits)) {
        assertThat(wait.get()).isLessThan(10 * patience.toMillis());
      }

      // The longest wait is five seconds, and this ticks a hundred times a second.
      assertThat(others.get()).isGreaterThan(20);
      ticking.cancel(true);
    }
  }

  private static long failedAfter(OwnPool pool) {
    long begun = System.nanoTime();
    assertThatExceptionOfType(SQLException.class)
        .isThrownBy(() -> pool.source().getConnection().close());
    return (System.nanoTime() - begun) / 1_000_000;
  }

  @Test
  void aTurnEndsWithItsConnectionOnceHoweverOftenThatIsClosed() throws SQLException {
    try (var pool = pool(database.dsn(database.owner()))) {
      for (int i = 0; i < 3 * MOST; i++) {
        Connection connection = pool.source().getConnection();
        if (i % 2 == 0) {
          connection.abort(Runnable::run);
        }
        connection.close();
        connection.close();
      }
      fill(pool);
      List<Connection> all = new ArrayList<>();
      for (int i = 0; i < MOST; i++) {
        all.add(pool.source().getConnection());
      }
      assertThat(all).allSatisfy(each -> assertThat(each.isValid(10)).isTrue());
      for (Connection each : all) {
        each.close();
      }
    }
  }

  private static OwnPool pool(String dsn) {
    return new OwnPool(ConnectionSettings.of(dsn + "?application_name=own-pool", Map.of()), MOST);
  }
}
