package dev.howdah.resource;

import dev.howdah.db.Session;
import dev.howdah.sql.Sql;
import dev.howdah.sql.guard.Access;
import dev.howdah.sql.guard.Operation;
import dev.howdah.tool.Suggestions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The names of the tables and views that a caller may read: those that the role may select from and
 * that the access rules leave open. Partitions and the system's own are left out of lists.
 */
public final class TableNames {

  /** One of them. */
  public record Name(String schema, String name, String type, @Nullable String comment) {}

  /** What of a table may be read: its columns in their order, and its primary key if it is open. */
  public record Columns(List<String> columns, List<String> key) {}

  private record Wanted(
      @Nullable String schema,
      @Nullable String begins,
      boolean qualified,
      @Nullable String afterSchema,
      @Nullable String afterName,
      int limit) {}

  private record SchemaName(String name) {}

  private record Beginning(String begins, @Nullable String after, int limit) {}

  private record Exact(String schema, String name) {}

  private record Found(@Nullable List<String> columns, @Nullable List<String> key) {}

  private static final Sql NAMES = Sql.resource(TableNames.class, "names.sql");
  private static final Sql SCHEMAS = Sql.resource(TableNames.class, "schemas.sql");
  private static final Sql COLUMNS = Sql.resource(TableNames.class, "columns.sql");

  /** More than a client shows by one, so that it can be told that there are more. */
  private static final int SUGGESTED = Suggestions.MOST + 1;

  private final Session session;

  public TableNames(Session session) {
    this.session = session;
  }

  private boolean open(Name name) {
    return open(name.schema(), name.name());
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
            schema -> session.access().opens(schema.name()))
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
                Name.class),
        after,
        this::open);
  }

  /** In place of what is not open, more is fetched; else gaps would tell of it. */
  private static <T> List<T> fill(
      int most, Function<@Nullable T, List<T>> fetch, @Nullable T after, Predicate<T> open) {
    List<T> items = new ArrayList<>();
    List<T> fetched;
    T last = after;
    do {
      fetched = fetch.apply(last);
      fetched.stream().filter(open).limit(most - items.size()).forEach(items::add);
      last = fetched.isEmpty() ? last : fetched.getLast();
    } while (fetched.size() == most && items.size() < most);
    return items;
  }

  /** What may be read of the table of exactly this name; empty when none of it may. */
  public Optional<Columns> readable(String schema, String table) {
    if (!open(schema, table)) {
      return Optional.empty();
    }
    Set<String> blocked = session.access().blockedColumns(schema, table);
    return session.query(COLUMNS, new Exact(schema, table), Found.class).stream()
        .findFirst()
        .map(
            found -> {
              List<String> columns = orNone(found.columns());
              List<String> key = orNone(found.key());
              List<String> shown =
                  columns.stream().filter(column -> !blocked.contains(column)).toList();
              return new Columns(shown, shown.containsAll(key) ? key : List.of());
            })
        .filter(found -> !found.columns().isEmpty() || blocked.isEmpty());
  }

  private static List<String> orNone(@Nullable List<String> names) {
    return names == null ? List.of() : names;
  }
}
