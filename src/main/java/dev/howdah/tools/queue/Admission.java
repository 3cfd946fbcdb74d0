package dev.howdah.tools.queue;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import dev.howdah.db.Session;
import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.queue.Layout;
import dev.howdah.queue.Part;
import dev.howdah.queue.QueueSettings;
import dev.howdah.sql.AgentSql;
import dev.howdah.sql.Identifier;
import dev.howdah.sql.guard.Access;
import dev.howdah.sql.guard.Door;
import dev.howdah.sql.guard.Operation;
import dev.howdah.sql.guard.StatementKind;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Says whether a caller may read an installation, and if not, why and what would help. */
final class Admission {

  /** Columns that only some versions have. */
  private static final List<String> OPTIONAL =
      List.of("payload", "headers", "attempts", "dedupe_key", "traceback");

  private final QueueSettings installation;
  private final Session session;
  private final Layout layout;
  private final String keys;

  /**
   * The admission to an installation.
   *
   * @param keys what stands before the keys of its settings
   */
  Admission(QueueSettings installation, Session session, Layout layout, String keys) {
    this.installation = installation;
    this.session = session;
    this.layout = layout;
    this.keys = keys;
  }

  /**
   * Lets pass whoever may read these tables.
   *
   * @throws CallException {@code NOT_AVAILABLE} when one is missing, {@code ACCESS_DENIED} when the
   *     rules or the database forbid it
   */
  void check(Set<Part> parts) {
    for (Part part : new TreeSet<>(parts)) {
      if (!surelyMissing(part)) {
        judge(part);
      }
      Layout.Table table =
          layout
              .table(part)
              .orElseThrow(() -> layout.table(Part.QUEUE).isEmpty() ? noQueue() : noTable(part));
      checkColumns(part, table);
      checkGrants(part, table);
      if (layout.standby() && !table.logged()) {
        throw new CallException(
            ErrorCode.NOT_AVAILABLE,
            "The table "
                + table
                + " is UNLOGGED, and a standby such as "
                + session.name()
                + " has no rows of those; ask its primary.",
            Map.of("table", table.toString()));
      }
    }
  }

  /** The tables that are not there, and that the rules would let be known if they were. */
  Set<Part> missing() {
    return Arrays.stream(Part.values()).filter(this::surelyMissing).collect(toSet());
  }

  private boolean surelyMissing(Part part) {
    Identifier wanted = installation.looksFor(part);
    Stream<String> schemas =
        wanted.schema() == null
            ? Arrays.stream(layout.searchPath().split(", ", -1))
            : Stream.of(wanted.schema());
    return layout.table(part).isEmpty()
        && session.access().allows(StatementKind.SELECT)
        && schemas.allMatch(
            schema -> session.access().allows(Operation.SELECT, schema, wanted.name()));
  }

  /** Whether the caller may know of the table. */
  static boolean open(Access access, Identifier table) {
    return table.schema() != null && access.allows(Operation.SELECT, table.schema(), table.name());
  }

  /**
   * As if the caller had written the statement, so that it is refused in the same words: by the
   * rules of access, or because somebody's code would run behind a view, a policy or a cast.
   */
  private void judge(Part part) {
    Identifier name =
        layout
            .table(part)
            .map(Layout.Table::identifier)
            .orElseGet(() -> installation.looksFor(part));
    String columns =
        layout.table(part).isEmpty()
            ? ""
            : part.columns().stream()
                .filter(layout.table(part).get().columns()::containsKey)
                .map(column -> Identifier.of(column).quoted())
                .map(column -> column + ", cast(" + column + " as pg_catalog.text)")
                .collect(joining(", ", "", " "));
    session.check(AgentSql.of("select " + columns + "from " + name.quoted()), Door.READ);
  }

  private void checkColumns(Part part, Layout.Table table) {
    List<String> missing =
        part.columns().stream().filter(column -> !table.columns().containsKey(column)).toList();
    if (!missing.isEmpty()) {
      throw new CallException(
          ErrorCode.NOT_AVAILABLE,
          "The table "
              + table
              + " lacks "
              + String.join(", ", missing)
              + ", which PgQueuer has from 0.19 on; either it is older, or "
              + setting(part)
              + " names another table.",
          Map.of("table", table.toString(), "missing_columns", missing));
    }
    Map<String, Layout.Column> odd =
        table.oddlyTyped(Stream.concat(part.columns().stream(), OPTIONAL.stream()).toList());
    if (!odd.isEmpty()) {
      throw new CallException(
          ErrorCode.NOT_AVAILABLE,
          "The table "
              + table
              + " is not PgQueuer's: "
              + odd.entrySet().stream()
                  .map(each -> each.getKey() + " is of the type " + each.getValue().type())
                  .collect(joining(", "))
              + ". "
              + setting(part)
              + " says which table is meant.",
          Map.of("table", table.toString(), "columns", odd.keySet()));
    }
  }

