package dev.howdah.tools.sql;

import dev.howdah.db.Column;
import dev.howdah.db.Limits;
import dev.howdah.db.QuerySettings;
import dev.howdah.db.Rows;
import dev.howdah.db.Session;
import dev.howdah.db.Statement;
import dev.howdah.db.Written;
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
import dev.howdah.tool.Writer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs one statement of the caller's own that writes. */
public final class Execute implements Tool<Execute.Arguments, Execute.Result> {

  public record Arguments(
      @Param("One statement: INSERT, UPDATE, DELETE, MERGE or DDL; values as $1…$n.") String sql,
      @Param(
              value = "Values for $1…$n, in order; any JSON, typed by the statement.",
              max = 65535,
              aliases = "parameters")
          @Nullable List<@Nullable Object> params,
      @Param(value = "How the text shows what RETURNING gave.", byDefault = "json") Format format,
      @Param(value = "Longest time in milliseconds, at most the server's own limit.", min = 1)
          @Nullable Integer timeoutMs) {}

  public record Result(
      @Param("Always true: what fails is an error, and nothing of it is kept.") boolean success,
      @Param(
              "Rows inserted, updated, deleted or merged, or kept by CREATE TABLE AS; 0 for other DDL.")
          long rowsAffected,
      @Param("What PostgreSQL did, as INSERT or CREATE TABLE.") String command,
      @Param("What RETURNING gave, else null; as many as fit.") @Nullable ShownRows rows,
      @Param("Names of the columns of rows, else null.") @Nullable List<String> columns,
      @Param("Whether rows were cut; all were written.") boolean truncated,
      @Param("What was cut, else null.") @Nullable String truncatedReason)
      implements TypedTool.WithContent {

    @Override
    public List<Content> content() {
      return rows == null || rows.format() == Format.JSON
          ? List.of()
          : Shown.written(
              "%s, %d rows affected.".formatted(command, rowsAffected), rows, truncatedReason);
    }
  }

  private final Sessions sessions;
  private final QuerySettings settings;
  private final Writer writer;

  public Execute(Sessions sessions, QuerySettings settings, Writer writer) {
    this.sessions = sessions;
    this.settings = settings;
    this.writer = writer;
  }

  @Override
  public ToolSpec<Arguments, Result> spec() {
    return new ToolSpec<>(
        "execute",
        "Change the database",
        "Runs one statement that changes data (INSERT, UPDATE, DELETE, MERGE) or the schema (DDL)"
            + " and commits it. It is kept as a whole or, on an error, not at all. Pass values as"
            + " params for $1…$n; RETURNING tells what was written. Several statements that belong"
            + " together: transaction. To read: query.",
        new ToolSpec.Hints(false, true, false, false),
        true,
        Arguments.class,
        Result.class,
        TaskSupport.OPTIONAL);
  }

  @Override
  public Result call(Arguments arguments, Call call) {
    Session session = sessions.of(call);
    List<@Nullable Object> params = arguments.params();
    var statement =
        new Statement(SqlArgument.of("sql", arguments.sql()), params == null ? List.of() : params);
    Limits limits =
        session.limits(settings, settings.maxRowLimit(), Asked.time(arguments.timeoutMs()));
    Written written = writer.write(session, statement, limits, call);
    Rows rows = written.rows();
    return new Result(
        true,
        written.affected(),
        written.command(),
        rows == null ? null : new ShownRows(rows, arguments.format()),
        rows == null ? null : rows.columns().stream().map(Column::name).toList(),
        rows != null && rows.truncated(),
        rows == null ? null : Asked.returned(rows, settings));
  }
}
