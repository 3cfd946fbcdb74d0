package dev.howdah.tools.server;

import dev.howdah.db.Database;
import dev.howdah.db.QuerySettings;
import dev.howdah.tool.Call;
import dev.howdah.tool.Param;
import dev.howdah.tool.Sessions;
import dev.howdah.tool.Tool;
import dev.howdah.tool.ToolSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the server is and how its databases are. */
public final class ServerInfo implements Tool<ServerInfo.Arguments, ServerInfo.Result> {

  /**
   * What does not change while the server runs.
   *
   * @param transport stdio, streamable-http or sse
   * @param features what is switched on, by name
   */
  public record Facts(
      String name,
      String version,
      List<String> protocolRevisions,
      String transport,
      boolean readOnly,
      boolean authEnabled,
      List<String> features) {}

  public record Arguments(
      @Param(
              value = "Try to connect to each database first, to learn what is wrong now.",
              byDefault = "false")
          boolean check) {}

  public record Result(
      @Param("Always howdah.") String name,
      @Param("Version of the server.") String version,
      @Param("Revisions of MCP that it speaks, newest first.") List<String> protocolRevisions,
      @Param("stdio, streamable-http or sse.") String transport,
      @Param("Whether statements that write are refused.") boolean readOnly,
      @Param("Whether callers need a token.") boolean authEnabled,
      @Param("What is switched on.") List<String> features,
      @Param("Limits on one result of query.") Limits limits,
      @Param("Those that may be asked, the default one first; empty when none is configured.")
          List<Configured> databases) {}

  /** What {@code query} gives at most. */
  public record Limits(
      @Param("Rows when a call does not say.") int rowLimit,
      @Param("Most rows a call may ask for.") int maxRowLimit,
      @Param("Most bytes of all rows.") long maxResultBytes,
      @Param("Most bytes of one value.") long maxCellBytes) {}

  public record Configured(
      @Param("Pass it as the argument database.") String name,
      @Param("What it holds, else null.") @Nullable String description,
      @Param("A label such as production, else null.") @Nullable String environment,
      @Param("Longest time of one statement, in milliseconds.") long statementTimeoutMs,
      @Param("not connected yet, connected, or what is wrong and how to mend it.") String status,
      @Param("Version of PostgreSQL, null before the first connection.")
          @Nullable String serverVersion,
      @Param("Connections to it.") Pool pool) {}

  /** Connections to one database. */
  public record Pool(
      @Param("In use now.") int active,
      @Param("Open and waiting for work.") int idle,
      @Param("Most there may be.") int max) {}

  private final Facts facts;
  private final QuerySettings query;
  private final Sessions sessions;

  public ServerInfo(Facts facts, QuerySettings query, Sessions sessions) {
    this.facts = facts;
    this.query = query;
    this.sessions = sessions;
  }

  @Override
  public ToolSpec<Arguments, Result> spec() {
    return ToolSpec.readOnly(
            "server_info",
            "About this server",
            "Version, protocol revisions, limits, and every configured database with what it holds and"
                + " its state. Works without a database; nothing is connected to unless check is true."
                + " Use check when a database does not answer. Next: db_identity or list_schemas.",
            Arguments.class,
            Result.class)
        .withoutDatabase();
  }

  @Override
  public Result call(Arguments arguments, Call call) {
    return new Result(
        facts.name(),
        facts.version(),
        facts.protocolRevisions(),
        facts.transport(),
        facts.readOnly(),
        facts.authEnabled(),
        facts.features(),
        new Limits(
            query.rowLimit(), query.maxRowLimit(), query.maxResultBytes(), query.maxCellBytes()),
        databases(arguments.check(), call));
  }

  private List<Configured> databases(boolean check, Call call) {
    List<Database> open = sessions.open(call.caller());
    Map<Database, String> problems = check ? Reached.problems(open, call) : Map.of();
    return open.stream().map(database -> Described.of(database, problems.get(database))).toList();
  }
}
