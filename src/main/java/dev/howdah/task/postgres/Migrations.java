package dev.howdah.task.postgres;

import dev.howdah.task.TaskException;
import dev.howdah.task.TaskException.Reason;
import io.ebean.migration.MigrationConfig;
import io.ebean.migration.MigrationContext;
import io.ebean.migration.MigrationException;
import io.ebean.migration.MigrationRunner;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes the schema what this version needs, once, when the store is first used.
 *
 * <p>Servers that start together take turns by an advisory lock. That belongs to a session, so the
 * work is done on a connection of its own, which also keeps its {@code search_path} from others.
 * Anybody may take such a lock, so nobody waits for it for long: it saves trouble, and the work is
 * right without it.
 */
final class Migrations {

  private static final Logger LOG = System.getLogger(Migrations.class.getName());

  /** PostgreSQL manual, Error Codes: lock_not_available. */
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private static final String PATH = "dev/howdah/task/postgres/migration";

  private final ListenConnections connections;
  private final String schema;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile boolean done;

  Migrations(ListenConnections connections, String schema) {
    this.connections = connections;
    this.schema = schema;
  }

  /**
   * Returns at once when it was done before in this process; otherwise does it. A failure is not
   * kept: the next call tries again.
   *
   * @throws TaskException {@code UNAVAILABLE}
   */
  void ensure() {
    if (done) {
      return;
    }
    lock.lock();
    try {
      if (!done) {
        try (Connection connection = open()) {
          migrate(connection);
        }
        done = true;
      }
    } catch (SQLException e) {
      throw Jdbc.failure(e);
    } catch (MigrationException e) {
      throw new TaskException(
          Reason.UNAVAILABLE,
          "The tables of the task store could not be made; the role needs CREATE on the database,"
              + " or USAGE and CREATE on the schema %s where that is there already."
                  .formatted(schema),
          e);
    } finally {
      lock.unlock();
    }
  }

  private Connection open() throws SQLException {
    try {
      return connections.open();
    } catch (SQLException e) {
      throw new SQLException(e.getMessage(), Jdbc.CANNOT_CONNECT, e);
    }
  }

  private void migrate(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("set search_path = pg_catalog, pg_temp");
    }
    takeTurn(connection);
    var config = new MigrationConfig();
    config.setName("tasks");
    config.setPlatform("postgres");
    config.setMigrationPath(PATH);
    config.setMetaTable("task_migration");
    config.setDbSchema(schema);
    config.setCreateSchemaIfNotExists(true);
    config.setSetCurrentSchema(true);
    config.setClassLoader(Migrations.class.getClassLoader());
    new MigrationRunner(config).run(new Context(connection));
  }

  private void takeTurn(Connection connection) throws SQLException {
    try {
      // Freed with the connection, whatever happens.
      new Query("select pg_advisory_lock(hashtextextended('howdah task schema ' || ?, 0))")
          .text(schema)
          .list(connection, _ -> schema);
    } catch (SQLException e) {
      if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
        throw e;
      }
      LOG.log(Level.WARNING, "somebody keeps a lock of the task store; its tables are made anyway");
    }
  }

  private record Context(Connection connection) implements MigrationContext {
    @Override
    public String migrationPath() {
      return PATH;
    }

    @Override
    public String platform() {
      return "postgres";
    }

    @Override
    public String basePlatform() {
      return "postgres";
    }
  }
}
