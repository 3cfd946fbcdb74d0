package dev.howdah.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLWarning;
import org.postgresql.util.ServerErrorMessage;

/**
 * PostgreSQL's own analysis of a statement, as it prints it for developers: the analysed tree comes
 * as a message to the client when the statement is parsed, before anything runs.
 */
public final class PostgresAnalysis implements AutoCloseable {

  /** What the driver would take for something else, and where it does not matter, too. */
  private static final Pattern PARAMETER = Pattern.compile("\\$\\d|\\?");

  private final Connection connection;

  /** Opens a connection of its own. */
  public PostgresAnalysis(TestDatabase database, Login login) throws SQLException {
    this.connection = database.connect(login);
    try (var statement = connection.createStatement()) {
      statement.execute("set debug_print_parse = on");
      statement.execute("set debug_pretty_print = off");
      statement.execute("set client_min_messages = log");
    }
  }

  /** Runs something, such as a SET. */
  public void run(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /**
   * The analysed tree of a statement, in the form of {@code pg_node_tree}. Nothing of it runs.
   *
   * @throws SQLException when PostgreSQL refuses it
   */
  public String tree(String sql) throws SQLException {
    return PARAMETER.matcher(sql).find() ? prepared(sql) : described(sql);
  }

  private String described(String sql) throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      statement.getMetaData();
      statement.getParameterMetaData();
      return last(statement.getWarnings(), sql);
    }
  }

  /** The driver takes no {@code $1} that it has not written itself, and {@code ?} for one. */
  private String prepared(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute("prepare analysed as " + sql);
      var tree = last(statement.getWarnings(), sql);
      statement.execute("deallocate analysed");
      return tree;
    }
  }

  private static String last(@Nullable SQLWarning warnings, String sql) {
    String tree = null;
    for (SQLWarning each = warnings; each != null; each = each.getNextWarning()) {
      if (each instanceof PSQLWarning warning) {
        ServerErrorMessage message = warning.getServerErrorMessage();
        if (message != null && "parse tree:".equals(message.getMessage())) {
          tree = message.getDetail();
        }
      }
    }
    if (tree == null) {
      throw new IllegalStateException("PostgreSQL sent no tree for " + sql);
    }
    return tree;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
