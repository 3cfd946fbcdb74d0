package dev.howdah.tool;

import dev.howdah.auth.Permissions;
import dev.howdah.auth.Role;
import dev.howdah.db.Database;
import dev.howdah.db.Databases;
import dev.howdah.db.Gates;
import dev.howdah.db.Session;
import dev.howdah.sql.guard.Access;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a tool gets of the databases: the one that a call names, as its caller may see it. */
public final class Sessions {

  private final Databases databases;
  private final Gates gates;
  private final Permissions permissions;

  public Sessions(Databases databases, Gates gates, Permissions permissions) {
    this.databases = databases;
    this.gates = gates;
    this.permissions = permissions;
  }

  /**
   * The database that a call is about.
   *
   * @throws dev.howdah.error.CallException when there is none of that name
   */
  public Session of(Call call) {
    return of(call, call.databaseName());
  }

  /**
   * A database as the caller may see it.
   *
   * @param name null for the default one
   * @throws dev.howdah.error.CallException when there is none of that name
   */
  public Session of(Call call, @Nullable String name) {
    Database database = databases.get(name);
    Access access =
        permissions.access(call.caller(), database.name(), database.settings().allowDdl());
    return gates.session(database, access, call.caller().subject(), call.cancellation());
  }

  /** Whether there is a database that may be written. */
  public boolean writable() {
    return databases.writable();
  }

  /** Most rows of a result for the caller's role; null for the server's own limit. */
  public @Nullable Integer rowLimit(Call call) {
    Optional<Role> role = permissions.role(call.caller());
    return role.isEmpty() ? null : role.get().rowLimit();
  }
}
