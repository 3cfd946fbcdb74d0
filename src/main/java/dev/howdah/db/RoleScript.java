package dev.howdah.db;

import dev.howdah.sql.Sql;
import dev.howdah.sql.guard.Operation;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The SQL that makes a role which can do what the mode and the access rules let callers do, and
 * nothing else, in the words of this database.
 */
final class RoleScript {

  /** What the role is called unless somebody says otherwise. */
  static final String ROLE = "howdah_reader";

  private static final int SET_OPTION_SINCE = 160_000;

  private static final Sql NAMES =
      Sql.of(
          """
          select quote_ident(:role) as role,
                 quote_ident(current_database()) as database,
                 exists (select from pg_catalog.pg_roles r where r.rolname = :role) as there,
                 cast(current_setting('server_version_num') as integer) as version
          """);

  private static final Sql QUOTED =
      Sql.of(
          """
          select quote_ident(r) as role
          from unnest(cast(:roles as text[])) r
          order by r
          """);

  private record Role(String role) {}

  private record Roles(List<String> roles) {}

  /** How the role and the database are called, as SQL. */
  record Names(String role, String database, boolean there, int version) {}

  private final Catalog catalog;
  private final String role;
  private final DatabaseSettings settings;
  private final WorkSettings work;
  private final StringBuilder out = new StringBuilder();

  RoleScript(Catalog catalog, String role, DatabaseSettings settings, WorkSettings work) {
    this.catalog = catalog;
    this.role = role;
    this.settings = settings;
    this.work = work;
  }

  /**
   * The script.
   *
   * @param posture whose findings about everybody it mends as well
   * @param rules what callers may do
   * @param openings what the rules leave open; looked at only where there are rules
   */
  String text(Posture posture, CallerRules rules, List<Opening> openings) {
    Names names = catalog.row(NAMES, new Role(role), Names.class);
    Set<Operation> operations = rules.operations(settings);
    line(comment("A role for Howdah in database " + names.database() + ": " + purpose(operations)));
    line(
        "-- Run it in this database with psql, as a superuser. As the owner of the database, with");
    line("-- CREATEROLE, it works but for the functions at its end.");
    role(names);
    line("");
    line("grant connect on database " + names.database() + " to " + names.role() + ";");
    Consumer<String> lines = this::line;
    var schemas = new SchemaGrants(catalog, names, operations, lines);
    if (rules.restricted()) {
      if (names.there()) {
        schemas.takeBack();
      }
      new OpenGrants(names, lines).write(openings);
    } else {
      schemas.write();
    }
    if (operations.contains(Operation.DDL)) {
      schemas.definitions(rules);
    }
    databaseRoles(names, rules.databaseRoles());
    everybody(posture);
    return out.toString();
  }

  private static String purpose(Set<Operation> operations) {
    return operations.equals(Set.of(Operation.SELECT))
        ? "it reads, and nothing else."
        : "it does what callers may do, and nothing else.";
  }

  private void role(Names names) {
    String name = names.role();
    if (names.there()) {
      line(comment("The role " + name + " is there already; on a new server it is made by"));
      line(comment("create role " + name + " login connection limit 20;"));
    } else {
      line("create role " + name + " login connection limit 20;");
      line(comment("Its password is nobody else's: give it with \\password " + name));
    }
    if (settings.readOnly()) {
      set(name, "default_transaction_read_only", "on");
    } else if (names.there()) {
      line("alter role " + name + " reset default_transaction_read_only;");
    }
    set(name, "statement_timeout", millis(settings.statementTimeout().toMillis()));
    set(name, "lock_timeout", millis(settings.lockTimeout().toMillis()));
    set(name, "idle_in_transaction_session_timeout", "'60s'");
    line("-- Takes a superuser, and is left out without one:");
    line("do $limit$ begin");
    set(name, "temp_file_limit", "'" + work.tempFiles() + "'");
    line("exception when insufficient_privilege then");
    line("  raise warning 'there is no limit to temporary files';");
    line("end $limit$;");
  }

  /** A line of comment, whatever names are in it: those may have lines, too. */
  static String comment(String text) {
    return "-- " + text.replaceAll("\\R", " ");
  }

  private static String millis(long millis) {
    return "'" + millis + "ms'";
  }

  private void set(String name, String parameter, String value) {
    line("alter role " + name + " set " + parameter + " = " + value + ";");
  }

  /** It becomes them for the time of a statement; by itself it has nothing of theirs. */
  private void databaseRoles(Names names, List<String> roles) {
    if (roles.isEmpty()) {
      return;
    }
    line("");
    line("-- Some callers have a db_role of their own, whose grants are those of their rules.");
    if (names.version() < SET_OPTION_SINCE) {
      line("alter role " + names.role() + " noinherit;");
    }
    for (Role each : catalog.rows(QUOTED, new Roles(roles), Role.class)) {
      line(
          "grant "
              + each.role()
              + " to "
              + names.role()
              + (names.version() < SET_OPTION_SINCE ? ";" : " with inherit false, set true;"));
    }
  }

  private void everybody(Posture posture) {
    List<Finding> findings = posture.findings().stream().filter(Finding::everyone).toList();
    if (findings.isEmpty()) {
      return;
    }
    line("");
    line(
        "-- What everybody may do, so the new role as well. These take it from every role without");
    line("-- a right of its own: leave out what others rely on.");
    findings.forEach(finding -> line(finding.mend()));
  }

  private void line(String text) {
    out.append(text).append('\n');
  }
}
