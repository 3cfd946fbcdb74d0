package dev.howdah.tools.schema;

import static java.util.stream.Collectors.joining;

import dev.howdah.db.Session;
import dev.howdah.sql.Sql;
import dev.howdah.tool.Call;
import dev.howdah.tool.Page;
import dev.howdah.tool.Param;
import dev.howdah.tool.Seal;
import dev.howdah.tool.Sessions;
import dev.howdah.tool.Tool;
import dev.howdah.tool.ToolSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tables and views of a database, by schema and name. */
public final class ListTables implements Tool<ListTables.Arguments, ListTables.Result> {

  public record Arguments(
      @Param("Only this schema; left out, every schema but the system's.") @Nullable String schema,
      @Param(NamePattern.ABOUT) @Nullable String namePattern,
      @Param(value = "Only these types; left out, all but partitions.", min = 1)
          @Nullable List<TableType> tableTypes,
      @Param(value = "Most tables of one page.", byDefault = "500", min = 1, max = 1000)
          int pageSize,
      @Param("next_cursor of the page before, with the same other arguments.")
          @Nullable String cursor) {

    public Arguments {
      NamePattern.check(namePattern);
    }
  }

  public record Result(
      @Param("By schema and name.") List<Table> tables,
      @Param("Pass it as cursor for the next page; null at the end.")
          @Nullable String nextCursor) {}

  /** One of them. */
  public record Table(
      @Param("Its schema.") String schema,
      @Param("Its name, as it is written in the catalog.") String name,
      @Param("table, partitioned table, partition, view, materialized view or foreign table.")
          String type,
      @Param("Rows; null for a view and for a table that was never analyzed.")
          @Nullable Long rowCount,
      @Param("Whether row_count comes from the statistics.") boolean rowCountIsEstimate,
      @Param("With indexes and TOAST; null where nothing is stored or a lock hides it.")
          @Nullable Long sizeBytes,
      @Param("How many partitions a partitioned table has, else null.") @Nullable Long partitions,
      @Param("The partitioned table a partition belongs to, as schema.table, else null.")
          @Nullable String partitionOf,
      @Param("Its comment, else null.") @Nullable String comment) {

    Table withoutParent() {
      return new Table(
          schema, name, type, rowCount, rowCountIsEstimate, sizeBytes, partitions, null, comment);
    }
  }

  private record Query(
      @Nullable String schema,
      @Nullable String namePattern,
      @Nullable String types,
      @Nullable String afterSchema,
      @Nullable String afterName,
      int limit) {}

  private static final Sql TABLES = Sql.resource(ListTables.class, "list_tables.sql");

  private final Sessions sessions;
  private final Seal seal;

  public ListTables(Sessions sessions, Seal seal) {
    this.sessions = sessions;
    this.seal = seal;
  }

  @Override
  public ToolSpec<Arguments, Result> spec() {
    return ToolSpec.readOnly(
        "list_tables",
        "List tables",
        "Tables, views, materialized views and foreign tables with estimated rows, size and comment;"
            + " partitions are counted, not listed, unless table_types asks for them. Empty: nothing"
            + " there that may be read. Next: describe_table.",
        Arguments.class,
        Result.class);
  }

  @Override
  public Result call(Arguments arguments, Call call) {
    Session session = sessions.of(call);
    String types = words(arguments.tableTypes());
    Page.Cursors cursors =
        new Page.Cursors(
            seal,
            "list_tables",
            session.name(),
            arguments.schema(),
            arguments.namePattern(),
            types);
    Visible visible = new Visible(session.access());
    Page<Table> page =
        cursors.page(
            arguments.cursor(),
            arguments.pageSize(),
            table -> visible.table(table.schema(), table.name()),
            table -> List.of(table.schema(), table.name()),
            after -> session.query(TABLES, query(arguments, types, after), Table.class));
    return new Result(page.items().stream().map(visible::of).toList(), page.nextCursor());
  }

  private static Query query(
      Arguments arguments, @Nullable String types, @Nullable List<String> after) {
    return new Query(
        arguments.schema(),
        arguments.namePattern(),
        types,
        after == null ? null : after.getFirst(),
        after == null ? null : after.getLast(),
        arguments.pageSize() + 1);
  }

  private static @Nullable String words(@Nullable List<TableType> types) {
    return types == null
        ? null
        : types.stream().distinct().sorted().map(TableType::toString).collect(joining(","));
  }
}
