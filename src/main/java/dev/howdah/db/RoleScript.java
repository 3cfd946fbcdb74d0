package dev.howdah.db;

import dev.howdah.sql.Identifier;
import dev.howdah.sql.Sql;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The SQL that makes a role which reads and does nothing else, in the words of this database.
 *
 * <p>Blocked tables and columns are left out of its grants, so that what Howdah keeps from an agent
 * PostgreSQL keeps from Howdah.
 */
final class RoleScript {

  /** What the role is called unless somebody says otherwise. */
  static final String ROLE = "howdah_reader";

  private static final int MOST_SCHEMAS = 100;

  private static final Sql SCHEMAS = Sql.resource(RoleScript.class, "script_schemas.sql");
  private static final Sql TABLES = Sql.resource(RoleScript.class, "script_tables.sql");

  private static final Sql NAMES =
      Sql.of(
          """
          select quote_ident(:role) as role,
                 quote_ident(current_database()) as database,
                 exists (select from pg_catalog.pg_roles r where r.rolname = :role) as there
          """);

  private record Role(String role) {}

  private record Names(String role, String database, boolean there) {}

  private record Most(int most) {}

  private record Schema(String schema, List<String> owners) {}

  private record Wanted(List<String> schemas, List<String> names) {}

  private record Table(
      int position,
      String name,
      List<String> columns,
      List<String> quotedColumns,
      List<String> publicPrivileges) {}

  private final Catalog catalog;
  private final String role;
  private final DatabaseSettings settings;
  private final StringBuilder out = new StringBuilder();

  RoleScript(Catalog catalog, String role, DatabaseSettings settings) {
    this.catalog = catalog;
    this.role = role;
    this.settings = settings;
  }

  /**
   * The script.
   *
   * @param posture whose findings about everybody it mends as well
   * @param tables with their schemas: those the role shall not read
   * @param columns by table, with its schema: those the role shall not read
   */
  String text(Posture posture, Set<Identifier> tables, Map<Identifier, Set<String>> columns) {
    Names names = catalog.row(NAMES, new Role(role), Names.class);
    line("-- A role for Howdah in database " + names.database() + ": it reads, and nothing else.");
    line(
        "-- Run it in this database with psql, as a superuser. As the owner of the database, with");
    line("-- CREATEROLE, it works but for the functions at its end.");
    role(names);
    line("");
    line("grant connect on database " + names.database() + " to " + names.role() + ";");
    List<Schema> schemas = catalog.rows(SCHEMAS, new Most(MOST_SCHEMAS), Schema.class);
    schemas.forEach(schema -> schema(schema, names.role()));
    if (schemas.size() == MOST_SCHEMAS) {
      line("-- There are more schemas; go on like this.");
    }
    blocked(names.role(), tables, columns);
    everybody(posture);
    return out.toString();
  }

  private void role(Names names) {
    String name = names.role();
    if (names.there()) {
      line("-- The role " + name + " is there already; on a new server it is made by");
      line("-- create role " + name + " login connection limit 20;");
    } else {
      line("create role " + name + " login connection limit 20;");
      line("-- Its password is nobody else's: give it with \\password " + name);
    }
    set(name, "default_transaction_read_only", "on");
    set(name, "statement_timeout", millis(settings.statementTimeout().toMillis()));
    set(name, "lock_timeout", millis(settings.lockTimeout().toMillis()));
    set(name, "idle_in_transaction_session_timeout", "'60s'");
  }

  private static String millis(long millis) {
    return "'" + millis + "ms'";
  }

  private void set(String name, String parameter, String value) {
    line("alter role " + name + " set " + parameter + " = " + value + ";");
  }

  private void schema(Schema schema, String name) {
    line("");
    line("grant usage on schema " + schema.schema() + " to " + name + ";");
    line("grant select on all tables in schema " + schema.schema() + " to " + name + ";");
    for (String owner : schema.owners()) {
      line("alter default privileges for role " + owner + " in schema " + schema.schema());
      line("  grant select on tables to " + name + ";");
    }
  }

  private void blocked(String name, Set<Identifier> tables, Map<Identifier, Set<String>> columns) {
    Set<Identifier> both = new TreeSet<>(Comparator.comparing(Identifier::quoted));
    both.addAll(tables);
    both.addAll(columns.keySet());
    if (both.isEmpty()) {
      return;
    }
    line("");
    line("-- What Howdah blocks. A view shows it all the same if its owner may read it.");
    List<Identifier> wanted = List.copyOf(both);
    List<Table> found = find(wanted);
    for (int i = 0; i < wanted.size(); i++) {
      Identifier asked = wanted.get(i);
      Table table = at(found, i + 1);
      if (table == null) {
        line("-- There is no table " + asked.quoted().replace('\n', ' ') + ".");
      } else {
        block(table, name, tables.contains(asked) ? null : columns.get(asked));
      }
    }
  }

  private List<Table> find(List<Identifier> wanted) {
    List<String> schemas = new ArrayList<>();
    for (Identifier table : wanted) {
      schemas.add(Objects.requireNonNull(table.schema(), () -> table + " has no schema"));
    }
    List<String> names = wanted.stream().map(Identifier::name).toList();
    return catalog.rows(TABLES, new Wanted(schemas, names), Table.class);
  }

  private static @Nullable Table at(List<Table> found, int position) {
    return found.stream().filter(table -> table.position() == position).findFirst().orElse(null);
  }

  /** Takes the whole table away, then gives back what is not blocked; null blocks all of it. */
  private void block(Table table, String name, @Nullable Set<String> blocked) {
    line("revoke select on table " + table.name() + " from " + name + ";");
    for (String privilege : table.publicPrivileges()) {
      line("revoke " + privilege + " on table " + table.name() + " from public;");
    }
    if (blocked == null) {
      return;
    }
    List<String> open =
        IntStream.range(0, table.columns().size())
            .filter(i -> !blocked.contains(table.columns().get(i)))
            .mapToObj(i -> table.quotedColumns().get(i))
            .toList();
    if (!open.isEmpty()) {
      String list = String.join(", ", open);
      line("grant select (" + list + ") on table " + table.name() + " to " + name + ";");
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
