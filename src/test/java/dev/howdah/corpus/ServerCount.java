package dev.howdah.corpus;

import dev.howdah.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.List;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.ResultHandlerBase;
import org.postgresql.core.SqlCommand;
import org.postgresql.util.PSQLException;

/**
 * How many statements PostgreSQL takes a text for. It is asked inside a transaction that has
 * failed, where it parses and then refuses, so that nothing runs.
 */
final class ServerCount implements AutoCloseable {

  /** What the parser of the server says of a text. */
  enum Count {
    NONE_OR_ONE,
    SEVERAL,
    INVALID
  }

  private final Connection connection;
  private final Statement statement;
  private final QueryExecutor executor;

  ServerCount(TestDatabase database) throws SQLException {
    connection = database.connect(database.reader());
    statement = connection.createStatement();
    statement.execute("begin");
    try {
      statement.execute("select 1 / 0");
    } catch (SQLException expected) {
      // Now the transaction has failed.
    }
    executor = connection.unwrap(BaseConnection.class).getQueryExecutor();
  }

  Count of(String text) throws SQLException {
    var query = executor.wrap(List.of(new NativeQuery(text, new int[0], false, SqlCommand.BLANK)));
    try {
      executor.execute(
          query,
          null,
          new ResultHandlerBase() {
            @Override
            public void handleWarning(SQLWarning warning) {}
          },
          0,
          0,
          QueryExecutor.QUERY_DESCRIBE_ONLY
              | QueryExecutor.QUERY_SUPPRESS_BEGIN
              | QueryExecutor.QUERY_ONESHOT);
      return Count.NONE_OR_ONE;
    } catch (SQLException e) {
      return switch (String.valueOf(e.getSQLState())) {
        case "25P02" -> Count.NONE_OR_ONE;
        case "42601" -> several(e) ? Count.SEVERAL : Count.INVALID;
        default -> Count.INVALID;
      };
    }
  }

  private static boolean several(SQLException e) {
    return e instanceof PSQLException told
        && told.getServerErrorMessage() != null
        && "exec_parse_message".equals(told.getServerErrorMessage().getRoutine());
  }

  @Override
  public void close() throws SQLException {
    statement.close();
    connection.close();
  }
}
