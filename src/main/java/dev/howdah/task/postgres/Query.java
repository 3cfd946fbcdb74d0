package dev.howdah.task.postgres;

import dev.howdah.task.Lease;
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

/** One statement with its values, in the order of its text. */
final class Query {

  private final String text;
  private final List<Value> values = new ArrayList<>();

  Query(String text) {
    this.text = text;
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
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      for (int i = 0; i < values.size(); i++) {
        values.get(i).set(statement, i + 1);
      }
      var read = new ArrayList<T>();
      boolean rows = statement.execute();
      while (!rows && statement.getUpdateCount() != -1) {
        rows = statement.getMoreResults();
      }
      if (rows) {
        try (ResultSet result = statement.getResultSet()) {
          while (result.next()) {
            read.add(row.read(result));
          }
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
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      for (int i = 0; i < values.size(); i++) {
        values.get(i).set(statement, i + 1);
      }
      return statement.executeUpdate();
    }
  }
}
