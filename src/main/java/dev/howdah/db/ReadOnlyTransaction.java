package dev.howdah.db;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fence around every statement: a read-only transaction with its limits, always rolled back,
 * all in one flush.
 *
 * <p>The statement that sets the limits is also what locks the transaction's mode: after a first
 * query the server refuses to make it read-write. Session advisory locks survive a rollback, so
 * they are released in the same flush.
 */
final class ReadOnlyTransaction {

  private static final String BEGIN = "BEGIN READ ONLY";
  private static final String ROLLBACK = "ROLLBACK";
  private static final String UNLOCK = "SELECT pg_catalog.pg_advisory_unlock_all()";

  /** Commands that end or begin what is about to be rolled back anyway. */
  private static final Set<String> NOTHING_KEPT =
      Set.of("COMMIT", "ROLLBACK", "BEGIN", "START TRANSACTION", "SAVEPOINT", "RELEASE");

  /** The driver's name for a text that holds no statement. */
  private static final String EMPTY = "EMPTY";

  private static final Duration IDLE = Duration.ofSeconds(60);
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final Duration AT_ONCE = Duration.ofSeconds(1);
  private static final int WATCHES_CLIENT_SINCE = 140_000;

  private final String timeZone;
  private final TypeCatalog types;

  /** Off where the platform lacks what PostgreSQL needs to notice a client that has gone. */
  private volatile boolean watchesClient = true;

  ReadOnlyTransaction(String timeZone, TypeCatalog types) {
    this.timeZone = timeZone;
    this.types = types;
  }

  /** The connection turned out to be dead before the server did anything. */
  static final class ConnectionLost extends Exception {
    private final CallException failure;

    ConnectionLost(CallException failure) {
      super(failure);
      this.failure = failure;
    }

    CallException failure() {
      return failure;
    }
  }

  /**
   * Runs one statement and returns its rows, at most one more than the limit.
   *
   * @param ours whether the text is ours
   * @throws ConnectionLost when the same may be tried on another connection
   */
  Wire.Reply run(Lease lease, String text, List<?> values, Limits limits, boolean ours)
      throws ConnectionLost {
    long start = System.nanoTime();
    Wire.Reply reply;
    // Whatever ends this before all answers are read, an OutOfMemoryError too, leaves some of them
    // on the wire for the next caller.
    lease.doubt();
    try {
      reply = answer(lease.wire(), text, values, limits);
    } catch (SQLException e) {
      tidy(lease);
      throw told(e, false, limits, start, ours);
    } catch (CallException e) {
      tidy(lease);
      throw e;
    }
    SQLException failure = reply.failure();
    if (failure != null || !lease.wire().idle()) {
      tidy(lease);
    } else {
      lease.trust();
    }
    if (failure != null) {
      throw told(failure, reply.received(), limits, start, ours || !reply.answered());
    }
    refuseCommand(lease, reply);
    return reply;
  }

  private Wire.Reply answer(Wire wire, String text, List<?> values, Limits limits)
      throws SQLException {
    wire.readTimeout((int) limits.statementTimeout().plus(ANSWER).toMillis());
    boolean structured = values.stream().anyMatch(Parameters::structured);
    return structured
        ? runTyped(wire, text, values, limits)
        : runAtOnce(wire, text, texts(values, null), limits);
  }

  /** What the caller is told; thrown is that another connection may be tried. */
  private static CallException told(
      SQLException failure, boolean received, Limits limits, long start, boolean ours)
      throws ConnectionLost {
    CallException told = SqlStates.failure(failure, limits, since(start), ours);
    if (SqlStates.connectionLost(failure) && !received && since(start).compareTo(AT_ONCE) < 0) {
      throw new ConnectionLost(told);
    }
    return told;
  }

  /**
   * Refuses what was no query. It has been rolled back, but some commands leave a trace in the
   * session all the same, PREPARE and LOAD among them, so that the connection goes.
   */
  private static void refuseCommand(Lease lease, Wire.Reply reply) {
    String command = reply.command();
    if (command == null || NOTHING_KEPT.contains(command)) {
      return;
    }
    if (command.equals(EMPTY)) {
      throw new CallException(ErrorCode.INVALID_REQUEST, "The statement is empty.");
    }
    lease.doubt();
    throw new CallException(
        ErrorCode.STATEMENT_REFUSED,
        "Only statements that give rows are answered (SELECT, VALUES, TABLE, WITH, SHOW, EXPLAIN);"
            + " this was "
            + command
            + ". Nothing of it was kept.");
  }

