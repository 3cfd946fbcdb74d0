package dev.howdah.db;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.resilience.Cancellation;
import dev.howdah.sql.AgentSql;
import dev.howdah.sql.Sql;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One configured database. Nothing connects before the first statement. Thread-safe.
 *
 * <p>Every statement runs alone in a read-only transaction that is rolled back. A statement that
 * meets a connection that has died unnoticed is tried again on another one.
 */
public final class Database implements AutoCloseable {

  private final DatabaseSettings settings;
  private final Supplier<ConnectionSettings> connection;
  private final PoolSettings size;
  private final RoleGuard guard;
  private final TypeCatalog types = new TypeCatalog();
  private @Nullable Open open;
  private boolean closed;
  private volatile @Nullable String serverVersion;
  private volatile @Nullable String lastError;

  /** What exists from the first statement on. */
  private record Open(Pool pool, ReadOnlyTransaction transaction) {}

  /**
   * A database.
   *
   * @param connection where it is; asked at the first statement, which waits for the answer
   * @param policy what to do about a role that can do more than it needs
   */
  public Database(
      DatabaseSettings settings, Supplier<ConnectionSettings> connection, RolePolicy policy) {
    this(settings, connection, PoolSettings.of(settings), policy);
  }

  /** A database whose role is not examined. */
  public Database(DatabaseSettings settings, Supplier<ConnectionSettings> connection) {
    this(settings, connection, RolePolicy.IGNORE);
  }

  /** A database with the default limits, whose role is not examined. */
  public Database(String name, ConnectionSettings connection, PoolSettings size) {
    this(DatabaseSettings.DEFAULT.described(name, ""), () -> connection, size, RolePolicy.IGNORE);
  }

  private Database(
      DatabaseSettings settings,
      Supplier<ConnectionSettings> connection,
      PoolSettings size,
      RolePolicy policy) {
    this.settings = settings;
    this.connection = connection;
    this.size = size;
    this.guard =
        new RoleGuard(
            settings.name(),
            policy,
            cancellation -> new Examiner(this).posture(cancellation),
            System::nanoTime,
            task -> Thread.ofVirtual().name("examine role").start(task));
  }

  public String name() {
    return settings.name();
  }

  /** How it was configured. */
  public DatabaseSettings settings() {
    return settings;
  }

  /**
   * The limits of a statement here.
   *
   * @param asked how long the caller would wait at most, or null for as long as is allowed
   */
  public Limits limits(QuerySettings query, int maxRows, @Nullable Duration asked) {
    Duration allowed = settings.statementTimeout();
    return new Limits(
        maxRows,
        (int) query.maxResultBytes(),
        (int) query.maxCellBytes(),
        asked != null && asked.compareTo(allowed) < 0 ? asked : allowed,
        settings.lockTimeout());
  }

  /**
   * Runs an agent's statement.
   *
   * @param parameters the values of {@code $1…$n}: String, Number, Boolean, List, Map or null
   * @throws CallException whatever goes wrong, with PostgreSQL's own words
   */
  public Rows run(
      AgentSql statement,
      List<? extends @Nullable Object> parameters,
      Limits limits,
      Cancellation cancellation) {
    return guarded(
        cancellation, now -> run(now, statement.text(), parameters, limits, cancellation, false));
  }

  /**
   * Runs a statement of ours.
   *
   * @param arguments whose components are the statement's named parameters; {@code waitSeconds} is
   *     {@code :wait_seconds}
   * @param row what one row becomes, by column name, {@code wait_seconds} to {@code waitSeconds}
   */
  public <R extends Record> List<R> query(
      Sql statement, Record arguments, Class<R> row, Cancellation cancellation) {
    return guarded(cancellation, now -> query(now, statement, arguments, row, cancellation));
  }

  private <R extends Record> List<R> query(
      Open now, Sql statement, Record arguments, Class<R> row, Cancellation cancellation) {
    Sql.Numbered numbered = statement.numbered();
    List<@Nullable Object> values = Records.values(arguments, numbered.parameters());
    Rows rows = run(now, numbered.text(), values, Limits.OURS, cancellation, true);
    if (rows.truncated()) {
      throw new CallException(
          ErrorCode.STATEMENT_FAILED,
          "The answer is larger than " + Limits.OURS.maxRows() + " rows or 64 MiB; ask for less.");
    }
    return new Records<>(row, rows.columns()).read(rows);
  }

