package dev.howdah.db;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.resilience.Cancellation;
import dev.howdah.sql.AgentSql;
import dev.howdah.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One configured database. Nothing connects before the first statement. Thread-safe.
 *
 * <p>Every statement runs alone in a read-only transaction that is rolled back. A statement that
 * meets a connection that has died unnoticed is tried again on another one.
 */
public final class Database implements AutoCloseable {

  private final String name;
  private final ConnectionSettings settings;
  private final PoolSettings size;
  private final Pool pool;
  private final TypeCatalog types = new TypeCatalog();
  private final ReadOnlyTransaction transaction;
  private volatile @Nullable String serverVersion;
  private volatile @Nullable String lastError;

  public Database(String name, ConnectionSettings settings, PoolSettings size) {
    this.name = name;
    this.settings = settings;
    this.size = size;
    this.pool = new Pool(settings, size);
    this.transaction = new ReadOnlyTransaction(settings.timeZone(), types);
  }

  public String name() {
    return name;
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
    return run(statement.text(), parameters, limits, cancellation, false);
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
    Rows rows = run(numbered.text(), values, Limits.OURS, cancellation, true);
    if (rows.truncated()) {
      throw new CallException(
          ErrorCode.STATEMENT_FAILED,
          "The answer is larger than " + Limits.OURS.maxRows() + " rows or 64 MiB; ask for less.");
    }
    return new Records<>(row, rows.columns()).read(rows);
  }

  private Rows run(
      String text, List<?> values, Limits limits, Cancellation cancellation, boolean ours) {
    while (true) {
      try (Lease lease = lease(cancellation);
          var _ = cancellation.onCancel(lease::cancel)) {
        try {
          return run(lease, text, values, limits, ours);
        } catch (ReadOnlyTransaction.ConnectionLost lost) {
          Failures.check(cancellation);
          if (lease.fresh()) {
            throw lost.failure();
          }
        } catch (CallException e) {
          if (pool.closed()) {
            throw Failures.closed();
          }
          Failures.check(cancellation);
          throw e;
        }
      }
    }
  }

  private Rows run(Lease lease, String text, List<?> values, Limits limits, boolean ours)
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

  private Lease lease(Cancellation cancellation) {
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
  public DatabaseStatus status() {
    return new DatabaseStatus(
        name,
        settings.display(),
        serverVersion,
        lastError,
        pool.inUse(),
        pool.idle(),
        pool.waiting(),
        size.maxSize());
  }

  /** Cancels what runs and closes every connection. */
  @Override
  public void close() {
    pool.close();
  }

  @Override
  public String toString() {
    return name + " (" + settings.display() + ")";
  }
}
