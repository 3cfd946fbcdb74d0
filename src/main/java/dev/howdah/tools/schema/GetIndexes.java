package dev.howdah.tools.schema;

import dev.howdah.db.QuerySettings;
import dev.howdah.db.Session;
import dev.howdah.known.Known;
import dev.howdah.tool.Call;
import dev.howdah.tool.Format;
import dev.howdah.tool.Param;
import dev.howdah.tool.Sessions;
import dev.howdah.tool.Tool;
import dev.howdah.tool.ToolSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The indexes of one table. */
public final class GetIndexes implements Tool<GetIndexes.Arguments, GetIndexes.Result> {

  public record Arguments(
      @Param(value = Relations.TABLE, max = Relations.LONGEST, aliases = "table_name") String table,
      @Param(value = Relations.SCHEMA, max = Relations.LONGEST) @Nullable String schema,
      @Param(value = "How the text shows the list.", byDefault = "json") Format format) {}

  public record Result(
      @Param("The table's name.") String table,
      @Param("Its schema.") String schema,
      @Param("By name.") List<Index> indexes,
      @Param("Whether something was cut.") boolean truncated,
      @Param("What was cut, else null.") @Nullable String truncatedReason) {}

  /** One of them. */
  public record Index(
      @Param("Its name.") String name,
      @Param("Columns or expressions that it finds rows by, in order.") List<String> columns,
      @Param("Columns that it only carries (INCLUDE).") List<String> included,
      @Param("btree, hash, gin, gist, brin, hnsw and so on.") String method,
      @Param("Whether it allows a key once.") boolean unique,
      @Param("Whether it is the primary key's.") boolean primary,
      @Param("Whether it holds only the rows of predicate.") boolean partial,
      @Param("The condition of a partial index, else null.") @Nullable String predicate,
      @Param("The statement that makes it.") String definition,
      @Param("Null for that of a partitioned table, and while a lock hides it.")
          @Nullable Long sizeBytes,
      @Param("Scans since the statistics were reset; null for that of a partitioned table.")
          @Nullable Long scans,
      @Param("False while it is being built, or after that failed: then it is not used.")
          boolean valid,
      @Param("Its comment, else null.") @Nullable String comment) {}

  private final Sessions sessions;
  private final QuerySettings limits;

  public GetIndexes(Sessions sessions, QuerySettings limits) {
    this.sessions = sessions;
    this.limits = limits;
  }

  @Override
  public ToolSpec<Arguments, Result> spec() {
    return ToolSpec.readOnly(
        "get_indexes",
        "Indexes of a table",
        "Indexes of one table or materialized view: their columns, method, condition, size and how"
            + " often they were used. Use it when a query is slow. Empty: there are none that this"
            + " role may know of. Next: explain.",
        Arguments.class,
        Result.class);
  }

  @Override
  public Result call(Arguments arguments, Call call) {
    Session session = sessions.of(call);
    Relations relations = new Relations(session);
    Relation relation = relations.find(arguments.schema(), arguments.table());
    TableRows rows = TableRows.indexes(session, relation);
    Known known = Known.of(session, rows.oids(relation));
    relations.check(relation, known, arguments.schema(), arguments.table());
    Budget budget = new Budget(limits);
    List<Index> indexes =
        new Describing(relation, rows, known)
            .openIndexes()
            .map(index -> index(relation, index, known))
            .toList();
    return new Result(
        relation.name(),
        relation.schema(),
        budget.fit("indexes", indexes),
        budget.truncated(),
        budget.reason());
  }

  private static Index index(Relation relation, TableRows.Index index, Known known) {
    return new Index(
        index.name(),
        index.columns(),
        index.included(),
        index.method(),
        index.unique(),
        index.primary(),
        index.partial(),
        index.predicate(),
        index.definition(),
        index.sizeBytes(),
        index.scans(),
        index.valid(),
        known.comment(relation.oid(), index.comment()));
  }
}
