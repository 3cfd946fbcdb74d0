package dev.howdah.db;

import dev.howdah.sql.Sql;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** Asks the server what a {@link Checkup} says. */
final class CheckupReader {

  private static final Sql SERVER = Sql.resource(CheckupReader.class, "checkup_server.sql");
  private static final Sql TABLES = Sql.resource(CheckupReader.class, "checkup_tables.sql");

  private record None() {}

  private final Catalog catalog;

  CheckupReader(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * The checkup.
   *
   * @param announced the process that the server said it was when the connection was made; a pooler
   *     makes up a number of its own there
   */
  Checkup read(Duration connecting, int announced, DatabaseSettings settings) {
    Checkup.Server server = catalog.row(SERVER, new None(), Checkup.Server.class);
    Posture posture = new PostureReader(catalog).read(settings.readOnly());
    return new Checkup(
        connecting,
        server,
        announced != server.backendPid(),
        catalog.row(TABLES, new None(), Checkup.Tables.class),
        posture,
        new RoleScript(catalog, RoleScript.ROLE, settings).text(posture, Set.of(), Map.of()));
  }
}