  private Wire.Reply runAtOnce(
      Wire wire, String text, List<@Nullable String> values, Limits limits) {
    var texts = List.of(BEGIN, settings(wire, limits), text, ROLLBACK, UNLOCK);
    Wire.Reply reply = wire.run(texts, 2, values, limits.maxRows() + 1);
    if (watchesClient && unsupported(reply)) {
      watchesClient = false;
      wire.run(List.of(ROLLBACK, UNLOCK), 0, List.of(), 1);
      return runAtOnce(wire, text, values, limits);
    }
    return reply;
  }

  private boolean unsupported(Wire.Reply reply) {
    SQLException failure = reply.failure();
    return failure != null
        && !reply.answered()
        && SqlStates.state(failure).equals("22023")
        && String.valueOf(failure.getMessage()).contains("client_connection_check_interval");
  }

  /** With lists or objects among the values, whose form depends on the parameters' types. */
  private Wire.Reply runTyped(Wire wire, String text, List<?> values, Limits limits)
      throws SQLException {
    Wire.Reply begun = wire.run(List.of(BEGIN, settings(wire, limits)), 1, List.of(), 1);
    if (begun.failure() != null) {
      return begun;
    }
    int[] oids = wire.parameterTypes(text, values.size());
    if (oids == null) {
      throw new CallException(
          ErrorCode.INVALID_REQUEST,
          "The statement has more placeholders than the %d values given.".formatted(values.size()));
    }
    List<TypeCatalog.Key> keys = new ArrayList<>();
    for (int oid : oids) {
      keys.add(new TypeCatalog.Key(oid, -1));
    }
    Set<TypeCatalog.Key> missing = types.missing(keys);
    if (!missing.isEmpty()) {
      var parameters = TypeCatalog.parameters(missing);
      Wire.Reply found = wire.run(List.of(TypeCatalog.LOOK_UP), 0, parameters, 0);
      if (found.failure() != null) {
        return found;
      }
      types.learn(found);
    }
    List<@Nullable String> encoded = texts(values, oids);
    return wire.run(List.of(text, ROLLBACK, UNLOCK), 0, encoded, limits.maxRows() + 1);
  }

  private List<@Nullable String> texts(List<?> values, int @Nullable [] oids) {
    List<@Nullable String> texts = new ArrayList<>(values.size());
    for (int i = 0; i < values.size(); i++) {
      ColumnType type = oids == null ? ColumnType.UNKNOWN : types.get(oids[i], -1);
      texts.add(Parameters.text(i + 1, values.get(i), type));
    }
    return texts;
  }

  /** After a failure the server has skipped the rest of the flush. */
  private static void tidy(Lease lease) {
    Wire wire = lease.wire();
    if (!wire.connectionClosed()) {
      Wire.Reply reply = wire.run(List.of(ROLLBACK, UNLOCK), 0, List.of(), 1);
      if (reply.failure() == null && wire.idle()) {
        lease.trust();
        return;
      }
    }
    lease.doubt();
  }

  /** Settings for this transaction alone, so that a pooler in between may share the session. */
  private String settings(Wire wire, Limits limits) {
    var sql = new StringBuilder("SELECT ");
    set(sql, "statement_timeout", Long.toString(limits.statementTimeout().toMillis()));
    set(sql.append(", "), "lock_timeout", Long.toString(limits.lockTimeout().toMillis()));
    set(sql.append(", "), "idle_in_transaction_session_timeout", Long.toString(IDLE.toMillis()));
    set(sql.append(", "), "standard_conforming_strings", "on");
    set(sql.append(", "), "DateStyle", "ISO");
    set(sql.append(", "), "IntervalStyle", "postgres");
    set(sql.append(", "), "bytea_output", "hex");
    set(sql.append(", "), "TimeZone", timeZone);
    if (watchesClient && wire.serverVersion() >= WATCHES_CLIENT_SINCE) {
      set(sql.append(", "), "client_connection_check_interval", "1000");
    }
    return sql.toString();
  }

  private static void set(StringBuilder sql, String name, String value) {
    sql.append("pg_catalog.set_config('").append(name).append("', '").append(value);
    sql.append("', true)");
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
