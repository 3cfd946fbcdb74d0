package dev.howdah.db;

import dev.howdah.testing.TestDatabase;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The database of a test class, as these tests see it: through a superuser. */
record TestServer(TestDatabase own) {

  private static final Map<String, String> NOTHING = Map.of();

  String dsn() {
    return own.dsn(own.superuser());
  }

  ConnectionSettings settings() {
    return ConnectionSettings.of(dsn(), NOTHING);
  }

  /** The same server with another parameter appended. */
  ConnectionSettings settings(String more) {
    return ConnectionSettings.of(dsn() + (dsn().contains("?") ? "&" : "?") + more, NOTHING);
  }

  /** The same server for a role without rights. */
  ConnectionSettings reader() {
    return ConnectionSettings.of(own.dsn(own.reader()), NOTHING);
  }

  Database database() {
    return new Database("main", settings(), PoolSettings.DEFAULT);
  }

  /** Runs statements outside of what is tested, and returns the last one's first value. */
  @Nullable String admin(String... statements) throws SQLException {
    String value = null;
    try (var connection = own.connect(own.superuser());
        var statement = connection.createStatement()) {
      for (String sql : statements) {
        value = null;
        if (statement.execute(sql)) {
          try (var rows = statement.getResultSet()) {
            value = rows.next() ? rows.getString(1) : null;
          }
        }
      }
    }
    return value;
  }
}
