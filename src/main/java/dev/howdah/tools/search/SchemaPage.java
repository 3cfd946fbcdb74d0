package dev.howdah.tools.search;

import dev.howdah.tool.Param;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The schema of a database, or as much of it as a budget allows. */
public record SchemaPage(
    @Param("The database, by its configured name.") String database,
    @Param("Whether it had been read before and has not changed since.") boolean cached,
    @Param("When it was read, in ISO 8601, by the clock of the database.") String loadedAt,
    @Param("By name; on the first page.") List<Schema> schemas,
    @Param("Tables, partitioned tables and foreign tables, by schema and name.") List<Table> tables,
    @Param("Views and materialized views, by schema and name.") List<Table> views,
    @Param("Enum types, after all tables.") List<EnumType> enums,
    @Param("How many tables there are in all, on every page.") int tablesCount,
    @Param("How many views there are in all, on every page.") int viewsCount,
    @Param("About how many tokens this result takes.") int tokens,
    @Param("Whether there is more than is shown here.") boolean truncated,
    @Param("What was cut and how to go on, else null.") @Nullable String truncatedReason,
    @Param("Pass it as cursor for the next page; null at the end.") @Nullable String nextCursor) {

  /** A schema. */
  public record Schema(
      @Param("Its name.") String name,
      @Param(value = "The beginning of its comment.", omitNull = true) @Nullable String comment) {}

  /** A table or view. */
  public record Table(
      @Param("Its schema.") String schema,
      @Param("Its name, as it is written in the catalog.") String name,
      @Param("table, partitioned table, foreign table, view or materialized view.") String type,
      @Param(value = "The beginning of its comment.", omitNull = true) @Nullable String comment,
      @Param("How many columns it has that may be known.") int columnsCount,
      @Param(value = "With full: its columns, in order.", omitNull = true)
          @Nullable List<Column> columns,
      @Param(value = "With full: its primary key.", omitNull = true)
          @Nullable List<String> primaryKey,
      @Param(value = "With full: its foreign keys.", omitNull = true)
          @Nullable List<ForeignKey> foreignKeys,
      @Param(value = "With full: its other indexes, by name.", omitNull = true)
          @Nullable List<Index> indexes,
      @Param(value = "What of the table did not fit, where something did not.", omitNull = true)
          @Nullable String cut) {}

  /** A column. */
  public record Column(
      @Param("Its name, as it is written in the catalog.") String name,
      @Param("Its PostgreSQL type.") String type,
      @Param("Whether it may be NULL.") boolean nullable,
      @Param(value = "The beginning of its comment.", omitNull = true) @Nullable String comment) {}

  /** A foreign key. */
  public record ForeignKey(
      @Param("Columns of the table.") List<String> columns,
      @Param("Schema of the table that it points at.") String otherSchema,
      @Param("The table that it points at.") String otherTable,
      @Param("Columns that it points at, in the order of columns.") List<String> otherColumns) {}

  /** An index. */
  public record Index(
      @Param("Its name.") String name,
      @Param("Columns or expressions, in order.") List<String> columns,
      @Param("Whether it allows a key once.") boolean unique) {}

  /** An enum type. */
  public record EnumType(
      @Param("Its schema.") String schema,
      @Param("Its name.") String name,
      @Param("Its values, in order.") List<String> values,
      @Param(value = "How many values did not fit, where some did not.", omitNull = true)
          @Nullable Integer valuesLeftOut) {}

  /** Collects what fits. For one thread. */
  static final class Maker {
    private final List<Schema> schemas = new ArrayList<>();
    private final List<Table> tables = new ArrayList<>();
    private final List<Table> views = new ArrayList<>();
    private final List<EnumType> enums = new ArrayList<>();

    void add(Object part) {
      switch (part) {
        case Schema schema -> schemas.add(schema);
        case Table table when table.type().endsWith("view") -> views.add(table);
        case Table table -> tables.add(table);
        case EnumType type -> enums.add(type);
        default -> throw new IllegalArgumentException(part.toString());
      }
    }

    /**
     * The page.
     *
     * @param left how many parts did not fit
     */
    SchemaPage page(
        String database,
        Inventories.Found found,
        Inventory inventory,
        int tokens,
        int left,
        @Nullable String nextCursor) {
      int allViews = (int) inventory.relations().stream().filter(each -> each.view()).count();
      return new SchemaPage(
          database,
          found.cached(),
          inventory.loadedAt(),
          schemas,
          tables,
          views,
          enums,
          inventory.relations().size() - allViews,
          allViews,
          tokens,
          left > 0,
          left > 0
              ? left
                  + " more schemas, tables, views or enums; pass next_cursor, raise max_tokens or"
                  + " name a schema. search_objects finds some of them by words."
              : null,
          nextCursor);
    }
  }
}
