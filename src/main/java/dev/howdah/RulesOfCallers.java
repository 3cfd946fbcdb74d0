package dev.howdah;

import dev.howdah.auth.Caller;
import dev.howdah.auth.Permissions;
import dev.howdah.db.CallerRules;
import dev.howdah.db.DatabaseSettings;
import dev.howdah.sql.guard.Access;
import dev.howdah.sql.guard.Guard;
import java.util.List;
import java.util.function.Supplier;

/** What all those who can call this server may do in each database. */
final class RulesOfCallers {

  private final Settings.Transport transport;
  private final Permissions permissions;
  private final Supplier<Guard> guard;

  /**
   * The rules.
   *
   * @param guard asked for only where there are some
   */
  RulesOfCallers(Settings.Transport transport, Permissions permissions, Supplier<Guard> guard) {
    this.transport = transport;
    this.permissions = permissions;
    this.guard = guard;
  }

  /** Over stdio there is but the local caller. */
  CallerRules in(DatabaseSettings database) {
    boolean ddl = database.allowDdl();
    List<Access> callers =
        transport == Settings.Transport.STDIO
            ? List.of(permissions.access(Caller.LOCAL, database.name(), ddl))
            : permissions.everybody(database.name(), ddl);
    return new CallerRules(callers, guard);
  }
}
