package dev.howdah.tools.sql;

import dev.howdah.db.Explaining;
import dev.howdah.db.Explaining.Explained;
import dev.howdah.db.Limits;
import dev.howdah.db.QuerySettings;
import dev.howdah.db.Session;
import dev.howdah.db.Statement;
import dev.howdah.db.VectorScan;
import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.sql.Sql;
import dev.howdah.sql.guard.Door;
import dev.howdah.tool.Call;
import dev.howdah.tool.Json;
import dev.howdah.tool.Param;
import dev.howdah.tool.Sessions;
import dev.howdah.tool.Tool;
import dev.howdah.tool.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Shows how PostgreSQL would run a statement. */
public final class Explain implements Tool<Explain.Arguments, Explain.Result> {

  /** How the plan is written. */
  public enum Shape {
    TEXT,
    JSON;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public record Arguments(
      @Param("The statement to explain, without EXPLAIN; values as $1…$n.") String sql,
      @Param(
              value = "Values for $1…$n, in order; the plan is one for these values.",
              max = 65535,
              aliases = "parameters")
          @Nullable List<@Nullable Object> params,
      @Param(
              value =
                  "Run the statement and measure it. One that writes needs a writable database, and"
                      + " is rolled back.",
              byDefault = "false")
          boolean analyze,
      @Param(value = "How the plan is written.", byDefault = "text") Shape format,
      @Param(value = "Longest time in milliseconds, at most the server's own limit.", min = 1)
          @Nullable Integer timeoutMs) {}

  public record Result(
      @Param("The plan: a string, or with format json what EXPLAIN (FORMAT JSON) gives.")
          Object plan,
      @Param("Tables that the plan reads or writes, behind views too, as schema.table.")
          List<String> tablesInvolved,
      @Param("PostgreSQL's estimate of the whole cost, in its own unit.") double totalCost,
      @Param("What may be wrong with the plan; empty when nothing stands out.")
          List<String> warnings) {}

  /** Tables of a plan, and their names without the schema, for the index. */
  record Named(List<String> tables, List<String> names) {}

  static final Sql TABLES =
      Sql.of(
          """
          select n.nspname as schema, c.relname as name,
                 case when c.relkind = 'r' or c.relkind = 'm' then c.reltuples else 0 end
                   ::pg_catalog.int8 as rows
          from pg_catalog.pg_class c
          join pg_catalog.pg_namespace n on n.oid = c.relnamespace
          where c.relname = any (cast(:names as pg_catalog.text[]))
            and n.nspname || '.' || c.relname = any (cast(:tables as pg_catalog.text[]))
          order by n.nspname, c.relname
          """);

  private final Sessions sessions;
  private final QuerySettings settings;

  public Explain(Sessions sessions, QuerySettings settings) {
    this.sessions = sessions;
    this.settings = settings;
  }

  @Override
  public ToolSpec<Arguments, Result> spec() {
    return ToolSpec.readOnly(
            "explain",
            "Explain a statement",
            "Shows the plan of one statement, the tables behind it, the estimated cost and what stands"
                + " out: large tables read as a whole, missing statistics, and with analyze, wrong"
                + " estimates. Use it before a slow query, or to compare two ways to write one. Nothing"
                + " is changed. Next: get the rows with query.",
            Arguments.class,
            Result.class)
        .withTasks();
  }

  @Override
  public Result call(Arguments arguments, Call call) {
    Session session = sessions.of(call);
    List<@Nullable Object> params = arguments.params();
    var statement =
        new Statement(SqlArgument.of("sql", arguments.sql()), params == null ? List.of() : params);
    Limits limits =
        session.limits(settings, settings.maxRowLimit(), Asked.time(arguments.timeoutMs()));
    boolean json = arguments.format() == Shape.JSON;
    // What is only planned is shown with what the planner made of it, whatever the caller's rules.
    if (session.access().restricted() || !arguments.analyze()) {
      session.check(statement.text(), Door.SHOWN_PLAN);
    }
    if (arguments.analyze()) {
      PlannedCost.check(session, statement, Door.PLAN, settings, limits);
    }
    Explained shown;
    try (var _ = session.turn(settings)) {
      shown = session.explain(statement, new Explaining(arguments.analyze(), json), limits);
    }
    if (shown.text().length() > settings.maxResultBytes()) {
      throw new CallException(
          ErrorCode.STATEMENT_FAILED,
          "The plan is longer than %s; simplify the statement."
              .formatted(settings.maxResultSize()));
    }
    Object plan = json ? tree(shown.text()) : shown.text();
    if (session.access().restricted()) {
      plan = PlanReader.withoutTriggers(plan);
    }
    // The schemas of the tables are only in a plan with VERBOSE.
    var reader =
        new PlanReader(
            shown.verbose()
                ? plan
                : Json.plain(session.plan(statement, limits, VectorScan.AS_SET)));
    List<String> warnings = new ArrayList<>();
    if (shown.rolledBack()) {
      warnings.add("The statement wrote while it was measured; all of it was rolled back.");
    }
    warnings.addAll(reader.warnings(known(session, reader)));
    warnings.addAll(json ? new PlanReader(plan).estimates() : PlanReader.estimates(shown.text()));
    return new Result(plan, reader.tables(), reader.totalCost(), List.copyOf(warnings));
  }

  /**
   * PostgreSQL's JSON of a measured MERGE into a partitioned table is broken, up to 18 at least.
   */
  private static Object tree(String json) {
    return Json.valid(json)
        .orElseThrow(
            () ->
                new CallException(
                    ErrorCode.STATEMENT_FAILED,
                    "PostgreSQL's plan of this statement is not valid JSON; ask for format text."));
  }

  private static List<PlanReader.Table> known(Session session, PlanReader plan) {
    List<String> tables = plan.tables();
    return tables.isEmpty()
        ? List.of()
        : session.query(TABLES, new Named(tables, plan.names()), PlanReader.Table.class);
  }
}
