package dev.howdah.db;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Field;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Oid;
import org.postgresql.core.ParameterList;
import org.postgresql.core.Query;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.ResultHandlerBase;
import org.postgresql.core.SqlCommand;
import org.postgresql.core.SqlCommandType;
import org.postgresql.core.TransactionState;
import org.postgresql.core.Tuple;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.util.PSQLState;

/**
 * Sends texts to the server exactly as they stand: at most one Parse each, all in one flush.
 *
 * <p>The driver's own parser never sees them, so it splits and rewrites nothing, and the server
 * itself refuses a text that holds two statements. Only this class, and what it hands to the
 * driver, uses the driver's internals. Not thread-safe, except {@link #cancel}.
 */
final class Wire {

  private static final int AS_GIVEN =
      QueryExecutor.QUERY_SUPPRESS_BEGIN
          | QueryExecutor.QUERY_ONESHOT
          | QueryExecutor.QUERY_NO_BINARY_TRANSFER;

  private static final String PROCESS = "SELECT pg_catalog.pg_backend_pid()";

  private final PgConnection connection;
  private final QueryExecutor executor;
  private final KeptTexts kept;

  Wire(PgConnection connection, KeptTexts kept) {
    this.connection = connection;
    this.kept = kept;
    this.executor = connection.getQueryExecutor();
  }

  /**
   * A value as PostgreSQL reads it.
   *
   * @param type the OID of its type; 0 lets the server infer it
   */
  record Value(@Nullable String text, int type) {}

  /** A text, and the values of its {@code $1…$n}. */
  record Part(String text, List<Value> values) {

    static Part of(String text) {
      return new Part(text, List.of());
    }

    private Part ofTexts() {
      return new Part(
          text, values.stream().map(value -> new Value(value.text(), Oid.TEXT)).toList());
    }
  }

  /**
   * Runs texts in one round trip and returns the answer to one of them.
   *
   * @param wanted the index of the text that takes the values and whose rows are returned
   * @param maxRows where the server stops; 0 for no limit
   */
  Reply run(List<String> texts, int wanted, List<Value> values, int maxRows) {
    List<Part> parts = new ArrayList<>(texts.size());
    for (int i = 0; i < texts.size(); i++) {
      parts.add(new Part(texts.get(i), i == wanted ? values : List.of()));
    }
    return run(parts, wanted, maxRows);
  }

  /** The same for texts each of which has values of its own. */
  Reply run(List<Part> parts, int wanted, int maxRows) {
    return send(parts, wanted, maxRows, 0, AS_GIVEN);
  }

  /**
   * The same, with the texts kept by the server; only where {@link #keeps}.
   *
   * <p>Values go as texts: for types that the server has to tell first, the driver would cut the
   * flush in three.
   */
  Reply runKept(List<Part> parts, int wanted, int maxRows) {
    List<Part> typed = parts.stream().map(Part::ofTexts).toList();
    Query query =
        kept.of(parts.stream().map(Part::text).toList(), _ -> executor.wrap(queries(typed)));
    return send(query, typed, wanted, maxRows, 0, AS_GIVEN & ~QueryExecutor.QUERY_ONESHOT);
  }

  /**
   * Whether the server may keep texts: where the process is the connection's own. Asks once for
   * each connection.
   */
  boolean keeps() {
    Boolean known = kept.allowed();
    if (known == null) {
      Reply process = run(List.of(PROCESS), 0, List.of(), 1);
      known =
          process.rowCount() == 1
              && Texts.text(process.cell(0, 0)).equals(Integer.toString(backendPid()));
      kept.allow(known);
    }
    return known;
  }

  /** Has the server keep no more texts. */
  void keepNothing() {
    kept.allow(false);
  }

  /**
   * The same, with the rows left where the server stopped: {@link #next} gives more of them as long
   * as the transaction is open.
   *
   * @param rows how many to begin with, at least 2
   */
  Reply open(List<Part> parts, int wanted, int rows) {
    return send(parts, wanted, 0, rows, AS_GIVEN | QueryExecutor.QUERY_FORWARD_CURSOR);
  }

  /** One text like {@link #open}, with its command tag even when it gives rows. */
  Reply command(String text, List<Value> values, int rows) {
    int flags = QueryExecutor.QUERY_FORWARD_CURSOR | QueryExecutor.QUERY_BOTH_ROWS_AND_STATUS;
    return send(List.of(new Part(text, values)), 0, 0, rows, AS_GIVEN | flags);
  }

