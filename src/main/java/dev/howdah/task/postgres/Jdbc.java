package dev.howdah.task.postgres;

import dev.howdah.task.TaskException;
import dev.howdah.task.TaskException.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/**
 * Runs statements on connections of the pool, and makes {@link TaskException}s of what fails.
 *
 * <p>Once a connection was lost, the others of the pool are probably dead too; for a while each is
 * tried before it is used, so that one restart of the database costs one failure and not one for
 * each connection.
 */
final class Jdbc {

  /** How long after a failure connections are tried first. */
  private static final Duration WARY = Duration.ofMinutes(1);

  /** What fails within this is worth another try. */
  private static final Duration QUICK = Duration.ofSeconds(5);

  private static final int MOST_DEAD = 100;
  private static final int ALIVE_SECONDS = 5;

  /** Serialization failure and deadlock: nothing was done, and next time may be better. */
  private static final int ATTEMPTS = 5;

  /** PostgreSQL manual, Error Codes: sqlclient_unable_to_establish_sqlconnection. */
  static final String CANNOT_CONNECT = "08001";

  private final DataSource source;

  /** {@link System#nanoTime} of the last failure; far in the past at first. */
  private final AtomicLong lastLost = new AtomicLong(System.nanoTime() - WARY.toNanos() * 1000);

  private final Trouble trouble = new Trouble(System::nanoTime);

  Jdbc(DataSource source) {
    this.source = source;
  }

  /** Statements on one connection. */
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /** Runs one statement, which is a transaction of its own. */
  <T> T once(Work<T> work) {
    return attempts(work, true);
  }

  /**
   * Runs one statement that changes nothing, again on another connection if this one is dead. One
   * that has died of silence took its time, and so would the next.
   */
  <T> T read(Work<T> work) {
    long begun = System.nanoTime();
    try {
      return once(work);
    } catch (TaskException e) {
      if (e.getCause() instanceof SQLException cause
          && lost(cause)
          && System.nanoTime() - begun < QUICK.toNanos()) {
        return once(work);
      }
      throw e;
    }
  }

  /** Runs statements as one transaction. */
  <T> T transaction(Work<T> work) {
    return attempts(work, false);
  }

  private <T> T attempts(Work<T> work, boolean autocommit) {
    for (int attempt = 1; ; attempt++) {
      long begun = System.nanoTime();
      try (Connection connection = connection()) {
        T result = autocommit ? alone(connection, work) : together(connection, work);
        trouble.succeeded(begun);
        return result;
      } catch (SQLException e) {
        if (attempt == ATTEMPTS || !again(e)) {
          throw failed(e, begun);
        }
      }
    }
  }

  private static <T> T alone(Connection connection, Work<T> work) throws SQLException {
    if (!connection.getAutoCommit()) {
      connection.setAutoCommit(true);
    }
    return work.on(connection);
  }

  private static <T> T together(Connection connection, Work<T> work) throws SQLException {
    connection.setAutoCommit(false);
    boolean done = false;
    try {
      T result = work.on(connection);
      connection.commit();
      done = true;
      return result;
    } finally {
      if (!connection.isClosed()) {
        if (!done) {
          connection.rollback();
        }
        connection.setAutoCommit(true);
      }
    }
  }

  private Connection connection() throws SQLException {
    for (int dead = 0; ; dead++) {
      Connection connection = connect();
      if (!lostLately() || dead == MOST_DEAD || connection.isValid(ALIVE_SECONDS)) {
        return connection;
      }
      connection.abort(Runnable::run);
      connection.close();
    }
  }

  private Connection connect() throws SQLException {
    try {
      return source.getConnection();
    } catch (SQLException e) {
      throw lost(e) ? e : new SQLException(e.getMessage(), CANNOT_CONNECT, e);
    }
  }

  private boolean lostLately() {
    return System.nanoTime() - lastLost.get() < WARY.toNanos();
  }

  /** For how long after its end a lease is still to be believed; see {@link Trouble#grace}. */
  Duration grace(Duration lease) {
    return trouble.grace(lease);
  }

  /** Notes that a connection was lost. */
  void lost() {
    lost(System.nanoTime());
  }

  private void lost(long begun) {
    lastLost.set(System.nanoTime());
    trouble.failed(begun);
  }

  private TaskException failed(SQLException e, long begun) {
    if (lost(e)) {
      lost(begun);
    }
    return failure(e);
  }

  /** What a store's user hears of it. */
  static TaskException failure(SQLException e) {
    if (lost(e)) {
      return new TaskException(
          Reason.UNAVAILABLE,
          "The database of the task store cannot be reached just now; try again later.",
          e);
    }
    return new TaskException(
        Reason.UNAVAILABLE,
        "The database of the task store refused, with SQLSTATE %s."
            .formatted(Optional.ofNullable(e.getSQLState()).orElse("unknown")),
        e);
  }

  /** A broken connection, a server that stops or starts, too many connections, or no answer. */
  static boolean lost(SQLException e) {
    String state = e.getSQLState();
    return state == null
        || state.startsWith("08")
        || state.startsWith("57P")
        || state.startsWith("53")
        || state.startsWith("58");
  }

  private static boolean again(SQLException e) {
    return "40001".equals(e.getSQLState()) || "40P01".equals(e.getSQLState());
  }
}
