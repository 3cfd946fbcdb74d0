package dev.howdah.db;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.error.Printable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Turns what PostgreSQL reports into the failures that callers see, with its own message, hint and
 * position.
 *
 * <p>PostgreSQL manual, PostgreSQL Error Codes.
 */
final class SqlStates {

  private static final int LONGEST = 2_000;

  /** In the server's language; then the counts are told by its own words alone. */
  private static final Pattern COUNTS =
      Pattern.compile("supplies (\\d+) parameters?, but prepared statement .* requires (\\d+)");

  private static final String NOT_STOPPED =
      " PostgreSQL has not answered: it may go on, and counts as running until it has ended. With"
          + " shorter values it takes less time.";

  private static final String FEWER_ROWS =
      "Sort, group or join fewer and shorter rows: filter first, select fewer columns, or order by"
          + " what an index has.";

  private SqlStates() {}

  /** Whether a failure is the connection's, not the statement's. */
  static boolean connectionLost(SQLException e) {
    String state = state(e);
    return switch (state) {
      case "57P01", "57P02", "57P03", "57P05", "25P03" -> true;
      case "08P01" -> false;
      default -> state.startsWith("08") && (e.getCause() instanceof IOException || closed(e));
    };
  }

  /** Whether the server did not answer, not even that its own time limit was over. */
  private static boolean silent(SQLException e) {
    return connectionLost(e) && e.getCause() instanceof SocketTimeoutException;
  }

  private static boolean closed(SQLException e) {
    return state(e).equals("08003");
  }

  /**
   * The failure of a statement.
   *
   * @param ours whether the text is ours, so that its position means nothing to the caller
   * @param took how long the server worked on it
   */
  static CallException failure(SQLException e, Limits limits, Duration took, boolean ours) {
    String state = state(e);
    ServerErrorMessage server = serverMessage(e);
    Map<String, Object> details = details(server, state, ours);
    String message = message(server, e);
    if (limits.overdue() && (connectionLost(e) || state.equals("57014"))) {
      return overdue(limits, details, e);
    }
    if (silent(e) && took.compareTo(limits.statementTimeout()) >= 0) {
      return overdue(limits, details, e);
    }
    if (connectionLost(e)) {
      return failure(
          ErrorCode.CONNECTION_FAILED, "The connection was lost: " + message, details, e);
    }
    return switch (state) {
      case "57014" -> cancelled(message, server, limits, took, details, e);
      case "25P04" -> timeout("transaction", message, details, e);
      case "55P03" -> {
        details.put("timeout_ms", limits.lockTimeout().toMillis());
        yield timeout(
            "lock",
            "Another session holds a lock that this needs; waited %d ms. Try again later."
                .formatted(limits.lockTimeout().toMillis()),
            details,
            e);
      }
      case "25006" ->
          failure(
              ErrorCode.STATEMENT_REFUSED,
              "The transaction is read-only: " + message + ".",
              details,
              e);
      case "53400" -> {
        if (message.contains("temp_file_limit")) {
          details.put("hint", FEWER_ROWS);
        }
        yield failure(ErrorCode.STATEMENT_FAILED, message, details, e);
      }
      case "42501" -> failure(ErrorCode.ACCESS_DENIED, message, details, e);
      case "42601" -> syntax(message, server, details, e);
      case "08P01" -> {
        details.put("server_message", message);
        yield failure(ErrorCode.INVALID_REQUEST, parameters(message), details, e);
      }
      case "42P18" -> {
        details.putIfAbsent(
            "hint", "Cast it, as in $1::text; params may not hold more values than are used.");
        yield failure(ErrorCode.STATEMENT_FAILED, message, details, e);
      }
      default -> other(state, message, server, details, e);
    };
  }

  private static String parameters(String message) {
    Matcher counts = COUNTS.matcher(message);
    return "The number of parameters does not match the statement's placeholders $1…$n"
        + (counts.find() ? ": it has " + counts.group(2) + ", and you sent " + counts.group(1) : "")
        + ".";
  }

