package dev.howdah.tools.queue;

import dev.howdah.queue.Layout;
import dev.howdah.queue.Part;
import dev.howdah.queue.Queue;
import dev.howdah.queue.Release;
import dev.howdah.sql.Identifier;
import dev.howdah.sql.Sql;
import dev.howdah.tool.Call;
import dev.howdah.tool.Format;
import dev.howdah.tool.Param;
import dev.howdah.tool.Tool;
import dev.howdah.tool.ToolSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a queue's tables are, and what is missing of them. */
public final class SchemaInfo implements Tool<SchemaInfo.Arguments, SchemaInfo.Result> {

  public record Arguments(
      @Param(Installations.ABOUT) @Nullable String queue,
      @Param(value = "How the text shows the lists.", byDefault = "json") Format format) {}

  public record Result(
      @Param("Always the four tables, by name.") List<Table> result,
      @Param("Which version of PgQueuer made them, as far as they tell; null without a queue.")
          @Nullable String version,
      @Param("Whether an older version made them first; null without a queue.")
          @Nullable Boolean upgraded,
      @Param("The values of a job's status.") List<String> statuses,
      @Param("Indexes of the tables, by name.") List<Index> indexes,
      @Param("Indexes that this version makes and that are missing or not valid.")
          List<String> missingIndexes,
      @Param("The trigger that tells workers of new jobs.") Trigger trigger,
      @Param("The channel that it notifies.") String channel,
      @Param("The name that tools know the queue by.") String queue,
      @Param("The database that it is in.") String database,
      @Param("The role that looked; it sees only what it may.") String role,
      @Param("The schemas in which names were looked for, unless they are set.") String searchPath,
      @Param("Without a queue: tables elsewhere that look like one.") List<String> similar) {}

  /** One table. */
  public record Table(
      @Param("Its name.") String tableName,
      @Param("LOGGED, or UNLOGGED: a crash of the server empties it; null where there is none.")
          @Nullable String persistence,
      @Param("Rows, from the statistics; null when it was never analyzed or does not exist.")
          @Nullable Long estimatedRows,
      @Param("With indexes and TOAST, as text; null where a lock hides it or there is none.")
          @Nullable String totalSize,
      @Param("The same in bytes.") @Nullable Long totalBytes,
      @Param("Its schema; null where there is none.") @Nullable String schema,
      @Param("What it is for: queue, log, statistics or schedules.") String part,
      @Param("Whether it exists and is open to the caller.") boolean exists,
      @Param("Whether the role may read it.") boolean readable,
      @Param("table, partitioned table, view, materialized view or foreign table.")
          @Nullable String kind,
      @Param("Type of its ids: integer ends at 2147483647; null where there is none.")
          @Nullable String idType) {}

  /** An index. */
  public record Index(
      @Param("Its name.") String name,
      @Param("The table it is on.") String table,
      @Param("Whether it can be used.") boolean valid) {}

  /** The trigger. */
  public record Trigger(
      @Param("Its name; null where there is none: workers then only look now and then.")
          @Nullable String name,
      @Param("Whether it is enabled.") boolean enabled,
      @Param("The function that it calls; null where there is none.") @Nullable String function) {}

  private record Query(
      @Nullable String queueSchema,
      @Nullable String queue,
      @Nullable String logSchema,
      @Nullable String log,
      @Nullable String statisticsSchema,
      @Nullable String statistics,
      @Nullable String schedulesSchema,
      @Nullable String schedules) {}

  private record Size(
      String part,
      @Nullable Long estimatedRows,
      @Nullable String totalSize,
      @Nullable Long totalBytes) {}

  private static final Sql SIZES = Sql.resource(SchemaInfo.class, "schema_info.sql");

  private final Installations installations;

  public SchemaInfo(Installations installations) {
    this.installations = installations;
  }

  @Override
  public ToolSpec<Arguments, Result> spec() {
    return ToolSpec.readOnly(
        "schema_info",
        "Job queue: its tables",
        "The tables of a PgQueuer installation with rows, size and durability, its version, status"
            + " values, indexes and trigger, and what is missing. Use it when another queue tool"
            + " finds no queue or is slow. exists false: no such table, or none that is open to"
            + " you. Next: queue_size.",
        Arguments.class,
        Result.class);
  }

  @Override
  public Result call(Arguments arguments, Call call) {
    return installations.look(call, arguments.queue(), this::result);
  }

  private Result result(Queue queue, Map<Part, Layout.Table> open, List<String> similar) {
    Map<String, Size> sizes =
        queue.query(SIZES, query(open), Size.class).stream()
            .collect(Collectors.toMap(Size::part, Function.identity()));
    List<Table> tables =
        Arrays.stream(Part.values())
            .map(part -> table(part, queue, open.get(part), sizes.get(part.toString())))
            .sorted(Comparator.comparing(Table::tableName))
            .toList();
    Layout layout = queue.layout();
    boolean there = open.containsKey(Part.QUEUE);
    Layout.Trigger trigger = there ? layout.trigger() : null;
    Identifier function = there ? layout.function() : null;
    return new Result(
        tables,
        there ? Release.of(layout).version() : null,
        there ? (Boolean) Release.of(layout).upgraded() : null,
        there ? layout.values() : List.of(),
        indexes(open),
        there ? Release.missingIndexes(layout, open.keySet()) : List.of(),
        new Trigger(
            trigger == null ? null : trigger.name(),
            trigger != null && trigger.enabled(),
            function == null ? null : function.schema() + "." + function.name()),
        queue.installation().channelName(),
        queue.name(),
        queue.database(),
        layout.role(),
        layout.searchPath(),
        there ? List.of() : similar);
  }

  private static List<Index> indexes(Map<Part, Layout.Table> open) {
    List<Index> indexes = new ArrayList<>();
    open.values()
        .forEach(
            table ->
                table
                    .indexes()
                    .forEach((name, valid) -> indexes.add(new Index(name, table.name(), valid))));
    indexes.sort(Comparator.comparing(Index::name));
    return indexes;
  }

  private static Table table(
      Part part, Queue queue, Layout.@Nullable Table found, @Nullable Size size) {
    if (found == null) {
      Identifier wanted = queue.installation().looksFor(part);
      return new Table(
          wanted.name(), null, null, null, null, null, part.toString(), false, false, null, null);
    }
    return new Table(
        found.name(),
        found.logged() ? "LOGGED" : "UNLOGGED",
        size == null ? null : size.estimatedRows(),
        size == null ? null : size.totalSize(),
        size == null ? null : size.totalBytes(),
        found.schema(),
        part.toString(),
        true,
        found.readable(),
        switch (found.kind()) {
          case "p" -> "partitioned table";
          case "v" -> "view";
          case "m" -> "materialized view";
          case "f" -> "foreign table";
          default -> "table";
        },
        Optional.ofNullable(found.columns().get("id")).map(Layout.Column::type).orElse(null));
  }

  private static Query query(Map<Part, Layout.Table> open) {
    return new Query(
        schema(open, Part.QUEUE),
        name(open, Part.QUEUE),
        schema(open, Part.LOG),
        name(open, Part.LOG),
        schema(open, Part.STATISTICS),
        name(open, Part.STATISTICS),
        schema(open, Part.SCHEDULES),
        name(open, Part.SCHEDULES));
  }

  private static @Nullable String schema(Map<Part, Layout.Table> open, Part part) {
    Layout.Table table = open.get(part);
    return table == null ? null : table.schema();
  }

  private static @Nullable String name(Map<Part, Layout.Table> open, Part part) {
    Layout.Table table = open.get(part);
    return table == null ? null : table.name();
  }
}
