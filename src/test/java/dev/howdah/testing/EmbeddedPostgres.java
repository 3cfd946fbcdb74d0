package dev.howdah.testing;

import dev.howdah.demo.EmbeddedServer;
import java.sql.SQLException;
import java.util.Map;

/** The PostgreSQL 18 that comes with the program, empty and for this JVM alone. */
final class EmbeddedPostgres {

  private EmbeddedPostgres() {}

  static Way<PostgresServer> way(Map<String, String> environment) {
    return new Way.Open<>(() -> start(environment));
  }

  // Not closed here: the server that is returned carries it.
  @SuppressWarnings("resource")
  static PostgresServer start(Map<String, String> environment) {
    EmbeddedServer server =
        EmbeddedServer.temporary(EmbeddedServer.defaultHome(environment), System.err::println);
    var started =
        new PostgresServer(
            18,
            server.host(),
            server.port(),
            new Login(server.user(), server.password()),
            server::close);
    try {
      withoutAutovacuum(started);
    } catch (SQLException e) {
      server.close();
      throw new IllegalStateException("no setting of autovacuum", e);
    }
    return started;
  }

  /** So that there are no statistics but those that a test asks for. */
  private static void withoutAutovacuum(PostgresServer server) throws SQLException {
    try (var connection = server.connect("postgres", server.superuser());
        var statement = connection.createStatement()) {
      statement.execute("alter system set autovacuum = off");
      statement.execute("select pg_reload_conf()");
    }
    // The server reads it some time later; who connects after that is not told of it any more.
    while (!autovacuum(server).equals("off")) {
      Thread.onSpinWait();
    }
  }

  private static String autovacuum(PostgresServer server) throws SQLException {
    try (var connection = server.connect("postgres", server.superuser());
        var statement = connection.createStatement();
        var rows = statement.executeQuery("show autovacuum")) {
      return rows.next() ? rows.getString(1) : "";
    }
  }
}
