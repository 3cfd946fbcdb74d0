package dev.howdah.tools.schema;

import dev.howdah.db.Databases;
import dev.howdah.sql.Sql;
import dev.howdah.tool.Call;
import dev.howdah.tool.Page;
import dev.howdah.tool.Param;
import dev.howdah.tool.Seal;
import dev.howdah.tool.Tool;
import dev.howdah.tool.ToolSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tables and views of a database, by schema and name. */
public final class ListTables implements Tool<ListTables.Arguments, ListTables.Result> {

  public record Arguments(
      @Param("Only this schema; left out, every schema but the system's.") @Nullable String schema,
      @Param("Only names like this: a LIKE pattern, case ignored; % and _ are wildcards.")
          @Nullable String namePattern,
      @Param("Only these types; left out, all but partitions.")
          @Nullable List<TableType> tableTypes,
      @Param(value = "Most tables of one page.", byDefault = "500", min = 1, max = 1000)
          int pageSize,
      @Param("next_cursor of the page before, with the same other arguments.")
          @Nullable String cursor) {}

  public record Result(
      @Param("By schema and name.") List<Table> tables,
      @Param("Pass it as cursor for the next page; null at the end.")
          @Nullable String nextCursor) {}

  public record Table(
      String schema,
      String name,
      @Param("table, partitioned table, partition, view, materialized view or foreign table.")
          String type,
      @Param("Rows; null for a view and for a table that was never analyzed.")
          @Nullable Long rowCount,
      @Param("Whether row_count comes from the statistics.") boolean rowCountIsEstimate,
      @Param("With indexes and TOAST; null where nothing is stored or a lock hides it.")
          @Nullable Long sizeBytes,
      @Param("How many partitions a partitioned table has, else null.") @Nullable Long partitions,
      @Param("The partitioned table a partition belongs to, else null.")
          @Nullable String partitionOf,
      @Nullable String comment) {}

  private record Query(
      @Nullable String schema,
      @Nullable String namePattern,
      @Nullable String types,
      @Nullable String afterSchema,
      @Nullable String afterName,
      int limit) {}

  private static final Sql TABLES = Sql.resource(ListTables.class, "list_tables.sql");

  private final Databases databases;
  private final Page.Cursors cursors;

  public ListTables(Databases databases, Seal seal) {
    this.databases = databases;
    this.cursors = new Page.Cursors(seal, "list_tables");
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
    List<TableType> types = arguments.tableTypes();
    String query =
        String.join(
            "\n",
            String.valueOf(call.databaseName()),
            String.valueOf(arguments.schema()),
            String.valueOf(arguments.namePattern()),
            String.valueOf(types));
    String after = cursors.after(arguments.cursor(), query);
    int slash = after == null ? -1 : after.indexOf('\n');
    List<Table> fetched =
        databases
            .get(call.databaseName())
            .query(
                TABLES,
                new Query(
                    arguments.schema(),
                    arguments.namePattern(),
                    types == null
                        ? null
                        : String.join(",", types.stream().map(TableType::toString).toList()),
                    after == null ? null : after.substring(0, slash),
                    after == null ? null : after.substring(slash + 1),
                    arguments.pageSize() + 1),
                Table.class,
                call.cancellation());
    Page<Table> page =
        cursors.page(
            fetched, arguments.pageSize(), table -> table.schema() + "\n" + table.name(), query);
    return new Result(page.items(), page.nextCursor());
  }
}
