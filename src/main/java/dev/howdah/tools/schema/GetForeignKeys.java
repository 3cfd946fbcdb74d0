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
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The foreign keys of one table, and those that point at it. */
public final class GetForeignKeys implements Tool<GetForeignKeys.Arguments, GetForeignKeys.Result> {

  public record Arguments(
      @Param(value = Relations.TABLE, max = Relations.LONGEST, aliases = "table_name") String table,
      @Param(value = Relations.SCHEMA, max = Relations.LONGEST) @Nullable String schema,
      @Param(value = "How the text shows the lists.", byDefault = "json") Format format) {}

  public record Result(
      @Param("The table's name.") String table,
      @Param("Its schema.") String schema,
      @Param("Its own keys, by name: what its rows point at.") List<ForeignKey> foreignKeys,
      @Param("Keys that point here, its own to itself included: whose rows point at it.")
          List<ForeignKey> referencedBy,
      @Param("Whether something was cut.") boolean truncated,
      @Param("What was cut, else null.") @Nullable String truncatedReason) {}

  /** One of them, composite ones whole. */
  public record ForeignKey(
      @Param("Its name.") String name,
      @Param("Schema of the table that has the key.") String schema,
      @Param("The table that has the key.") String table,
      @Param("Its columns.") List<String> columns,
      @Param("Schema of the table that is pointed at.") String referencedSchema,
      @Param("The table that is pointed at.") String referencedTable,
      @Param("Columns that are pointed at, in the order of columns.")
          List<String> referencedColumns,
      @Param("no action, restrict, cascade, set null or set default.") String onUpdate,
      @Param("no action, restrict, cascade, set null or set default.") String onDelete,
      @Param("The columns that on_delete sets, where it is not all of them; else null.")
          @Nullable List<String> onDeleteColumns,
      @Param("simple: one NULL is enough to point nowhere; full: all or none; partial.")
          String matchType,
      @Param("Whether it can be checked at the end of the transaction.") boolean deferrable,
      @Param("Whether that is so unless SET CONSTRAINTS says otherwise.") boolean initiallyDeferred,
      @Param("Whether old rows are known to keep it.") boolean validated,
      @Param("As ALTER TABLE writes it.") String definition,
      @Param("Its comment, else null.") @Nullable String comment) {}

  private final Sessions sessions;
  private final QuerySettings limits;

  public GetForeignKeys(Sessions sessions, QuerySettings limits) {
    this.sessions = sessions;
    this.limits = limits;
  }

  @Override
  public ToolSpec<Arguments, Result> spec() {
    return ToolSpec.readOnly(
        "get_foreign_keys",
        "Foreign keys of a table",
        "Foreign keys of one table, both those that it has and those that point at it, with their"
            + " columns in order and what happens on update and delete. Use it to join tables."
            + " Empty: none is declared between tables that this role may know of. Next: query.",
        Arguments.class,
        Result.class);
  }

  @Override
  public Result call(Arguments arguments, Call call) {
    Session session = sessions.of(call);
    Relations relations = new Relations(session);
    Relation relation = relations.find(arguments.schema(), arguments.table());
    TableRows rows = TableRows.constraints(session, relation);
    Known known = Known.of(session, rows.oids(relation));
    relations.check(relation, known, arguments.schema(), arguments.table());
    Describing table = new Describing(relation, rows, known);
    Budget budget = new Budget(limits);
    return new Result(
        relation.name(),
        relation.schema(),
        budget.fit("foreign_keys", keys(relation, table, "f", known)),
        budget.fit("referenced_by", keys(relation, table, "r", known)),
        budget.truncated(),
        budget.reason());
  }

  private static List<ForeignKey> keys(
      Relation relation, Describing table, String kind, Known known) {
    return table.openKeys(kind).map(key -> key(relation, key, known)).toList();
  }

  private static ForeignKey key(Relation relation, TableRows.Constraint key, Known known) {
    String otherSchema = Objects.requireNonNull(key.otherSchema());
    String otherTable = Objects.requireNonNull(key.otherTable());
    boolean own = key.is("f");
    return new ForeignKey(
        key.name(),
        own ? relation.schema() : otherSchema,
        own ? relation.name() : otherTable,
        Objects.requireNonNull(key.columns()),
        own ? otherSchema : relation.schema(),
        own ? otherTable : relation.name(),
        Objects.requireNonNull(key.otherColumns()),
        Objects.requireNonNull(key.onUpdate()),
        Objects.requireNonNull(key.onDelete()),
        key.onDeleteColumns(),
        Objects.requireNonNull(key.matchType()),
        key.deferrable(),
        key.initiallyDeferred(),
        key.validated(),
        key.definition(),
        known.comment(own ? relation.oid() : key.other(), key.comment()));
  }
}