  private void checkGrants(Part part, Layout.Table table) {
    List<String> hidden = part.columns().stream().filter(column -> !table.reads(column)).toList();
    if (table.readable() && hidden.isEmpty()) {
      return;
    }
    String grant = grant(table.identifier());
    throw new CallException(
        ErrorCode.ACCESS_DENIED,
        "The database role "
            + layout.role()
            + " may not read "
            + (table.readable() ? String.join(", ", hidden) + " of " : "")
            + table
            + ". Its owner can allow it: "
            + grant
            + ".",
        Map.of("table", table.toString(), "hint", grant));
  }

  /** What lets the role read a table. */
  private String grant(Identifier table) {
    String role = Identifier.of(layout.role()).quoted();
    String schema = Identifier.of(Objects.requireNonNull(table.schema())).quoted();
    return "grant usage on schema %s to %s; grant select on %s to %s"
        .formatted(schema, role, table.quoted(), role);
  }

  private CallException noTable(Part part) {
    return new CallException(
        ErrorCode.NOT_AVAILABLE,
        "There is no table "
            + installation.shows(part)
            + where()
            + ", which PgQueuer has from 0.19 on; "
            + setting(part)
            + " says what it is called.",
        Map.of("looked_for", installation.shows(part)));
  }

  private CallException noQueue() {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("looked_for", installation.shows(Part.QUEUE));
    details.put("search_path", layout.searchPath());
    List<Layout.Elsewhere> others =
        layout.elsewhere().stream().filter(other -> open(session.access(), other.table())).toList();
    details.put("similar", others.stream().map(Admission::shown).toList());
    return new CallException(
        ErrorCode.NOT_AVAILABLE,
        "There is no table "
            + installation.shows(Part.QUEUE)
            + where()
            + ". "
            + (others.isEmpty()
                ? "PgQueuer makes it (pgq install); "
                    + key("schema")
                    + " (PGQUEUER_SCHEMA), "
                    + key("prefix")
                    + " (PGQUEUER_PREFIX) and "
                    + setting(Part.QUEUE)
                    + " say where it is."
                : hint(others.getFirst())),
        details);
  }

  private static String shown(Layout.Elsewhere other) {
    return other.table().schema() + "." + other.table().name();
  }

  private String hint(Layout.Elsewhere other) {
    return other.usable()
        ? "There is %s: %s.".formatted(shown(other), settings(other.table()))
        : "There is %s, in a schema that the database role %s may not use: its owner can allow it, %s; then %s."
            .formatted(shown(other), layout.role(), grant(other.table()), settings(other.table()));
  }

  /** What to set so that a table is taken for the queue. */
  private String settings(Identifier found) {
    String wanted = installation.looksFor(Part.QUEUE).name();
    String usual = "pgqueuer";
    if (found.name().equals(wanted)) {
      return "set %s (PGQUEUER_SCHEMA) to %s".formatted(key("schema"), found.schema());
    } else if (found.name().endsWith(usual)) {
      String prefix = found.name().substring(0, found.name().length() - usual.length());
      String alsoSchema =
          Objects.equals(found.schema(), installation.looksFor(Part.QUEUE).schema())
              ? ""
              : " and %s (PGQUEUER_SCHEMA) to %s".formatted(key("schema"), found.schema());
      return "set %s (PGQUEUER_PREFIX) to \"%s\"%s".formatted(key("prefix"), prefix, alsoSchema);
    }
    return "if it is one, set %s and those of the other tables".formatted(setting(Part.QUEUE));
  }

  private String where() {
    Identifier wanted = installation.looksFor(Part.QUEUE);
    String database = " the database " + session.name();
    if (wanted.schema() != null) {
      return " in" + database;
    }
    return layout.searchPath().isEmpty()
        ? " along the search path of"
            + database
            + ", on which there is no schema that the database role "
            + layout.role()
            + " may use"
        : " along the search path (" + layout.searchPath() + ") of" + database;
  }

  private String setting(Part part) {
    return key(part + "-table") + " (" + part.variable() + ")";
  }

  private String key(String name) {
    return keys + name;
  }
}
