package dev.howdah.db;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.resilience.Cancellation;
import dev.howdah.sql.AgentSql;
import dev.howdah.sql.Sql;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One configured database. Nothing connects before the first statement. Thread-safe.
 *
 * <p>Every statement runs alone in a read-only transaction that is rolled back. A statement that
 * meets a connection that has died unnoticed is tried again on another one.
 */
public final class Database implements AutoCloseable {

  /** More than this many bytes of rows are not kept for a next page. */
  private static final long MOST_KEPT = 16 << 20;

  private static final Duration LATER = Duration.ofSeconds(10);

  private final DatabaseSettings settings;
  private final Supplier<ConnectionSettings> connection;
  private final PoolSettings size;
  private final TypeCatalog types = new TypeCatalog();
  private final Binding binding = new Binding(types);
  private final OpenResults results;
  private final CallerTurns callers = new CallerTurns();
  private @Nullable Open open;
  private boolean closed;
  private volatile @Nullable String serverVersion;
  private volatile @Nullable String lastError;

  /** What exists from the first statement on. */
  private record Open(Pool pool, ReadOnlyTransaction reading, WriteTransaction writing) {}

  /** What is done with a connection. */
  private interface Work<T> {
    T on(Open open, Lease lease) throws ReadOnlyTransaction.ConnectionLost;
  }

  /**
   * A database.
   *
   * @param connection where it is; asked at the first statement, which waits for the answer
   */
  public Database(DatabaseSettings settings, Supplier<ConnectionSettings> connection) {
    this.settings = settings;
    this.connection = connection;
    this.size = PoolSettings.of(settings);
    this.results = new OpenResults(size.maxSize());
  }

