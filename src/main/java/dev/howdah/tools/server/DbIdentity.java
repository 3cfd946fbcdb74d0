package dev.howdah.tools.server;

import dev.howdah.sql.Sql;
import dev.howdah.tool.Call;
import dev.howdah.tool.Param;
import dev.howdah.tool.Sessions;
import dev.howdah.tool.Tool;
import dev.howdah.tool.ToolSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which database answers, and as whom. */
public final class DbIdentity implements Tool<DbIdentity.Arguments, DbIdentity.Identity> {

  public record Arguments() {}

  public record Identity(
      @Param("Its own name, which the argument database need not be.") String database,
      @Param("The user that logged in.") String user,
      @Param("The role whose privileges apply.") String role,
      @Param("Address of the server, null on a Unix socket.") @Nullable String host,
      @Param("Port of the server, null on a Unix socket.") @Nullable Integer port,
      @Param("Where names without a schema are looked for, in order.") String searchPath,
      @Param("Version of PostgreSQL.") String serverVersion,
      @Param("cluster_name of the server, null when not set.") @Nullable String clusterName,
      @Param("Whether it is a standby, which reads only.") boolean inRecovery) {}

  private static final Sql IDENTITY =
      Sql.of(
          """
          select current_database() as database,
                 session_user as user,
                 current_user as role,
                 host(inet_server_addr()) as host,
                 inet_server_port() as port,
                 current_setting('howdah.search_path') as search_path,
                 current_setting('server_version') as server_version,
                 nullif(current_setting('cluster_name'), '') as cluster_name,
                 pg_is_in_recovery() as in_recovery
          """);

  private final Sessions sessions;

  public DbIdentity(Sessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public ToolSpec<Arguments, Identity> spec() {
    return ToolSpec.readOnly(
        "db_identity",
        "Which database is this",
        "Name, user, role in use, address, search path and version of the database that answers."
            + " Use it when you are not sure where you are. Next: list_schemas.",
        Arguments.class,
        Identity.class);
  }

  @Override
  public Identity call(Arguments arguments, Call call) {
    List<Identity> rows = sessions.of(call).query(IDENTITY, arguments, Identity.class);
    return rows.getFirst();
  }
}
