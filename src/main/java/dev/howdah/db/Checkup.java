package dev.howdah.db;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How well a database can be used.
 *
 * @param connecting how long it took until the first connection was there
 * @param pooler whether something between here and the server hands out the connections
 * @param open how many tables and views the access rules leave open; null without rules
 * @param script the SQL that makes a right role for Howdah
 */
public record Checkup(
    Duration connecting,
    Server server,
    boolean pooler,
    Tables tables,
    @Nullable Long open,
    Posture posture,
    String script) {

  /**
   * The server and the session with it.
   *
   * @param versionNumber such as 180006
   * @param encoding of the database
   * @param standby whether it reads only
   * @param local whether it is reached by a Unix-domain socket
   * @param tls whether the session that the server sees is encrypted
   * @param tlsVersion such as TLSv1.3, null without TLS
   * @param watchesClient whether it ends a statement whose client has gone
   * @param tempFiles the {@code temp_file_limit} of Howdah's statements, with its unit; -1 for none
   * @param installed extensions of interest here, with their versions
   * @param available extensions of interest that could be installed
   */
  public record Server(
      int versionNumber,
      String version,
      String encoding,
      boolean standby,
      boolean local,
      boolean tls,
      @Nullable String tlsVersion,
      boolean watchesClient,
      String tempFiles,
      int backendPid,
      List<String> installed,
      List<String> available) {
    public Server {
      installed = List.copyOf(installed);
      available = List.copyOf(available);
    }
  }

  /**
   * Tables and views, without the system's.
   *
   * @param readable how many of them the role can read, if only in part
   * @param closedSchemas the first schemas that hold some and that the role has no USAGE on, as SQL
   * @param unreadSchemas the first schemas that it may use and where it can read none
   */
  public record Tables(
      long total, long readable, List<String> closedSchemas, List<String> unreadSchemas) {
    public Tables {
      closedSchemas = List.copyOf(closedSchemas);
      unreadSchemas = List.copyOf(unreadSchemas);
    }
  }
}
