package dev.howdah.task.postgres;

import dev.howdah.task.TaskLimits;
import dev.howdah.task.TaskTimes;
import dev.howdah.testing.TestDatabase;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Stores over one database, each with the pool that it would have in a server. */
final class Stores implements AutoCloseable {

  static final String SCHEMA = PostgresTaskStore.SCHEMA;

  private final TestDatabase database;
  private final AgroalDataSource pool;
  private final AtomicInteger direct = new AtomicInteger();

  Stores(TestDatabase database) throws SQLException {
    this.database = database;
    var configuration = new AgroalDataSourceConfigurationSupplier().metricsEnabled();
    configuration
        .connectionPoolConfiguration()
        .maxSize(8)
        .acquisitionTimeout(Duration.ofSeconds(30))
        .exceptionSorter(new PostgreSQLExceptionSorter())
        .connectionFactoryConfiguration()
        .jdbcUrl(database.jdbcUrl() + "?ApplicationName=pool")
        .principal(new NamePrincipal(database.owner().user()))
        .credential(new SimplePassword(database.owner().password()));
    this.pool = AgroalDataSource.from(configuration);
  }

  PostgresTaskStore store(TaskTimes times, TaskLimits limits) {
    return store(SCHEMA, times, limits);
  }

  PostgresTaskStore store(String schema, TaskTimes times, TaskLimits limits) {
    return new PostgresTaskStore(pool, this::direct, schema, times, limits);
  }

  PostgresTaskStore store() {
    return store(TaskTimes.standard(), TaskLimits.standard());
  }

  private Connection direct() throws SQLException {
    direct.incrementAndGet();
    Connection connection = database.connect(database.owner());
    try (var statement = connection.createStatement()) {
      statement.execute("set application_name = 'direct'");
    }
    return connection;
  }

  /** How many connections were opened so far, from the pool and beside it. */
  long connections() {
    return direct.get() + pool.getMetrics().creationCount();
  }

  /** Makes all tasks older. */
  void pass(Duration time) {
    database.run(
        """
        update howdah.task set
          created = created - %1$d * interval '1 microsecond',
          begun = begun - %1$d * interval '1 microsecond',
          updated = updated - %1$d * interval '1 microsecond',
          expires = expires - %1$d * interval '1 microsecond',
          lease_until = lease_until - %1$d * interval '1 microsecond'
        """
            .formatted(time.toNanos() / 1000));
  }

  @Override
  public void close() {
    pool.close();
  }
}
