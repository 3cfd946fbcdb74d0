package dev.howdah.db;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The PostgreSQL server of the tests; the only place that knows how to find it. */
final class TestServer {

  private static final Map<String, String> NOTHING = Map.of();

  private TestServer() {}

  static String dsn() {
    String property = System.getProperty("howdah.test.dsn");
    return Objects.requireNonNull(
        property != null ? property : System.getenv("HOWDAH_TEST_DSN"),
        "set HOWDAH_TEST_DSN to a superuser's connection string");
  }

  static ConnectionSettings settings() {
    return ConnectionSettings.of(dsn(), NOTHING);
  }

  /** The same server with another parameter appended. */
  static ConnectionSettings settings(String more) {
    return ConnectionSettings.of(dsn() + (dsn().contains("?") ? "&" : "?") + more, NOTHING);
  }

  static Database database() {
    return new Database("main", settings(), PoolSettings.DEFAULT);
  }

  /** Runs statements outside of what is tested, and returns the last one's first value. */
  static @Nullable String admin(String... statements) throws SQLException {
    var settings = settings();
    String value = null;
    try (var connection = DriverManager.getConnection(settings.url(), settings.properties());
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