  /** The posture when it was last examined, if it was. */
  public Optional<Posture> knownPosture() {
    return guard.known();
  }

  /** The number of the process that the server says serves a new connection. */
  int announcedProcess(Cancellation cancellation) {
    try (Lease lease = lease(open().pool(), cancellation)) {
      return lease.wire().backendPid();
    }
  }

  private <R> R guarded(Cancellation cancellation, Function<Open, R> statement) {
    Open now = open();
    boolean examine = guard.check(now.pool().idle() == 0, cancellation);
    R result = statement.apply(now);
    if (examine) {
      guard.examineLater();
    }
    return result;
  }

  /** Statements beside the guard, which needs some itself. */
  Catalog catalog(Cancellation cancellation) {
    Open now = open();
    return new Catalog() {
      @Override
      public <R extends Record> List<R> rows(Sql statement, Record arguments, Class<R> row) {
        return query(now, statement, arguments, row, cancellation);
      }
    };
  }

  private Rows run(
      Open now,
      String text,
      List<?> values,
      Limits limits,
      Cancellation cancellation,
      boolean ours) {
    while (true) {
      try (Lease lease = lease(now.pool(), cancellation);
          var _ = cancellation.onCancel(lease::cancel)) {
        try {
          return run(now.transaction(), lease, text, values, limits, ours);
        } catch (ReadOnlyTransaction.ConnectionLost lost) {
          checkWanted(now.pool(), cancellation);
          if (lease.fresh()) {
            throw lost.failure();
          }
        } catch (CallException e) {
          checkWanted(now.pool(), cancellation);
          throw e;
        }
      }
    }
  }

  private static void checkWanted(Pool pool, Cancellation cancellation) {
    if (pool.closed()) {
      throw Failures.closed();
    }
    Failures.check(cancellation);
  }

  private Rows run(
      ReadOnlyTransaction transaction,
      Lease lease,
      String text,
      List<?> values,
      Limits limits,
      boolean ours)
      throws ReadOnlyTransaction.ConnectionLost {
    Wire.Reply reply = transaction.run(lease, text, values, limits, ours);
    List<TypeCatalog.Key> columns = new ArrayList<>();
    for (int i = 0; i < reply.names().size(); i++) {
      columns.add(new TypeCatalog.Key(reply.type(i), reply.modifier(i)));
    }
    Set<TypeCatalog.Key> missing = types.missing(columns);
    if (!missing.isEmpty()) {
      var parameters = TypeCatalog.parameters(missing);
      types.learn(transaction.run(lease, TypeCatalog.LOOK_UP, parameters, Limits.OURS, true));
    }
    return new Rows(reply, types, limits);
  }

  private synchronized Open open() {
    if (closed) {
      throw Failures.closed();
    }
    Open now = open;
    if (now == null) {
      ConnectionSettings where = connection.get();
      now = new Open(new Pool(where, size), new ReadOnlyTransaction(where.timeZone(), types));
      open = now;
    }
    return now;
  }

  private Lease lease(Pool pool, Cancellation cancellation) {
    try {
      Lease lease = pool.lease(cancellation);
      serverVersion = lease.wire().serverVersionText();
      lastError = null;
      return lease;
    } catch (CallException e) {
      if (e.code() == ErrorCode.CONNECTION_FAILED) {
        lastError = e.getMessage();
      }
      throw e;
    }
  }

  /** How the database is doing, as far as it is known without asking it. */
  public synchronized DatabaseStatus status() {
    Pool pool = open == null ? null : open.pool();
    return new DatabaseStatus(
        name(),
        serverVersion,
        lastError,
        pool == null ? 0 : pool.inUse(),
        pool == null ? 0 : pool.idle(),
        pool == null ? 0 : pool.waiting(),
        size.maxSize());
  }

  /** Cancels what runs and closes every connection. */
  @Override
  public void close() {
    Open last;
    synchronized (this) {
      closed = true;
      last = open;
    }
    if (last != null) {
      last.pool().close();
    }
  }

  @Override
  public String toString() {
    return name();
  }
}