  /** More rows of a portal; without columns when there were none. */
  Reply next(ResultCursor portal, int rows) {
    var reply = new Reply();
    var handler =
        new ResultHandlerBase() {
          @Override
          public void handleResultRows(
              Query from, Field[] fields, List<Tuple> tuples, @Nullable ResultCursor cursor) {
            reply.received(true);
            reply.take(fields, tuples, cursor);
          }

          @Override
          public void handleWarning(SQLWarning warning) {}
        };
    try {
      executor.fetch(portal, handler, rows, false);
    } catch (SQLException e) {
      reply.failed(e);
    }
    return reply;
  }

  private Reply send(List<Part> sent, int wanted, int maxRows, int fetch, int flags) {
    return send(executor.wrap(queries(sent)), sent, wanted, maxRows, fetch, flags);
  }

  private static List<NativeQuery> queries(List<Part> parts) {
    return parts.stream().map(each -> query(each.text(), each.values().size())).toList();
  }

  private Reply send(Query query, List<Part> sent, int wanted, int maxRows, int fetch, int flags) {
    List<Value> values = sent.stream().flatMap(each -> each.values().stream()).toList();
    Query[] parts = query.getSubqueries();
    Query part = parts == null ? query : parts[wanted];
    Query previous = parts == null || wanted == 0 ? null : parts[wanted - 1];
    var reply = new Reply();
    try {
      ParameterList list = query.createParameterList();
      for (int i = 0; i < values.size(); i++) {
        Value value = values.get(i);
        if (value.text() == null) {
          list.setNull(i + 1, value.type());
        } else {
          list.setStringParameter(i + 1, value.text(), value.type());
        }
      }
      boolean tagged = (flags & QueryExecutor.QUERY_BOTH_ROWS_AND_STATUS) != 0;
      var handler = new Taking(reply, part, previous, tagged);
      executor.execute(query, list, handler, maxRows, fetch, flags);
    } catch (SQLException e) {
      reply.failed(e);
    }
    return reply;
  }

  /**
   * The types that the server infers for a text's parameters; nothing is executed.
   *
   * @param given the types that are known, else 0
   * @return type OIDs, or null when the text does not have that many parameters; the connection is
   *     closed then
   */
  int @Nullable [] parameterTypes(String text, int[] given) throws SQLException {
    Query query = executor.wrap(List.of(query(text, given.length)));
    ParameterList list = query.createParameterList();
    for (int i = 0; i < given.length; i++) {
      list.setNull(i + 1, given[i]);
    }
    var handler =
        new ResultHandlerBase() {
          @Override
          public void handleWarning(SQLWarning warning) {}
        };
    try {
      executor.execute(query, list, handler, 0, 0, AS_GIVEN | QueryExecutor.QUERY_DESCRIBE_ONLY);
    } catch (IndexOutOfBoundsException e) {
      // The driver stops in the middle of a message when the server knows more parameters.
      executor.abort();
      return null;
    }
    return list.getTypeOIDs();
  }

  /** Whether no transaction is open. */
  boolean idle() {
    return !connectionClosed() && executor.getTransactionState() == TransactionState.IDLE;
  }

  /** Whether a transaction is open that has not failed. */
  boolean inTransaction() {
    return !connectionClosed() && executor.getTransactionState() == TransactionState.OPEN;
  }

  boolean connectionClosed() {
    return executor.isClosed();
  }

  int serverVersion() {
    return executor.getServerVersionNum();
  }

  String serverVersionText() {
    return executor.getServerVersion();
  }

  int backendPid() {
    return connection.getBackendPID();
  }

  /** Ends the wait for an answer after a while, 0 for never; the connection is lost then. */
  void readTimeout(int millis) throws SQLException {
    try {
      executor.setNetworkTimeout(millis);
    } catch (IOException e) {
      throw new SQLException(
          "The connection is closed.", PSQLState.CONNECTION_FAILURE.getState(), e);
    }
  }

  /** Asks the server to cancel what this connection runs, through a connection of its own. */
  void cancel() throws SQLException {
    connection.cancelQuery();
  }

  /** Closes the socket without a word. */
  void abort() {
    executor.abort();
  }

  private static NativeQuery query(String text, int parameters) {
    SqlCommand command = SqlCommand.createStatementTypeInfo(SqlCommandType.BLANK);
    return new NativeQuery(Objects.requireNonNull(text), new int[parameters], false, command);
  }
}
