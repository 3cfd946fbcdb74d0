package dev.howdah;

import dev.howdah.config.Wrapped;
import dev.howdah.db.Checkup;
import dev.howdah.db.ConnectionSettings;
import dev.howdah.db.WorkSettings;
import dev.howdah.error.Printable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A checkup in words, but for the role. */
final class CheckupText {

  /** Where the meanings begin. */
  static final int COLUMN = 20;

  private static final int OLDEST = 15;
  private static final int NEWEST = 18;

  private static final Set<String> HERE = Set.of("localhost", "127.0.0.1", "::1");

  private final ConnectionSettings connection;
  private final Checkup checkup;
  private final WorkSettings limits;

  private CheckupText(ConnectionSettings connection, Checkup checkup, WorkSettings limits) {
    this.connection = connection;
    this.limits = limits;
    this.checkup = checkup;
  }

  /** What was found, by topic, in order. */
  static Map<String, String> of(
      ConnectionSettings connection, Checkup checkup, WorkSettings limits) {
    var text = new CheckupText(connection, checkup, limits);
    var lines = new LinkedHashMap<String, String>();
    lines.put("connection", "made in %d ms".formatted(checkup.connecting().toMillis()));
    lines.put("server", text.server());
    lines.put("TLS", text.tls());
    if (checkup.pooler()) {
      lines.put(
          "pooler",
          "something in between hands out the connections, PgBouncer perhaps; statements of Howdah"
              + " keep nothing in a session, so any pooling mode will do");
    }
    lines.put("lost clients", text.lostClients());
    lines.put("temporary files", text.temporaryFiles());
    lines.put("extensions", text.extensions());
    lines.put("tables", text.tables());
    return lines;
  }

  /** One topic, wrapped. */
  static String line(String term, String meaning) {
    return Wrapped.entry(term, Printable.of(meaning), COLUMN);
  }

  private String server() {
    Checkup.Server server = checkup.server();
    int major = server.versionNumber() / 10_000;
    String age = "";
    if (major < OLDEST) {
      age = "; Howdah is tested with %d and newer".formatted(OLDEST);
    } else if (major > NEWEST) {
      age = "; Howdah is tested up to %d".formatted(NEWEST);
    }
    return "PostgreSQL %s, %s, %s%s"
        .formatted(
            server.version(),
            server.standby() ? "a standby" : "primary",
            server.encoding().equals("UTF8")
                ? "UTF8"
                : server.encoding() + ", which PostgreSQL converts to UTF8",
            age);
  }

  private String tls() {
    Checkup.Server server = checkup.server();
    String mode = connection.sslMode();
    String reservation = checkup.pooler() ? " between the pooler and the server" : "";
    if (connection.host().startsWith("/")) {
      return "not needed: a Unix-domain socket";
    }
    if (!server.tls()) {
      String off = "not in use" + reservation;
      return HERE.contains(connection.host())
          ? off + "; the server is on this machine"
          : off + ": whoever is on the way can read along; use sslmode=verify-full";
    }
    String on = server.tlsVersion() + reservation;
    return switch (mode) {
      case "verify-full" -> on + "; the server's certificate and name are checked";
      case "verify-ca" -> on + "; the server's certificate is checked, its name is not";
      default ->
          on
              + "; sslmode="
              + mode
              + " does not check who answers: across a network use verify-full";
    };
  }

  private String lostClients() {
    return checkup.server().watchesClient()
        ? "the server ends a statement whose client has gone"
        : "the server does not notice that a client has gone until its statement ends"
            + " (client_connection_check_interval needs PostgreSQL 14 on Linux, macOS or BSD)";
  }

  private String temporaryFiles() {
    String most = checkup.server().tempFiles();
    return most.equals("-1")
        ? ("no limit, and the role may not set one; a superuser can:"
                + " alter role %s set temp_file_limit = '%s';")
            .formatted(checkup.posture().user(), limits.tempFiles())
        : "at most " + most + " for one session";
  }

  private String extensions() {
    Checkup.Server server = checkup.server();
    String installed =
        server.installed().isEmpty() ? "none" : String.join(", ", server.installed());
    return server.available().isEmpty()
        ? installed
        : installed + "; could be installed: " + String.join(", ", server.available());
  }

  private String tables() {
    Checkup.Tables tables = checkup.tables();
    if (tables.total() == 0) {
      return "there are none in this database; is it the right one?";
    }
    String readable = "%d of %d can be read".formatted(tables.readable(), tables.total());
    if (checkup.open() != null) {
      return readable + "; the access rules leave " + checkup.open() + " open";
    }
    if (tables.readable() == tables.total()) {
      return readable;
    }
    String role = checkup.posture().role();
    var missing = new StringBuilder(readable);
    if (!tables.closedSchemas().isEmpty()) {
      String schemas = String.join(", ", tables.closedSchemas());
      missing.append("; to open schemas: grant usage on schema %s to %s;".formatted(schemas, role));
    }
    if (!tables.unreadSchemas().isEmpty()) {
      String schemas = String.join(", ", tables.unreadSchemas());
      missing.append(
          "; to read in schemas: grant select on all tables in schema %s to %s;"
              .formatted(schemas, role));
    }
    return missing.toString();
  }
}