  private static CallException cancelled(
      String message,
      @Nullable ServerErrorMessage server,
      Limits limits,
      Duration took,
      Map<String, Object> details,
      SQLException e) {
    // How the server sees that the driver will not copy.
    if (server != null && "CopyGetData".equals(server.getRoutine())) {
      return noCopy(details, e);
    }
    // The same SQLSTATE stands for a cancel request; the words differ by lc_messages.
    if (took.compareTo(limits.statementTimeout()) < 0) {
      return failure(ErrorCode.CANCELLED, message, details, e);
    }
    return overdue(limits, details, e);
  }

  private static CallException overdue(Limits limits, Map<String, Object> details, SQLException e) {
    long allowed = limits.allowed().toMillis();
    details.put("timeout_ms", allowed);
    String obstacle = limits.obstacle();
    return timeout(
        "statement",
        "The statement took longer than "
            + allowed
            + " ms."
            + (connectionLost(e) ? NOT_STOPPED : "")
            + (obstacle == null
                ? ""
                : " The call could not become a task, which may take longer. " + obstacle),
        details,
        e);
  }

  private static CallException noCopy(Map<String, Object> details, SQLException e) {
    return failure(
        ErrorCode.STATEMENT_REFUSED, "COPY to or from the client is not possible.", details, e);
  }

  private static CallException timeout(
      String what, String message, Map<String, Object> details, SQLException e) {
    details.put("what", what);
    return failure(ErrorCode.TIMEOUT, message, details, e);
  }

  private static CallException syntax(
      String message,
      @Nullable ServerErrorMessage server,
      Map<String, Object> details,
      SQLException e) {
    // Raised by the parser itself; a syntax error comes from scanner_yyerror.
    boolean several = server != null && "exec_parse_message".equals(server.getRoutine());
    return several
        ? failure(
            ErrorCode.STATEMENT_REFUSED,
            "Only one statement at a time: send each in a call of its own.",
            details,
            e)
        : failure(ErrorCode.STATEMENT_FAILED, message, details, e);
  }

  private static CallException other(
      String state,
      String message,
      @Nullable ServerErrorMessage server,
      Map<String, Object> details,
      SQLException e) {
    if (server == null && state.equals("0A000")) {
      return noCopy(details, e);
    }
    // Two ways in which the driver gives up a connection that still works.
    if (server == null && state.equals("08S01")) {
      return failure(
          ErrorCode.STATEMENT_FAILED,
          "The result is too large to be taken in; select fewer rows or shorter values.",
          details,
          e);
    }
    if (server == null && state.startsWith("08")) {
      return failure(
          ErrorCode.STATEMENT_REFUSED,
          "The statement changes DateStyle, client_encoding or another setting that the connection"
              + " depends on; leave it as it is.",
          details,
          e);
    }
    return failure(ErrorCode.STATEMENT_FAILED, message, details, e);
  }

  private static CallException failure(
      ErrorCode code, String message, Map<String, Object> details, SQLException e) {
    return new CallException(code, message, details, e);
  }

  private static Map<String, Object> details(
      @Nullable ServerErrorMessage server, String state, boolean ours) {
    Map<String, Object> details = new LinkedHashMap<>();
    if (!state.isEmpty()) {
      details.put("sqlstate", state);
    }
    if (server != null) {
      putIfGiven(details, "detail", server.getDetail());
      putIfGiven(details, "hint", server.getHint());
      if (server.getPosition() > 0 && !ours) {
        details.put("position", server.getPosition());
      }
    }
    return details;
  }

  private static void putIfGiven(Map<String, Object> details, String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      details.put(name, Printable.of(bounded(value)));
    }
  }

  /** PostgreSQL quotes the values it complains of, and they may be of any size. */
  private static String bounded(String text) {
    return text.length() <= LONGEST
        ? text
        : text.substring(0, LONGEST) + "… [cut, " + text.length() + " characters]";
  }

  static String state(SQLException e) {
    return Objects.requireNonNullElse(e.getSQLState(), "");
  }

  static @Nullable ServerErrorMessage serverMessage(SQLException e) {
    return e instanceof PSQLException driver ? driver.getServerErrorMessage() : null;
  }

  static String message(@Nullable ServerErrorMessage server, SQLException e) {
    String message = server == null ? e.getMessage() : server.getMessage();
    return message == null ? "no message" : bounded(message);
  }
}
