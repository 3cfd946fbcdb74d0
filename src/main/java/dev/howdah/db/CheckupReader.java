package dev.howdah.db;

import dev.howdah.sql.Sql;
import java.time.Duration;
import java.util.List;

/** Asks the server what a {@link Checkup} says. */
final class CheckupReader {

  private static final Sql SERVER = Sql.resource(CheckupReader.class, "checkup_server.sql");
  private static final Sql TABLES = Sql.resource(CheckupReader.class, "checkup_tables.sql");

  private record None() {}

  private final Catalog catalog;
  private final DatabaseSettings settings;
  private final WorkSettings work;
  private final CallerRules rules;

  CheckupReader(Catalog catalog, DatabaseSettings settings, WorkSettings work, CallerRules rules) {
    this.catalog = catalog;
    this.settings = settings;
    this.work = work;
    this.rules = rules;
  }

  /**
   * The checkup.
   *
   * @param announced the process that the server said it was when the connection was made; a pooler
   *     makes up a number of its own there
   * @param role what the script makes
   */
  Checkup read(Duration connecting, int announced, String role) {
    Checkup.Server server = catalog.row(SERVER, new None(), Checkup.Server.class);
    List<Opening> openings =
        rules.restricted() ? new Openings(catalog, rules, settings).read() : List.of();
    Posture posture = new PostureReader(catalog).read(settings).with(Openings.leaking(openings));
    return new Checkup(
        connecting,
        server,
        announced != server.backendPid(),
        catalog.row(TABLES, new None(), Checkup.Tables.class),
        rules.restricted() ? openings.stream().filter(each -> !each.closed()).count() : null,
        posture,
        new RoleScript(catalog, role, settings, work).text(posture, rules, openings));
  }
}
