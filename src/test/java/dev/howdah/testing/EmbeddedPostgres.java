package dev.howdah.testing;

/** The PostgreSQL 18 that comes with the program, empty and for this JVM alone. */
final class EmbeddedPostgres {

  private EmbeddedPostgres() {}

  static Way<PostgresServer> way() {
    return new Way.Closed<>("no embedded server yet");
  }
}
