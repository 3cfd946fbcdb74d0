package dev.howdah.tools.schema;

import static java.util.stream.Collectors.joining;

import dev.howdah.db.Session;
import dev.howdah.known.Known;
import dev.howdah.known.Lineage;
import dev.howdah.sql.Sql;
import dev.howdah.tool.Call;
import dev.howdah.tool.Format;
import dev.howdah.tool.Page;
import dev.howdah.tool.Param;
import dev.howdah.tool.Seal;
import dev.howdah.tool.Sessions;
import dev.howdah.tool.Tool;
import dev.howdah.tool.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The tables and views of a database, by schema and name. */
public final class ListTables implements Tool<ListTables.Arguments, ListTables.Result> {

  public record Arguments(
      @Param(
              value = "Only this schema; left out, every schema but the system's.",
              max = Relations.LONGEST)
          @Nullable String schema,
      @Param(value = NamePattern.ABOUT, max = NamePattern.LONGEST) @Nullable String namePattern,
      @Param(value = "Only these types; left out, all but partitions.", min = 1)
          @Nullable List<TableType> tableTypes,
      @Param(value = "Most tables of one page.", byDefault = "500", min = 1, max = 1000)
          int pageSize,
      @Param("next_cursor of the page before, with the same other arguments.")
          @Nullable String cursor,
      @Param(value = "How the text shows the list.", byDefault = "json") Format format) {

    public Arguments {
      schema = Known.given(schema);
      namePattern = NamePattern.like("name_pattern", namePattern);
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
      @Param("Whether size_bytes is as of the last VACUUM or ANALYZE; describe_table measures.")
          boolean sizeIsEstimate,
      @Param("How many partitions a partitioned table has, else null.") @Nullable Long partitions,
      @Param("The partitioned table a partition belongs to, as schema.table, else null.")
          @Nullable String partitionOf,
      @Param("The extension that it came with and belongs to, else null.")
          @Nullable String extension,
      @Param("Its comment, at most the first 1000 characters; else null.")
          @Nullable String comment) {}

  private record Row(
      long oid,
      String schema,
      String name,
      String type,
      @Nullable Long rowCount,
      boolean rowCountIsEstimate,
      @Nullable Long sizeBytes,
      boolean sizeIsEstimate,
      @Nullable Long partitions,
      @Nullable Long parentOid,
      @Nullable String partitionOf,
      @Nullable String extension,
      @Nullable String comment) {

    Table shown(Known known) {
      return new Table(
          schema,
          name,
          type,
          rowCount,
          rowCountIsEstimate,
          sizeBytes,
          sizeIsEstimate,
          partitions,
          parentOid == null || !known.table(parentOid) ? null : partitionOf,
          extension,
          known.comment(oid, comment));
    }
  }

  private record Name(long oid, String schema, String name, boolean derived, boolean granted) {}

  private record Oids(String oids) {}

  private record Query(
      @Nullable String schema,
      @Nullable String namePattern,
      @Nullable String types,
      @Nullable String afterSchema,
      @Nullable String afterName,
      int limit) {

    static Query of(
        Arguments arguments, @Nullable String types, @Nullable List<String> after, int limit) {
      return new Query(
          arguments.schema(),
          arguments.namePattern(),
          types,
          after == null ? null : after.getFirst(),
          after == null ? null : after.getLast(),
          limit);
    }
  }

  private static final Sql TABLES = Sql.resource(ListTables.class, "list_tables.sql").kept();
  private static final Sql NAMES = Sql.resource(ListTables.class, "names.sql");

  /** Names that are read at a time where few of them are open. */
  private static final int MANY = 20_000;

  /** More names than are wanted to begin with: most rules and privileges close little. */
  private static final int SPARE = 50;

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
    String schema = arguments.schema();
    if (schema != null && !Known.schema(session.access(), schema)) {
      cursors.after(arguments.cursor());
      throw Known.noSchema(schema, ListSchemas.names(session, false));
    }
    Result result = result(session, arguments, types, cursors);
    if (schema != null
        && result.tables().isEmpty()
        && !ListSchemas.names(session, true).contains(schema)) {
      throw Known.noSchema(schema, ListSchemas.names(session, false));
    }
    return result;
  }

  /**
   * First finds which are open, by their names, and then reads no more than these: with one
   * statement for both, what to read of each would be planned for each page.
   */
  private static Result result(
      Session session, Arguments arguments, @Nullable String types, Page.Cursors cursors) {
    Page<Name> page =
        cursors.page(
            arguments.cursor(),
            arguments.pageSize(),
            name -> true,
            name -> List.of(name.schema(), name.name()),
            after -> names(session, arguments, types, after));
    List<Long> oids = page.items().stream().map(Name::oid).toList();
    if (oids.isEmpty()) {
      return new Result(List.of(), null);
    }
    List<Row> rows = session.query(TABLES, new Oids(Lineage.array(oids)), Row.class);
    Known known =
        Known.of(
            session,
            rows.stream()
                .flatMap(row -> Stream.of(Stream.of(row.oid()), Stream.ofNullable(row.parentOid())))
                .flatMap(each -> each)
                .toList());
    return new Result(rows.stream().map(row -> row.shown(known)).toList(), page.nextCursor());
  }

  /** The names that are open after a key: one more than a page holds, when there are more. */
  private static List<Name> names(
      Session session, Arguments arguments, @Nullable String types, @Nullable List<String> after) {
    List<Name> open = new ArrayList<>();
    List<String> from = after;
    List<Name> batch;
    int many = 0;
    do {
      many = many == 0 ? arguments.pageSize() + SPARE : MANY;
      batch = session.query(NAMES, Query.of(arguments, types, from, many), Name.class);
      List<Name> named =
          batch.stream()
              .filter(Name::granted)
              .filter(each -> Known.named(session.access(), each.schema(), each.name()))
              .toList();
      Known known = Known.of(session, named.stream().filter(Name::derived).map(Name::oid).toList());
      named.stream().filter(each -> !each.derived() || known.table(each.oid())).forEach(open::add);
      from = batch.isEmpty() ? from : List.of(batch.getLast().schema(), batch.getLast().name());
    } while (batch.size() == many && open.size() <= arguments.pageSize());
    return open;
  }

  private static @Nullable String words(@Nullable List<TableType> types) {
    return types == null
        ? null
        : types.stream().distinct().sorted().map(TableType::toString).collect(joining(","));
  }
}