  /** A database with the default limits. */
  public Database(String name, ConnectionSettings connection, PoolSettings size) {
    this.settings = DatabaseSettings.DEFAULT.described(name, "");
    this.connection = () -> connection;
    this.size = size;
    this.results = new OpenResults(size.maxSize());
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
   * Waits until one more statement of a caller may run.
   *
   * @throws CallException {@code RATE_LIMITED} after as long a wait as for a connection
   */
  public Turn turn(String caller, QuerySettings query, Cancellation cancellation) {
    return callers.take(caller, query.maxConcurrent(), size.longestWait(), cancellation);
  }

  /**
   * Runs an agent's statement.
   *
   * @param parameters the values of {@code $1…$n}: String, Number, Boolean, List, Map or null
   */
  public Rows run(
      AgentSql statement,
      List<? extends @Nullable Object> parameters,
      Limits limits,
      Cancellation cancellation) {
    return run(new Statement(statement, parameters), limits, cancellation);
  }

  /**
   * Runs an agent's statement in a read-only transaction that is rolled back.
   *
   * @throws CallException whatever goes wrong, with PostgreSQL's own words
   */
  public Rows run(Statement statement, Limits limits, Cancellation cancellation) {
    var way = new ReadOnlyTransaction.Way(statement.as(), false, null);
    String text = statement.text().text();
    return leased(
        cancellation,
        (open, lease) -> read(open.reading(), lease, text, statement.values(), limits, way));
  }

  /**
   * Runs an agent's statement like {@link #run} and keeps the rest of its result, if there is one,
   * for {@link #next}.
   */
  public ResultPage open(Statement statement, Limits limits, Keep keep, Cancellation cancellation) {
    // The server gives up later than we do, so that its message is not the one that is seen.
    Duration idle = keep.lifetime().plus(LATER);
    var way = new ReadOnlyTransaction.Way(statement.as(), false, idle);
    return leased(cancellation, (open, lease) -> open(open, lease, statement, limits, keep, way));
  }

  private ResultPage open(
      Open open,
      Lease lease,
      Statement statement,
      Limits limits,
      Keep keep,
      ReadOnlyTransaction.Way way)
      throws ReadOnlyTransaction.ConnectionLost {
    Reply reply =
        open.reading().run(lease, statement.text().text(), statement.values(), limits, way);
    boolean more = reply.portal() != null;
    if (more) {
      try {
        binding.learn(lease.wire(), TypeCatalog.keys(reply));
      } catch (SQLException e) {
        throw SqlStates.failure(e, limits, Duration.ZERO, true);
      }
    } else {
      learn(open.reading(), lease, reply);
    }
    Rows rows = new Rows(reply, types, limits);
    if (!more && rows.rowCount() == reply.rowCount()) {
      return ResultPage.last(rows);
    }
    boolean none = rows.rowCount() == 0;
    if (none || reply.bytes(rows.rowCount()) > MOST_KEPT) {
      ReadOnlyTransaction.end(lease);
      return new ResultPage(
          rows, null, none ? OpenResults.TOO_LARGE : "the rest is too large to be kept");
    }
    if (more) {
      lease.hold();
    }
    String id = UUID.randomUUID().toString();
    var result = new OpenResult(id, keep, types, reply, rows, more ? lease : null);
    results.keep(result);
    return result.first();
  }

  /**
   * The page that a former one named as next, of the very same result.
   *
   * @param caller the one whose result it is
   * @throws CallException {@code INVALID_REQUEST} when it is gone
   */
  public ResultPage next(String next, String caller, Limits limits, Cancellation cancellation) {
    Failures.check(cancellation);
    return results.page(next, caller, limits, cancellation);
  }

  /**
   * Runs statements of an agent in one transaction and commits it. One that is told of a conflict
   * with another (SQLSTATE 40001, 40P01) is tried again, at most three times.
   *
   * @return one result a statement
   * @throws CallException {@code ACCESS_DENIED} for a read-only database; {@code statement_index}
   *     in the details names the statement that failed; {@code outcome: unknown} says that nobody
   *     knows whether the transaction was kept, and without it nothing was
   */
  public List<Written> write(Writing writing, Limits limits, Cancellation cancellation) {
    return write(writing, limits, true, cancellation);
  }

  /** Does the same and rolls it back. Sequences move all the same. */
  public List<Written> tryOut(Writing writing, Limits limits, Cancellation cancellation) {
    return write(writing, limits, false, cancellation);
  }

  private List<Written> write(
      Writing writing, Limits limits, boolean keep, Cancellation cancellation) {
    requireWritable();
    return Conflicts.retrying(
        cancellation,
        () ->
            leased(
                cancellation, (open, lease) -> open.writing().run(lease, writing, limits, keep)));
  }

  /**
   * Lets pass where statements may write.
   *
   * @throws CallException {@code ACCESS_DENIED} for a read-only database
   */
  public void requireWritable() {
    if (settings.readOnly()) {
      throw new CallException(
          ErrorCode.ACCESS_DENIED,
          "The database " + name() + " is read-only; its read-only setting would have to be false.",
          Map.of("database", name()));
    }
  }

  /**
   * The plan of an agent's statement, in a read-only transaction that is rolled back. A statement
   * that writes is measured in a read-write one, also rolled back, where the database may be
   * written.
   */
  public Explaining.Explained explain(
      Statement statement, Explaining how, Limits limits, Cancellation cancellation) {
    String prefix = how.prefix();
    String text = prefix + statement.text().text();
    Limits room = Explainer.limits(limits);
    var way = new ReadOnlyTransaction.Way(statement.as(), false, null);
    try {
      Rows plan =
          leased(
              cancellation,
              (open, lease) -> read(open.reading(), lease, text, statement.values(), room, way));
      return Explainer.explained(plan, false);
    } catch (CallException e) {
      if (!how.analyze() || settings.readOnly() || !"25006".equals(e.details().get("sqlstate"))) {
        throw Explainer.shifted(e, prefix);
      }
    }
    try {
      Written measured =
          leased(
                  cancellation,
                  (open, lease) ->
                      open.writing().explain(lease, Writing.one(statement), prefix, room))
              .getFirst();
      return Explainer.explained(Objects.requireNonNull(measured.rows()), true);
    } catch (CallException e) {
      throw Explainer.shifted(e, prefix);
    }
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
    Sql.Numbered numbered = statement.numbered();
    List<@Nullable Object> values = Records.values(arguments, numbered.parameters());
    Rows rows =
        leased(
            cancellation,
            (open, lease) ->
                read(
                    open.reading(),
                    lease,
                    numbered.text(),
                    values,
                    Limits.OURS,
                    ReadOnlyTransaction.Way.OURS));
    if (rows.truncated()) {
      throw new CallException(
          ErrorCode.STATEMENT_FAILED,
          "The answer is larger than " + Limits.OURS.maxRows() + " rows or 64 MiB; ask for less.");
    }
    return new Records<>(row, rows.columns()).read(rows);
  }

  private <T> T leased(Cancellation cancellation, Work<T> work) {
    Open now = open();
    while (true) {
      try (Lease lease = lease(now.pool(), cancellation);
          var _ = cancellation.onCancel(lease::cancel)) {
        try {
          return work.on(now, lease);
        } catch (ReadOnlyTransaction.ConnectionLost lost) {
          checkWanted(now.pool(), cancellation);
          if (lease.fresh()) {
            throw lost.failure();
          }
        } catch (CallException e) {
          if (!e.details().containsKey("outcome")) {
            checkWanted(now.pool(), cancellation);
          }
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

  private Rows read(
      ReadOnlyTransaction transaction,
      Lease lease,
      String text,
      List<?> values,
      Limits limits,
      ReadOnlyTransaction.Way way)
      throws ReadOnlyTransaction.ConnectionLost {
    Reply reply = transaction.run(lease, text, values, limits, way);
    learn(transaction, lease, reply);
    return new Rows(reply, types, limits);
  }

  private void learn(ReadOnlyTransaction transaction, Lease lease, Reply reply)
      throws ReadOnlyTransaction.ConnectionLost {
    Set<TypeCatalog.Key> missing = types.missing(TypeCatalog.keys(reply));
    if (!missing.isEmpty()) {
      var values = TypeCatalog.parameters(missing).stream().map(Wire.Value::text).toList();
      types.learn(
          transaction.run(
              lease, TypeCatalog.LOOK_UP, values, Limits.OURS, ReadOnlyTransaction.Way.OURS));
    }
  }

  private synchronized Open open() {
    if (closed) {
      throw Failures.closed();
    }
    Open now = open;
    if (now == null) {
      ConnectionSettings where = connection.get();
      var fence = new Fence(where.timeZone());
      now =
          new Open(
              new Pool(where, size),
              new ReadOnlyTransaction(fence, binding),
              new WriteTransaction(fence, binding, types));
      open = now;
    }
    return now;
  }

  private Lease lease(Pool pool, Cancellation cancellation) {
    if (pool.inUse() >= size.maxSize()) {
      results.yield();
    }
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
    results.close();
    if (last != null) {
      last.pool().close();
    }
  }

  @Override
  public String toString() {
    return name();
  }
}
