package dev.howdah.tools.server;

import dev.howdah.db.Databases;
import dev.howdah.sql.Sql;
import dev.howdah.tool.Call;
import dev.howdah.tool.Param;
import dev.howdah.tool.Tool;
import dev.howdah.tool.ToolSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which database answers, and as whom. */
public final class DbIdentity implements Tool<DbIdentity.Arguments, DbIdentity.Identity> {

  public record Arguments() {}

  public record Identity(
      String database,
      @Param("The user that logged in.") String user,
      @Param("The role whose privileges apply.") String role,
      @Param("Address of the server, null on a Unix socket.") @Nullable String host,
      @Nullable Integer port,
      String searchPath,
      String serverVersion,
      @Nullable String clusterName,
      @Param("Whether it is a standby, which reads only.") boolean inRecovery) {}

  private static final Sql IDENTITY =
      Sql.of(
          """
          select current_database() as database,
                 session_user as user,
                 current_user as role,
                 host(inet_server_addr()) as host,
                 inet_server_port() as port,
                 current_setting('search_path') as search_path,
                 current_setting('server_version') as server_version,
                 nullif(current_setting('cluster_name'), '') as cluster_name,
                 pg_is_in_recovery() as in_recovery
          """);

  private final Databases databases;

  public DbIdentity(Databases databases) {
    this.databases = databases;
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
    List<Identity> rows =
        databases
            .get(call.databaseName())
            .query(IDENTITY, arguments, Identity.class, call.cancellation());
    return rows.getFirst();
  }
}
