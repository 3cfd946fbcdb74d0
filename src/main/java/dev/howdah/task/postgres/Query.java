package dev.howdah.task.postgres;

import dev.howdah.task.Lease;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One statement with its values, in the order of its text.
 *
 * <p>It runs along a path of its own, which somebody who may create operators elsewhere cannot get
 * into, and not for ever. Both are said anew each time and end with the transaction: connections
 * are anybody's, and a pooler in between may change them between two transactions.
 */
final class Query {

  /** No {@code set local}, of which the database would complain outside of a transaction block. */
  private static final String OWN_PATH =
      "select pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true),"
          + " pg_catalog.set_config('statement_timeout', '10s', true),"
          + " pg_catalog.set_config('lock_timeout', '5s', true);\n";

  private static final String FIRST =
      "set transaction isolation level read committed;\n" + OWN_PATH;

  private final String text;
  private final int before;
  private final List<Value> values = new ArrayList<>();

  Query(String text) {
    this(OWN_PATH + text, 1);
  }

  private Query(String text, int before) {
    this.text = text;
    this.before = before;
  }

  /** The first statement of a transaction, in which each sees what was committed before it. */
  static Query first(String text) {
    return new Query(FIRST + text, 2);
  }

  /** Sets one parameter. */
  private interface Value {
    void set(PreparedStatement statement, int index) throws SQLException;
  }

  /** Reads one row. */
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  Query text(@Nullable String value) {
    values.add((statement, index) -> statement.setString(index, value));
    return this;
  }

  /** Whose tasks are meant; one whose name cannot be stored has none, and null is equal to none. */
  Query owner(String value) {
    return text(
        value.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(value)
            ? value
            : null);
  }

  Query number(long value) {
    values.add((statement, index) -> statement.setLong(index, value));
    return this;
  }

  Query numberOrNull(@Nullable Long value) {
    values.add((statement, index) -> statement.setObject(index, value, Types.BIGINT));
    return this;
  }

  Query decimal(@Nullable Double value) {
    values.add((statement, index) -> statement.setObject(index, value, Types.DOUBLE));
    return this;
  }

  Query flag(boolean value) {
    values.add((statement, index) -> statement.setBoolean(index, value));
    return this;
  }

  Query bytes(byte @Nullable [] value) {
    values.add((statement, index) -> statement.setBytes(index, value));
    return this;
  }

  Query time(Instant value) {
    values.add((statement, index) -> statement.setObject(index, value.atOffset(ZoneOffset.UTC)));
    return this;
  }

  /** Its three parts. */
  Query lease(Lease lease) {
    return text(lease.id().value()).text(lease.holder()).number(lease.token());
  }

  Query array(String type, Object... elements) {
    values.add(
        (statement, index) ->
            statement.setArray(index, statement.getConnection().createArrayOf(type, elements)));
    return this;
  }

  <T> List<T> list(Connection connection, Row<T> row) throws SQLException {
    try (PreparedStatement statement = executed(connection)) {
      var read = new ArrayList<T>();
      try (ResultSet result = statement.getResultSet()) {
        while (result.next()) {
          read.add(row.read(result));
        }
      }
      return read;
    }
  }

  /** The first row. */
  <T> Optional<T> one(Connection connection, Row<T> row) throws SQLException {
    return list(connection, row).stream().findFirst();
  }

  /** Runs it, and says how many rows it changed. */
  int update(Connection connection) throws SQLException {
    try (PreparedStatement statement = executed(connection)) {
      return statement.getUpdateCount();
    }
  }

  // The caller closes it.
  private PreparedStatement executed(Connection connection) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(text);
    for (int i = 0; i < values.size(); i++) {
      values.get(i).set(statement, i + 1);
    }
    boolean _ = statement.execute();
    for (int i = 0; i < before; i++) {
      boolean _ = statement.getMoreResults();
    }
    return statement;
  }
}
