package dev.howdah.db;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import javax.sql.DataSource;
import org.postgresql.Driver;

/**
 * Connections for the server's own tables, which no statement of a caller ever gets. Connects to
 * nothing before the first use. Thread-safe.
 */
public final class OwnPool implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration IDLE = Duration.ofMinutes(5);

  /** How long the database may say nothing before it is given up. */
  private static final Duration SILENCE = Duration.ofSeconds(15);

  private static final int ALIVE_SECONDS = 5;

  private final ConnectionSettings settings;
  private final Duration silence;
  private final AgroalDataSource pool;
  private final TurnedSource source;

  /**
   * A pool.
   *
   * @param most connections at a time
   */
  public OwnPool(ConnectionSettings settings, int most) {
    this(settings, most, PATIENCE, SILENCE);
  }

  /**
   * A pool.
   *
   * @param patience how long to wait for a connection; whole seconds
   * @param silence how long the database may say nothing; whole seconds
   */
  OwnPool(ConnectionSettings settings, int most, Duration patience, Duration silence) {
    this.silence = silence;
    this.settings = settings.within(patience);
    var configuration = new AgroalDataSourceConfigurationSupplier();
    configuration
        .connectionPoolConfiguration()
        .initialSize(0)
        .minSize(0)
        .maxSize(most)
        .acquisitionTimeout(patience)
        .reapTimeout(IDLE)
        // One that died while it lay here would otherwise stay here.
        .validateOnBorrow(true)
        .connectionValidator(OwnPool::alive)
        .exceptionSorter(new PostgreSQLExceptionSorter());
    var factory = configuration.connectionPoolConfiguration().connectionFactoryConfiguration();
    factory.connectionProviderClass(Driver.class).jdbcUrl(this.settings.url());
    factory.principal(new NamePrincipal(this.settings.user()));
    Properties properties = properties();
    if (properties.remove("password") instanceof String password) {
      factory.credential(new SimplePassword(password));
    }
    properties.remove("user");
    for (String name : properties.stringPropertyNames()) {
      factory.jdbcProperty(name, properties.getProperty(name, ""));
    }
    try {
      this.pool = AgroalDataSource.from(configuration);
    } catch (SQLException e) {
      throw new IllegalStateException("the connection pool could not be set up", e);
    }
    this.source = new TurnedSource(pool, most, patience);
  }

  private Properties properties() {
    Properties properties = settings.properties();
    properties.setProperty("socketTimeout", Long.toString(silence.toSeconds()));
    properties.setProperty("tcpKeepAlive", "true");
    return properties;
  }

  private static boolean alive(Connection connection) {
    try {
      return connection.isValid(ALIVE_SECONDS);
    } catch (SQLException e) {
      return false;
    }
  }

  /** The pool. */
  public DataSource source() {
    return source;
  }

  /** A connection outside of the pool, for the caller to close. */
  public Connection open() throws SQLException {
    return DriverManager.getConnection(settings.url(), properties());
  }

  @Override
  public void close() {
    source.close();
    pool.close();
  }
}
