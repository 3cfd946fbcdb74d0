package dev.howdah.tools.sql;

import dev.howdah.db.Ceiling;
import dev.howdah.db.Column;
import dev.howdah.db.Isolation;
import dev.howdah.db.Limits;
import dev.howdah.db.QuerySettings;
import dev.howdah.db.Rows;
import dev.howdah.db.Session;
import dev.howdah.db.Writing;
import dev.howdah.db.Written;
import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.sql.guard.Door;
import dev.howdah.tool.Call;
import dev.howdah.tool.Content;
import dev.howdah.tool.Format;
import dev.howdah.tool.Param;
import dev.howdah.tool.Sessions;
import dev.howdah.tool.ShownRows;
import dev.howdah.tool.TaskSupport;
import dev.howdah.tool.Tool;
import dev.howdah.tool.ToolSpec;
import dev.howdah.tool.TypedTool;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Runs several statements of the caller's own as one. */
public final class Transaction implements Tool<Transaction.Arguments, Transaction.Result> {

  public record Arguments(
      @Param(value = "They run in this order.", min = 1, max = 100) List<Part> statements,
      @Param(
              value = "How far it is kept apart from other transactions.",
              byDefault = "read committed")
          Isolation isolation,
      @Param(value = "How the text shows what statements returned.", byDefault = "json")
          Format format,
      @Param(
              value =
                  "Longest time of each statement in milliseconds, at most the server's own limit.",
              min = 1)
          @Nullable Integer timeoutMs) {}

  /** One of the statements. */
  public record Part(
      @Param("One statement: INSERT, UPDATE, DELETE, MERGE, DDL or SELECT; values as $1…$n.")
          String sql,
      @Param(
              value =
                  "Values for $1…$n. {\"from\": 0, \"column\": \"id\"} takes one from the rows of"
                      + " statement 0 (row 0, unless \"row\" says another); \"{order_id}\" finds it"
                      + " by its name; {\"literal\": …} passes what looks like either as it is.",
              max = 65535,
              aliases = "parameters")
          @Nullable List<@Nullable Object> params) {}

  public record Result(
      @Param("Always true: when anything fails, it is an error and nothing is kept.")
          boolean success,
      @Param("One a statement, in order.") List<Done> results)
      implements TypedTool.WithContent {

    @Override
    public List<Content> content() {
      boolean shown =
          results.stream()
              .map(Done::rows)
              .anyMatch(rows -> rows != null && rows.format() != Format.JSON);
      return shown
          ? IntStream.range(0, results.size())
              .boxed()
              .flatMap(index -> results.get(index).content(index).stream())
              .toList()
          : List.of();
    }
  }

  /** What one statement did. */
  public record Done(
      @Param("Rows inserted, updated, deleted or merged, or kept by CREATE TABLE AS; else 0.")
          long rowsAffected,
      @Param("What PostgreSQL did, as INSERT.") String command,
      @Param("What it returned, else null; as many as fit.") @Nullable ShownRows rows,
      @Param("Names of the columns of rows, else null.") @Nullable List<String> columns,
      @Param("What of rows was cut, else null.") @Nullable String truncatedReason) {

    private List<Content> content(int index) {
      return Shown.written(
          "Statement %d: %s, %d rows affected.".formatted(index, command, rowsAffected),
          rows,
          truncatedReason);
    }
  }

  private final Sessions sessions;
  private final QuerySettings settings;

  public Transaction(Sessions sessions, QuerySettings settings) {
    this.sessions = sessions;
    this.settings = settings;
  }

  @Override
  public ToolSpec<Arguments, Result> spec() {
    return new ToolSpec<>(
        "transaction",
        "Change the database in one go",
        "Runs several statements in one transaction: all are kept, or none. A failure names the"
            + " statement by its index. Later statements can use what earlier ones RETURNING gave,"
            + " see params. A conflict with another transaction is tried again by itself. One"
            + " statement alone: execute.",
        new ToolSpec.Hints(false, true, false, false),
        true,
        Arguments.class,
        Result.class,
        TaskSupport.OPTIONAL);
  }

  @Override
  public Result call(Arguments arguments, Call call) {
    Session session = sessions.of(call);
    List<Writing.Step> steps = new ArrayList<>();
    for (int i = 0; i < arguments.statements().size(); i++) {
      Part part = arguments.statements().get(i);
      List<@Nullable Object> params = part.params();
      steps.add(
          new Writing.Step(
              SqlArgument.of("statements[" + i + "].sql", part.sql()),
              new References(params == null ? List.of() : params)));
    }
    var writing = new Writing(steps, arguments.isolation(), true, new Ceiling(settings.maxCost()));
    Limits limits = limits(session, arguments.timeoutMs(), steps.size());
    try {
      List<Written> written =
          new Confirmation(session, settings, call).write(writing, Door.EITHER, limits);
      return new Result(true, written.stream().map(one -> done(one, arguments.format())).toList());
    } catch (CallException e) {
      throw told(e);
    }
  }

  /** The result of all statements together is as large as one may be. */
  private Limits limits(Session session, @Nullable Integer timeoutMs, int statements) {
    Limits all = session.limits(settings, settings.maxRowLimit(), Asked.time(timeoutMs));
    return all.sized(all.maxRows(), Math.max(1, all.maxBytes() / statements), all.maxCellBytes());
  }

  private Done done(Written written, Format format) {
    Rows rows = written.rows();
    return new Done(
        written.affected(),
        written.command(),
        rows == null ? null : new ShownRows(rows, format),
        rows == null ? null : rows.columns().stream().map(Column::name).toList(),
        rows == null ? null : Asked.returned(rows, settings));
  }

  private static CallException told(CallException e) {
    Object index = e.details().get("statement_index");
    if (index != null) {
      return new CallException(
          e.code(),
          "The statement with index " + index + " failed, and nothing was kept: " + e.getMessage(),
          e.details(),
          e);
    }
    return e.code() == ErrorCode.STATEMENT_FAILED
        ? new CallException(
            e.code(),
            "The transaction failed at its end, and nothing was kept: " + e.getMessage(),
            e.details(),
            e)
        : e;
  }
}
