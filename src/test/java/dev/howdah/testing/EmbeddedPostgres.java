package dev.howdah.testing;

import java.util.Map;

/** The PostgreSQL 18 that comes with the program, empty and for this JVM alone. */
final class EmbeddedPostgres {

  private EmbeddedPostgres() {}

  static Way<PostgresServer> way(Map<String, String> environment) {
    return new Way.Closed<>("no embedded server yet");
  }
}
