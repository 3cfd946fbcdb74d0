package dev.howdah.db;

import dev.howdah.error.CallException;
import dev.howdah.resilience.Cancellation;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSourceListener;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.postgresql.Driver;
import org.postgresql.jdbc.PgConnection;

/**
 * The connections of one database: none before the first use, none kept that are not needed.
 *
 * <p>Turns are handed out first, so the pool below never has to wait for a connection to come back,
 * and a call that is cancelled while it waits or connects ends at once.
 */
final class Pool implements AutoCloseable {

  private static final Duration END = Duration.ofSeconds(2);

  private final String name;
  private final ConnectionSettings settings;
  private final PoolSettings size;
  private final Turns turns;
  private final LostBackends lost;
  private final AgroalDataSource source;

  /**
   * Connections that have been used, to tell a fresh one from one that may have died unnoticed, and
   * what the server keeps for them.
   */
  private final Map<Connection, KeptTexts> used = new ConcurrentHashMap<>();

  private final Set<Lease> leases = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  Pool(String name, ConnectionSettings settings, PoolSettings size) {
    this.name = name;
    this.settings = settings;
    this.size = size;
    this.turns = new Turns(size.maxSize());
    this.lost = new LostBackends(name, settings);
    try {
      this.source = AgroalDataSource.from(configuration(), new Forgetting());
    } catch (SQLException e) {
      throw new IllegalStateException("the connection pool could not be set up", e);
    }
  }

  private AgroalDataSourceConfigurationSupplier configuration() {
    var configuration = new AgroalDataSourceConfigurationSupplier().metricsEnabled();
    var pool = configuration.connectionPoolConfiguration();
    pool.initialSize(0)
        .minSize(size.minSize())
        .maxSize(size.maxSize())
        .establishmentRetryAttempts(0)
        .acquisitionTimeout(Duration.ofMinutes(1))
        .reapTimeout(size.idle())
        .validateOnBorrow(true)
        .connectionValidator(Pool::alive);
    var factory = pool.connectionFactoryConfiguration();
    factory.connectionProviderClass(Driver.class).jdbcUrl(settings.url()).autoCommit(true);
    var properties = settings.properties();
    properties.setProperty("assumeMinServerVersion", "10");
    properties.setProperty("prepareThreshold", "0");
    properties.setProperty("cancelSignalTimeout", "5");
    properties.setProperty("maxResultBuffer", Long.toString(size.maxResultBytes()));
    factory.principal(new NamePrincipal(settings.user()));
    if (properties.remove("password") instanceof String password) {
      factory.credential(new SimplePassword(password));
    }
    properties.remove("user");
    for (String name : properties.stringPropertyNames()) {
      factory.jdbcProperty(name, properties.getProperty(name, ""));
    }
    return configuration;
  }

  private static boolean alive(Connection connection) {
    try {
      return !connection.isClosed();
    } catch (SQLException e) {
      return false;
    }
  }

  /**
   * Borrows a connection, opening one when none is idle.
   *
   * @throws CallException {@code CONNECTION_FAILED}, {@code TIMEOUT} or {@code CANCELLED}
   */
  Lease lease(Cancellation cancellation) {
    Failures.check(cancellation);
    refuseWhenClosed();
    turns.take(size.longestWait(), cancellation);
    Connection pooled = connect(cancellation);
    boolean leased = false;
    try {
      PgConnection connection = pooled.unwrap(PgConnection.class);
      var none = new KeptTexts();
      KeptTexts kept = used.putIfAbsent(connection, none);
      var lease =
          new Lease(
              pooled,
              new Wire(connection, kept == null ? none : kept),
              kept == null,
              this::giveBack);
      leases.add(lease);
      leased = true;
      if (closed) {
        lease.close();
        refuseWhenClosed();
      }
      return lease;
    } catch (SQLException e) {
      throw closed ? Failures.closed() : new ConnectionFailure(name, settings).of(e);
    } finally {
      if (!leased) {
        turns.give();
      }
    }
  }

  private void giveBack(Lease lease) {
    leases.remove(lease);
    if (lease.lost()) {
      Turn another = lease.afterLoss();
      lost.watch(
          lease.wire().backendPid(),
          () -> {
            another.close();
            turns.give();
          });
    } else {
      turns.give();
    }
  }

  /** Takes over the turn: it is given back when there is no connection to return. */
  private Connection connect(Cancellation cancellation) {
    var connecting = new CompletableFuture<Connection>();
    if (source.getMetrics().availableCount() > 0) {
      connectFor(connecting);
    } else {
      Thread.ofPlatform()
          .daemon()
          .name("connect " + settings.host())
          .start(() -> connectFor(connecting));
    }
    try (var _ =
        cancellation.onCancel(
            () -> connecting.completeExceptionally(Failures.cancelled(cancellation)))) {
      return connecting.join();
    } catch (CompletionException e) {
      throw switch (e.getCause()) {
        case SQLException failure ->
            closed ? Failures.closed() : new ConnectionFailure(name, settings).of(failure);
        case CallException failure -> failure;
        case null, default -> e;
      };
    }
  }

  /**
   * Connects for a call that may have gone meanwhile; then the connection stays for the next. The
   * turn of a call that has gone ends here and not before, so that connects which nobody waits for
   * never are more than the pool is large.
   */
  private void connectFor(CompletableFuture<Connection> waiting) {
    boolean taken = false;
    try {
      Connection connection = source.getConnection();
      taken = waiting.complete(connection);
      if (!taken) {
        connection.close();
      }
    } catch (SQLException | RuntimeException e) {
      waiting.completeExceptionally(e);
    } finally {
      if (!taken) {
        turns.give();
      }
    }
  }

  private void refuseWhenClosed() {
    if (closed) {
      throw Failures.closed();
    }
  }

  boolean closed() {
    return closed;
  }

  int inUse() {
    return turns.taken();
  }

  int idle() {
    return (int) Math.max(0, source.getMetrics().availableCount());
  }

  int waiting() {
    return turns.waiting();
  }

  /** Cancels what runs and closes every connection. */
  @Override
  public void close() {
    closed = true;
    leases.forEach(Lease::cancel);
    leases.forEach(lease -> lease.awaitEnd(END));
    lost.close();
    source.close();
  }

  private final class Forgetting implements AgroalDataSourceListener {
    @Override
    public void onConnectionDestroy(Connection connection) {
      used.remove(connection);
    }
  }
}
