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
 * Sends texts to the server exactly as they stand: one Parse each, all in one flush.
 *
 * <p>The driver's own parser never sees them, so it splits and rewrites nothing, and the server
 * itself refuses a text that holds two statements. This class is the only user of the driver's
 * internals. Not thread-safe, except {@link #cancel}.
 */
final class Wire {

  private static final int AS_GIVEN =
      QueryExecutor.QUERY_SUPPRESS_BEGIN
          | QueryExecutor.QUERY_ONESHOT
          | QueryExecutor.QUERY_NO_BINARY_TRANSFER;

  private final PgConnection connection;
  private final QueryExecutor executor;

  Wire(PgConnection connection) {
    this.connection = connection;
    this.executor = connection.getQueryExecutor();
  }

  /** What the server answered to the text of interest. */
  static final class Reply {
    private List<String> names = List.of();
    private int[] types = {};
    private int[] modifiers = {};
    private List<Tuple> rows = List.of();
    private boolean received;
    private boolean answered;
    private boolean tabular;
    private @Nullable String command;
    private @Nullable SQLException failure;

    /** The columns' names as the server sent them. */
    List<String> names() {
      return names;
    }

    int type(int column) {
      return types[column];
    }

    int modifier(int column) {
      return modifiers[column];
    }

    int rowCount() {
      return rows.size();
    }

    /** The value as the server printed it, or null for NULL. */
    byte @Nullable [] cell(int row, int column) {
      return rows.get(row).get(column);
    }

    /** Whether the server answered anything at all, even to another text of the same flush. */
    boolean received() {
      return received;
    }

    /** Whether the texts before the one of interest were done, so a failure is its own. */
    boolean answered() {
      return answered;
    }

    /** The tag of a command that gave no rows, such as {@code SET}; null for one that did. */
    @Nullable String command() {
      return command;
    }

    /** What went wrong first, or null. */
    @Nullable SQLException failure() {
      return failure;
    }

    private void take(Field[] fields, List<Tuple> tuples) {
      names = new ArrayList<>(fields.length);
      types = new int[fields.length];
      modifiers = new int[fields.length];
      for (int i = 0; i < fields.length; i++) {
        names.add(fields[i].getColumnLabel());
        types[i] = fields[i].getOID();
        modifiers[i] = fields[i].getMod();
      }
      rows = tuples;
      tabular = true;
    }
  }

  /**
   * Runs texts in one round trip and returns the answer to one of them.
   *
   * @param wanted the index of the text that takes the parameters and whose rows are returned
   * @param parameters in PostgreSQL's text form; the server infers their types
   * @param maxRows where the server stops; 0 for no limit
   */
  Reply run(List<String> texts, int wanted, List<@Nullable String> parameters, int maxRows) {
    List<NativeQuery> queries = new ArrayList<>(texts.size());
    for (int i = 0; i < texts.size(); i++) {
      queries.add(query(texts.get(i), i == wanted ? parameters.size() : 0));
    }
    Query query = executor.wrap(queries);
    Query[] parts = query.getSubqueries();
    Query part = parts == null ? query : parts[wanted];
    Query previous = parts == null || wanted == 0 ? null : parts[wanted - 1];
    var reply = new Reply();
    try {
      ParameterList list = query.createParameterList();
      for (int i = 0; i < parameters.size(); i++) {
        String value = parameters.get(i);
        if (value == null) {
          list.setNull(i + 1, 0);
        } else {
          list.setStringParameter(i + 1, value, 0);
        }
      }
      var handler =
          new ResultHandlerBase() {
            // The driver hands back the very parts it was given.
            @SuppressWarnings("ReferenceEquality")
            @Override
            public void handleResultRows(
                Query from, Field[] fields, List<Tuple> tuples, @Nullable ResultCursor cursor) {
              reply.received = true;
              if (from == part) {
                reply.take(fields, tuples);
              } else if (from == previous) {
                reply.answered = true;
              }
            }

            @Override
            public void handleCommandStatus(String status, long count, long id) {
              reply.received = true;
              boolean due = previous == null || reply.answered;
              if (due && reply.command == null && !reply.tabular) {
                reply.command = status;
              }
            }

            @Override
            public void handleWarning(SQLWarning warning) {}
          };
      executor.execute(query, list, handler, maxRows, 0, AS_GIVEN);
    } catch (SQLException e) {
      reply.failure = e;
    }
    return reply;
  }

  /**
   * The types that the server infers for a text's parameters; nothing is executed.
   *
   * @return type OIDs, or null when the text does not have that many parameters; the connection is
   *     closed then
   */
  int @Nullable [] parameterTypes(String text, int count) throws SQLException {
    Query query = executor.wrap(List.of(query(text, count)));
    ParameterList list = query.createParameterList();
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
