package dev.howdah.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.TestDatabase;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections for the server's own tables, when the database goes and comes back. */
@OnPostgres
@Timeout(120)
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
          "select count(pg_terminate_backend(pid)) from pg_stat_activity"
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

  private static OwnPool pool(String dsn) {
    return new OwnPool(ConnectionSettings.of(dsn + "?application_name=own-pool", Map.of()), MOST);
  }
}
