package dev.howdah.task.postgres;

import dev.howdah.task.TaskException;
import java.sql.Connection;
import java.sql.SQLException;

/** What a role finds where its task store is to be. */
public enum SchemaState {
  /** The tables are there, and it may use them. */
  READY,
  /** They are not, and it may make them. */
  TO_BE_MADE,
  /** They are not, and it may not make them. */
  MISSING,
  /** They are there, and it may not use them. */
  CLOSED;

  private static final String LOOK =
      """
      select c.oid is not null,
        case when n.oid is null then has_database_privilege(current_database(), 'CREATE')
          else has_schema_privilege(n.oid, 'USAGE') and has_schema_privilege(n.oid, 'CREATE') end,
        c.oid is not null and has_schema_privilege(n.oid, 'USAGE')
          and has_table_privilege(c.oid, 'SELECT') and has_table_privilege(c.oid, 'INSERT')
          and has_table_privilege(c.oid, 'UPDATE') and has_table_privilege(c.oid, 'DELETE')
      from (select ?::text as name) s
      left join pg_namespace n on n.nspname = s.name
      left join pg_class c on c.relnamespace = n.oid and c.relname = 'task'
      """;

  /**
   * Looks, and changes nothing.
   *
   * @throws TaskException {@code UNAVAILABLE}, with the words of the database or the driver
   */
  public static SchemaState of(ListenConnections connections, String schema) {
    try (Connection connection = connections.open()) {
      return of(connection, schema);
    } catch (SQLException e) {
      throw new TaskException(TaskException.Reason.UNAVAILABLE, String.valueOf(e.getMessage()), e);
    }
  }

  private static SchemaState of(Connection connection, String schema) throws SQLException {
    return new Query(LOOK)
        .text(schema)
        .one(
            connection,
            row -> {
              if (row.getBoolean(1)) {
                return row.getBoolean(3) ? READY : CLOSED;
              }
              return row.getBoolean(2) ? TO_BE_MADE : MISSING;
            })
        .orElseThrow();
  }
}
