package dev.howdah.db;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.ServerErrorMessage;

/** Says in one sentence why no connection came about, and what to do. */
final class ConnectionFailure {

  private final String name;
  private final ConnectionSettings settings;
  private final String place;

  /**
   * Of a database.
   *
   * @param name by which tools know it
   */
  ConnectionFailure(String name, ConnectionSettings settings) {
    this.name = name;
    this.settings = settings;
    this.place =
        settings.host().startsWith("/")
            ? settings.host() + "/.s.PGSQL." + settings.port()
            : settings.host() + ":" + settings.port();
  }

  CallException of(SQLException e) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("host", settings.host());
    details.put("port", settings.port());
    details.put("database", name);
    details.put("dbname", settings.database());
    details.put("user", settings.user());
    if (!SqlStates.state(e).isEmpty()) {
      details.put("sqlstate", SqlStates.state(e));
    }
    return new CallException(ErrorCode.CONNECTION_FAILED, sentence(e), details, e);
  }

  private String sentence(SQLException e) {
    ServerErrorMessage server = SqlStates.serverMessage(e);
    if (server != null) {
      return refusal(SqlStates.state(e), SqlStates.message(server, e));
    }
    return security(e).or(() -> network(e)).orElseGet(() -> driver(e));
  }

  /** The server answered, and said no. */
  private String refusal(String state, String message) {
    String user = settings.user();
    String database = settings.database();
    return switch (state) {
      case "28P01" ->
          settings.hasPassword()
              ? "PostgreSQL refused the password of user "
                  + user
                  + ", or there is no such role; check both where they come from: the DSN,"
                  + " PGPASSWORD, PGPASSWORD_FILE or the password file."
              : passwordMissing();
      case "28000" -> authorization(message);
      case "3D000" ->
          "The database " + database + " does not exist at " + place + "; check its name.";
      case "42501" -> "User " + user + " may not connect to database " + database + ".";
      case "53300", "53400" ->
          "The server at " + place + " has no connection left; try again, or lower the pool size.";
      case "57P03" ->
          "The server at "
              + place
              + " is starting up, shutting down or not accepting connections now; try again.";
      case "57P01", "57P02" -> "The server at " + place + " is shutting down; try again later.";
      default ->
          message.contains("startup parameter")
              ? "The pooler at "
                  + place
                  + " refuses a startup parameter: "
                  + message
                  + ". Allow it there (PgBouncer: ignore_startup_parameters) or leave it out."
              : "The server at " + place + " refused the connection: " + message + ".";
    };
  }

  private String authorization(String message) {
    String user = settings.user();
    if (message.contains("pg_hba.conf")) {
      return "The server at "
          + place
          + " has no pg_hba.conf entry that lets user "
          + user
          + " into database "
          + settings.database()
          + " from here"
          + (message.contains("no encryption") ? " without TLS; try sslmode=require." : ".");
    }
    return message.contains("\"" + user + "\"") && !message.contains("authentication")
        ? "The role " + user + " does not exist at " + place + " or may not log in; check PGUSER."
        : "The server at " + place + " refused user " + user + ": " + message + ".";
  }

  /** Nobody answered. */
  private Optional<String> network(SQLException e) {
    if (find(e, UnknownHostException.class) != null) {
      return Optional.of("The host " + settings.host() + " is unknown; check its name.");
    }
    if (find(e, SocketTimeoutException.class) != null || timedOut(e)) {
      return Optional.of(
          "No answer from " + place + " in time; check host, port, firewall and network.");
    }
    if (find(e, ConnectException.class) != null || chain(e).contains("No such file")) {
      return Optional.of(
          "Nothing listens at " + place + "; check host and port, and that the server is running.");
    }
    if (find(e, NoRouteToHostException.class) != null) {
      return Optional.of("There is no route to " + place + "; check host and network.");
    }
    return Optional.empty();
  }

  private static boolean timedOut(SQLException e) {
    return SqlStates.state(e).equals("08001")
        && e.getCause() == null
        && SqlStates.message(null, e).contains("timed out");
  }

  /** TLS did not come about. */
  private Optional<String> security(SQLException e) {
    String message = SqlStates.message(null, e);
    if (message.contains("does not support SSL")) {
      return Optional.of(
          "The server at "
              + place
              + " does not offer TLS, which sslmode="
              + settings.sslMode()
              + " requires; use sslmode=prefer, or enable TLS there.");
    }
    if (message.contains("could not be verified by hostnameverifier")
        || message.contains("hostname verification failed")
        || chain(e).contains("No subject alternative")
        || chain(e).contains("No name matching")) {
      return Optional.of(
          "The certificate of "
              + place
              + " is for another host name; connect by the name in it, or use"
              + " sslmode=verify-ca.");
    }
    if (find(e, CertificateException.class) != null || chain(e).contains("PKIX path")) {
      return Optional.of(
          "The certificate of "
              + place
              + " is not trusted; give its authority as sslrootcert, or sslrootcert=system.");
    }
    if (message.contains("SSL root certificate") || message.contains("sslrootcert")) {
      return Optional.of(
          "sslmode="
              + settings.sslMode()
              + " needs a certificate authority, and its file cannot be read; set sslrootcert.");
    }
    return find(e, SSLException.class) == null
        ? Optional.empty()
        : Optional.of("TLS with " + place + " failed: " + lastMessage(e) + ".");
  }

  /** What is left: the driver's own words. */
  private String driver(SQLException e) {
    String message = SqlStates.message(null, e);
    if (message.contains("password") && !settings.hasPassword()) {
      return passwordMissing();
    }
    if (message.contains("Protocol error")
        || message.contains("setting up the SSL connection")
        || message.contains("Invalid protocol")
        || find(e, EOFException.class) != null) {
      return "What answers at " + place + " does not speak PostgreSQL's protocol; check the port.";
    }
    return "No connection to " + place + ": " + lastMessage(e) + ".";
  }

  private String passwordMissing() {
    return "The server asks for a password and none was given; set PGPASSWORD or PGPASSWORD_FILE, or"
        + " have a line for "
        + String.join(":", settings.host(), settings.port(), settings.database(), settings.user())
        + " in the password file.";
  }

  private static <T> @Nullable T find(Throwable e, Class<T> type) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (type.isInstance(at)) {
        return type.cast(at);
      }
    }
    return null;
  }

  private static String chain(Throwable e) {
    var text = new StringBuilder();
    for (Throwable at = e; at != null; at = at.getCause()) {
      text.append(at.getMessage()).append('\n');
    }
    return text.toString();
  }

  private static String lastMessage(Throwable e) {
    Throwable last = e;
    while (last.getCause() != null) {
      last = last.getCause();
    }
    String message = String.valueOf(last.getMessage());
    return message.replaceAll("\\.$", "");
  }
}
