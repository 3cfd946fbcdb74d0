package dev.howdah.resource;

import dev.howdah.db.Session;
import dev.howdah.known.Known;
import dev.howdah.sql.Sql;
import dev.howdah.sql.guard.Access;
import dev.howdah.sql.guard.Operation;
import dev.howdah.tool.Suggestions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The names of the tables and views that a caller may read: those that the role may select from and
 * that the access rules leave open. Partitions and the system's own are left out of lists.
 */
public final class TableNames {

  /** One of them. */
  public record Name(String schema, String name, String type, @Nullable String comment) {}

  /**
   * What of a table may be read.
   *
   * @param columns in their order
   * @param key its primary key if it is open
   * @param hidden those columns whose type must not be told, with what stands in its place
   */
  public record Columns(List<String> columns, List<String> key, Map<String, String> hidden) {}

  private record Wanted(
      @Nullable String schema,
      @Nullable String begins,
      boolean qualified,
      @Nullable String afterSchema,
      @Nullable String afterName,
      int limit) {}

  private record Row(
      long oid,
      boolean derived,
      String schema,
      String name,
      String type,
      @Nullable String comment) {

    boolean weighed() {
      return derived || comment != null;
    }

    Name shown(Known known) {
      return new Name(schema, name, type, known.comment(oid, comment));
    }
  }

  private record SchemaName(String name) {}

  private record Beginning(String begins, @Nullable String after, int limit) {}

  private record Exact(String schema, String name) {}

  private record Found(
      long oid,
      @Nullable List<String> columns,
      @Nullable List<String> types,
      @Nullable List<String> key) {

    List<Long> typeOids() {
      return orNone(types).stream().map(Long::valueOf).toList();
    }

    /** Columns whose type must not be told. */
    Map<String, String> hidden(Known known) {
      Map<String, String> hidden = new HashMap<>();
      List<Long> oids = typeOids();
      for (int i = 0; i < oids.size(); i++) {
        String shown = known.type(oids.get(i), "");
        if (!shown.isEmpty()) {
          hidden.put(orNone(columns).get(i), shown);
        }
      }
      return hidden;
    }
  }

  private static final Sql NAMES = Sql.resource(TableNames.class, "names.sql");
  private static final Sql SCHEMAS = Sql.resource(TableNames.class, "schemas.sql");
  private static final Sql COLUMNS = Sql.resource(TableNames.class, "columns.sql");

  /** More than a client shows by one, so that it can be told that there are more. */
  private static final int SUGGESTED = Suggestions.MOST + 1;

  private final Session session;

  public TableNames(Session session) {
    this.session = session;
  }

  /** Those that may be known, without what must not be said of them. */
  private List<Name> open(List<Row> rows) {
    List<Row> named = rows.stream().filter(row -> open(row.schema(), row.name())).toList();
    Known known = Known.of(session, named.stream().filter(Row::weighed).map(Row::oid).toList());
    return named.stream()
        .filter(row -> !row.derived() || known.table(row.oid()))
        .map(row -> row.shown(known))
        .toList();
  }

  private boolean open(String schema, String name) {
    Access access = session.access();
    return !access.blocked(schema, name) && access.allows(Operation.SELECT, schema, name);
  }

  /**
   * Names by schema and name.
   *
   * @param after the last one of the part before; null for the first part
   * @return one more than {@code size} when there are more
   */
  List<Name> list(@Nullable Name after, int size) {
    return names(null, null, false, after, size + 1);
  }

  /** All of them, by schema and name. */
  List<Name> all() {
    return names(null, null, false, null, 100_000);
  }

  /**
   * Names of tables that begin so, whatever their case.
   *
   * @param schema null for any
   */
  public List<String> tables(@Nullable String schema, String begins) {
    return names(schema, begins, false, null, SUGGESTED).stream()
        .map(Name::name)
        .distinct()
        .toList();
  }

  /** {@code schema.table} of tables whose name begins so with its schema or without. */
  public List<String> qualified(String begins) {
    return names(null, begins, true, null, SUGGESTED).stream()
        .map(name -> name.schema() + "." + name.name())
        .toList();
  }

  /** Names of schemas that begin so, whatever their case, and hold a table that may be read. */
  public List<String> schemas(String begins) {
    return fill(
            SUGGESTED,
            (@Nullable SchemaName after) ->
                session.query(
                    SCHEMAS,
                    new Beginning(begins, after == null ? null : after.name(), SUGGESTED),
                    SchemaName.class),
            null,
            Function.identity(),
            found -> found.stream().filter(each -> session.access().opens(each.name())).toList())
        .stream()
        .map(SchemaName::name)
        .toList();
  }

  private List<Name> names(
      @Nullable String schema,
      @Nullable String begins,
      boolean qualified,
      @Nullable Name after,
      int most) {
    return fill(
        most,
        (@Nullable Name last) ->
            session.query(
                NAMES,
                new Wanted(
                    schema,
                    begins,
                    qualified,
                    last == null ? null : last.schema(),
                    last == null ? null : last.name(),
                    most),
                Row.class),
        after,
        row -> new Name(row.schema(), row.name(), row.type(), null),
        this::open);
  }

  /** In place of what is not open, more is fetched; else gaps would tell of it. */
  private static <R, T> List<T> fill(
      int most,
      Function<@Nullable T, List<R>> fetch,
      @Nullable T after,
      Function<R, T> key,
      Function<List<R>, List<T>> open) {
    List<T> items = new ArrayList<>();
    List<R> fetched;
    T last = after;
    do {
      fetched = fetch.apply(last);
      open.apply(fetched).stream().limit(most - items.size()).forEach(items::add);
      last = fetched.isEmpty() ? last : key.apply(fetched.getLast());
    } while (fetched.size() == most && items.size() < most);
    return items;
  }

  /** What may be read of the table of exactly this name; empty when none of it may. */
  public Optional<Columns> readable(String schema, String table) {
    if (!open(schema, table)) {
      return Optional.empty();
    }
    return session.query(COLUMNS, new Exact(schema, table), Found.class).stream()
        .findFirst()
        .flatMap(this::readable);
  }

  private Optional<Columns> readable(Found found) {
    Known known = Known.of(session, List.of(found.oid()), found.typeOids().stream());
    if (!known.table(found.oid())) {
      return Optional.empty();
    }
    Set<String> blocked = known.blockedColumns(found.oid());
    List<String> key = orNone(found.key());
    List<String> shown =
        orNone(found.columns()).stream().filter(column -> !blocked.contains(column)).toList();
    return shown.isEmpty() && !blocked.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Columns(shown, shown.containsAll(key) ? key : List.of(), found.hidden(known)));
  }

  private static List<String> orNone(@Nullable List<String> names) {
    return names == null ? List.of() : names;
  }
}
