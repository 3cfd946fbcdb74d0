package dev.howdah.db;

import java.io.PrintWriter;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Hands out the connections of a pool in turns, as many as it has, so that nobody waits inside of
 * the pool: Agroal 3.2.1 does not wait but spins, past every deadline, while as many connections
 * are being opened as there may be. On virtual threads that would stop the whole server.
 *
 * <p>Taking is done by threads of its own. Who waits too long goes, and the turn ends when the
 * connection has come after all or has failed. Thread-safe.
 */
final class TurnedSource implements DataSource, AutoCloseable {

  /** PostgreSQL manual, Error Codes: sqlclient_unable_to_establish_sqlconnection. */
  private static final String CANNOT_CONNECT = "08001";

  private final DataSource pool;
  private final Duration patience;
  private final Semaphore free;
  private final ExecutorService takers =
      Executors.newCachedThreadPool(
          Thread.ofPlatform().daemon().name("own connection ", 0).factory());

  /**
   * Turns at a pool.
   *
   * @param most how many connections the pool may have
   * @param patience how long to wait for one
   */
  TurnedSource(DataSource pool, int most, Duration patience) {
    this.pool = pool;
    this.patience = patience;
    this.free = new Semaphore(most, true);
  }

  @Override
  public Connection getConnection() throws SQLException {
    long end = System.nanoTime() + patience.toNanos();
    var taking = new CompletableFuture<Connection>();
    try {
      if (!free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw late();
      }
      begin(taking);
      return turn(taking.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return unlessItCame(taking, late());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return unlessItCame(taking, new SQLException("Interrupted", CANNOT_CONNECT, e));
    } catch (ExecutionException e) {
      throw e.getCause() instanceof SQLException known ? known : failed(e);
    }
  }

  private void begin(CompletableFuture<Connection> taking) throws SQLException {
    try {
      takers.execute(() -> take(taking));
    } catch (RejectedExecutionException e) {
      free.release();
      throw failed(e);
    }
  }

  private void take(CompletableFuture<Connection> waiting) {
    boolean taken = false;
    try {
      Connection connection = pool.getConnection();
      taken = waiting.complete(connection);
      if (!taken) {
        connection.close();
      }
    } catch (SQLException | RuntimeException e) {
      waiting.completeExceptionally(e);
    } finally {
      if (!taken) {
        free.release();
      }
    }
  }

  private Connection unlessItCame(CompletableFuture<Connection> taking, SQLException failure)
      throws SQLException {
    if (taking.completeExceptionally(failure) || taking.isCompletedExceptionally()) {
      throw failure;
    }
    return turn(taking.join());
  }

  private SQLException late() {
    return new SQLException(
        "No connection came in " + patience.toMillis() + " ms.", CANNOT_CONNECT);
  }

  private static SQLException failed(Throwable fault) {
    return new SQLException("No connection: " + fault.getMessage(), CANNOT_CONNECT, fault);
  }

  /** A connection whose end is the end of the turn. */
  private Connection turn(Connection connection) {
    var open = new AtomicBoolean(true);
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (_, method, arguments) -> {
              boolean ends = method.getName().equals("close") && open.getAndSet(false);
              try {
                return call(connection, method, arguments);
              } finally {
                if (ends) {
                  free.release();
                }
              }
            });
  }

  /**
   * By a method handle. Reflection may go through native code ({@code
   * jdk.reflect.useNativeAccessorOnly}, as the launcher has it), where a virtual thread that waits
   * for PostgreSQL holds its carrier.
   */
  private static @Nullable Object call(
      Connection connection, Method method, Object @Nullable [] arguments) throws Throwable {
    return MethodHandles.publicLookup()
        .unreflect(method)
        .bindTo(connection)
        .invokeWithArguments(arguments == null ? new Object[0] : arguments);
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException("the pool has one user");
  }

  @Override
  public PrintWriter getLogWriter() throws SQLException {
    return pool.getLogWriter();
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    pool.setLogWriter(out);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return pool.getLoginTimeout();
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    pool.setLoginTimeout(seconds);
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    return pool.getParentLogger();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return pool.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return pool.isWrapperFor(type);
  }

  /** Hands out no more. */
  @Override
  public void close() {
    takers.shutdown();
  }
}
