package dev.howdah.db;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What every transaction begins with: its limits, whose rights it has and where it finds names.
 *
 * <p>All of it is set for the transaction alone, so that a pooler in between may share the session.
 * The statement that sets it is also what locks the transaction's mode: after a first query the
 * server refuses to make a read-only transaction read-write.
 */
final class Fence {

  static final String ROLLBACK = "ROLLBACK";

  /** Session advisory locks survive the end of a transaction. */
  static final String UNLOCK = "SELECT pg_catalog.pg_advisory_unlock_all()";

  /**
   * Goes behind the settings of statements of ours: they read little, and what the planner takes
   * for much costs up to 100 ms of compiling, measured with recursive ones over large tables.
   */
  static final String NO_COMPILING = ", pg_catalog.set_config('jit', 'off', true)";

  /**
   * Keeps what the session's own path is, as it is set and as an array of the schemas that it comes
   * to for this role.
   */
  private static final String REMEMBER =
      ", pg_catalog.set_config('howdah.search_path', pg_catalog.current_setting('search_path'), true)"
          + ", pg_catalog.set_config('howdah.path',"
          + " pg_catalog.current_schemas(true)::pg_catalog.text, true)";

  /** How long a transaction may wait for us. */
  static final Duration IDLE = Duration.ofSeconds(60);

  private static final int WATCHES_CLIENT_SINCE = 140_000;

  private final String timeZone;
  private final WorkLimits work;

  /** Off where the platform lacks what PostgreSQL needs to notice a client that has gone. */
  private volatile boolean watchesClient = true;

  Fence(String timeZone, WorkSettings work) {
    this.timeZone = timeZone;
    this.work = new WorkLimits(work);
  }

  /**
   * The statement that sets everything.
   *
   * @param idle how long the transaction may wait for us between two statements
   */
  String settings(Wire wire, Limits limits, Duration idle, RunAs as) {
    var sql = new StringBuilder("SELECT ");
    set(sql, "statement_timeout", Long.toString(limits.statementTimeout().toMillis()));
    set(sql.append(", "), "lock_timeout", Long.toString(limits.lockTimeout().toMillis()));
    set(sql.append(", "), "idle_in_transaction_session_timeout", Long.toString(idle.toMillis()));
    set(sql.append(", "), "standard_conforming_strings", "on");
    set(sql.append(", "), "DateStyle", "ISO");
    set(sql.append(", "), "IntervalStyle", "postgres");
    set(sql.append(", "), "bytea_output", "hex");
    set(sql.append(", "), "TimeZone", timeZone);
    if (watchesClient && wire.serverVersion() >= WATCHES_CLIENT_SINCE) {
      set(sql.append(", "), "client_connection_check_interval", "1000");
    }
    work.expressions(wire.serverVersion()).forEach(each -> sql.append(", ").append(each));
    scan(sql, as.scan());
    // A role may not be allowed to set what comes before, but any may set its path.
    if (as.role() != null) {
      set(sql.append(", "), "role", as.role());
    }
    if (as.searchPath() != null) {
      set(sql.append(REMEMBER).append(", "), "search_path", as.searchPath());
    }
    return sql.toString();
  }

  /** The statement that limits the time of those after it. */
  static String timeout(Duration most) {
    var sql = new StringBuilder("SELECT ");
    set(sql, "statement_timeout", Long.toString(most.toMillis()));
    return sql.toString();
  }

  /** The statement that has names looked for along another path from now on. */
  static String path(String searchPath) {
    var sql = new StringBuilder("SELECT ");
    set(sql, "search_path", searchPath);
    return sql.toString();
  }

  /** IVFFlat has no strict order; whoever reads sorts what comes. */
  private static void scan(StringBuilder sql, VectorScan scan) {
    if (scan.efSearch() != null) {
      set(sql.append(", "), "hnsw.ef_search", scan.efSearch().toString());
    }
    if (scan.probes() != null) {
      set(sql.append(", "), "ivfflat.probes", scan.probes().toString());
    }
    if (scan.iterative()) {
      set(sql.append(", "), "hnsw.iterative_scan", "strict_order");
      set(sql.append(", "), "ivfflat.iterative_scan", "relaxed_order");
    }
  }

  /** An escape string where there is a backslash, because what plain ones make of it can be set. */
  private static void set(StringBuilder sql, String name, String value) {
    boolean escape = value.indexOf('\\') >= 0;
    sql.append("pg_catalog.set_config('").append(name).append(escape ? "', E'" : "', '");
    sql.append(value.replace("\\", "\\\\").replace("'", "''")).append("', true)");
  }

  /**
   * Begins a transaction in a flush of its own.
   *
   * @return the answer to the settings, with its failure
   */
  Reply begin(Wire wire, String begin, Limits limits, Duration idle, RunAs as) {
    Reply begun = wire.run(List.of(begin, settings(wire, limits, idle, as)), 1, List.of(), 1);
    if (stopsWatching(begun)) {
      wire.run(List.of(ROLLBACK, UNLOCK), 0, List.of(), 1);
      begun = wire.run(List.of(begin, settings(wire, limits, idle, as)), 1, List.of(), 1);
    }
    return begun;
  }

  /**
   * Whether the platform cannot watch the client, which is not asked for again then.
   *
   * @param reply the answer to the settings, or to a text behind them
   */
  boolean stopsWatching(Reply reply) {
    SQLException failure = reply.failure();
    if (!watchesClient || failure == null || reply.answered()) {
      return false;
    }
    boolean unsupported =
        SqlStates.state(failure).equals("22023")
            && String.valueOf(failure.getMessage()).contains("client_connection_check_interval");
    if (unsupported) {
      watchesClient = false;
    }
    return unsupported;
  }

  /** What the caller is told when the settings failed because of the role, else null. */
  static @Nullable CallException refused(SQLException failure, RunAs as) {
    String state = SqlStates.state(failure);
    if (as.role() == null || !(state.equals("22023") || state.equals("42501"))) {
      return null;
    }
    return new CallException(
        ErrorCode.ACCESS_DENIED,
        "The database role that this caller works under cannot be taken; the server's operator has"
            + " to create it and grant it to the role that connects.",
        Map.of("sqlstate", state),
        failure);
  }
}
