package dev.howdah.testing;

import dev.howdah.demo.EmbeddedServer;
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
    return new PostgresServer(
        18,
        server.host(),
        server.port(),
        new Login(server.user(), server.password()),
        server::close);
  }
}
