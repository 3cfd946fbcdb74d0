package dev.howdah.tool;

import dev.howdah.auth.Caller;
import dev.howdah.auth.Permissions;
import dev.howdah.auth.Role;
import dev.howdah.db.Database;
import dev.howdah.db.Databases;
import dev.howdah.db.Gates;
import dev.howdah.db.Session;
import dev.howdah.resilience.Cancellation;
import dev.howdah.resilience.Terms;
import dev.howdah.sql.guard.Access;
import java.util.List;
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
    return of(call.caller(), call.terms(), name);
  }

  /** The same outside a call, until it is cancelled. */
  public Session of(Caller caller, Cancellation cancellation, @Nullable String name) {
    return of(caller, Terms.until(cancellation), name);
  }

  private Session of(Caller caller, Terms terms, @Nullable String name) {
    if (name != null && !databases.names().isEmpty() && !names(caller).contains(name)) {
      throw Databases.unknown(name, names(caller));
    }
    Database database = databases.get(name);
    Access access = permissions.access(caller, database.name(), database.settings().allowDdl());
    return gates.session(database, access, caller.subject(), terms);
  }

  /**
   * A database itself, for what concerns no caller.
   *
   * @throws dev.howdah.error.CallException when there is none of that name
   */
  public Database database(String name) {
    return databases.get(name);
  }

  /** The databases that a caller may ask, the default one first; to others they do not exist. */
  public List<Database> open(Caller caller) {
    return databases.all().stream()
        .filter(database -> permissions.opens(caller, database.name()))
        .toList();
  }

  /** Their names. */
  public List<String> names(Caller caller) {
    return open(caller).stream().map(Database::name).toList();
  }

  /** Whether there is such a database that a caller may not ask: to it, there is none. */
  public boolean hides(Caller caller, String name) {
    return databases.names().contains(name) && !names(caller).contains(name);
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
