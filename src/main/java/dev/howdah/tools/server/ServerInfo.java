package dev.howdah.tools.server;

import dev.howdah.db.Databases;
import dev.howdah.tool.Call;
import dev.howdah.tool.Param;
import dev.howdah.tool.Tool;
import dev.howdah.tool.ToolSpec;
import java.util.List;
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

  public record Arguments() {}

  public record Result(
      String name,
      String version,
      @Param("Newest first.") List<String> protocolRevisions,
      String transport,
      @Param("Whether statements that write are refused.") boolean readOnly,
      boolean authEnabled,
      List<String> features,
      @Param("The default one first; empty when none is configured.") List<Configured> databases) {}

  public record Configured(
      @Param("Pass it as the argument database.") String name,
      @Nullable String description,
      @Nullable String environment,
      @Param("Longest time of one statement, in milliseconds.") long statementTimeoutMs,
      @Param("not connected yet, connected, or why it cannot be reached.") String status,
      @Nullable String serverVersion,
      Pool pool) {}

  /** Connections to one database. */
  public record Pool(int active, int idle, int max) {}

  private final Facts facts;
  private final Databases databases;

  public ServerInfo(Facts facts, Databases databases) {
    this.facts = facts;
    this.databases = databases;
  }

  @Override
  public ToolSpec<Arguments, Result> spec() {
    return ToolSpec.readOnly(
            "server_info",
            "About this server",
            "Version, protocol revisions, limits, and every configured database with its state. Works"
                + " without a database; nothing is connected to. Next: db_identity or list_schemas.",
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
        databases.all().stream().map(Described::of).toList());
  }
}
