package dev.howdah.db;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.resilience.Cancellation;
import dev.howdah.resilience.Overtime;
import dev.howdah.resilience.Terms;
import dev.howdah.sql.Sql;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One configured database. Nothing connects before the first statement. Thread-safe.
 *
 * <p>Here run statements of ours, each alone in a read-only transaction that is rolled back; what
 * agents write runs in a {@link Session}. A statement that meets a connection that has died
 * unnoticed is tried again on another one.
 */
public final class Database implements AutoCloseable {

  private final DatabaseSettings settings;
  private final Supplier<ConnectionSettings> connection;
  private final PoolSettings size;
  private final WorkSettings work;
  private final Limits ours;
  private final RoleExamination examination = new RoleExamination(this);
  private final RoleGuard guard;
  private final TypeCatalog types = new TypeCatalog();
  private final Binding binding = new Binding(types);
  private final Connections connections;
  private final CallerTurns callers = new CallerTurns();
  private final Courses courses = new Courses(this);

  /**
   * A database.
   *
   * @param connection where it is; asked at the first statement, which waits for the answer
   * @param work what its server may put into a statement
   * @param policy what to do about a role that can do more than it needs
   */
  public Database(
      DatabaseSettings settings,
      Supplier<ConnectionSettings> connection,
      WorkSettings work,
      RolePolicy policy) {
    this(settings, connection, PoolSettings.of(settings), work, policy);
  }

  /** A database whose role is not examined. */
  public Database(DatabaseSettings settings, Supplier<ConnectionSettings> connection) {
    this(settings, connection, WorkSettings.DEFAULT, RolePolicy.IGNORE);
  }

  /** A database with the default limits, whose role is not examined. */
  public Database(String name, ConnectionSettings connection, PoolSettings size) {
    this(
        DatabaseSettings.DEFAULT.described(name, ""),
        () -> connection,
        size,
        WorkSettings.DEFAULT,
        RolePolicy.IGNORE);
  }

  private Database(
      DatabaseSettings settings,
      Supplier<ConnectionSettings> connection,
      PoolSettings size,
      WorkSettings work,
      RolePolicy policy) {
    this.settings = settings;
    this.connection = connection;
    this.size = size;
    this.work = work;
    this.ours = Limits.ours(settings);
    this.connections = new Connections(settings.name(), connection, size, work, types, binding);
    this.guard =
        new RoleGuard(
            settings.name(),
            policy,
            examination,
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

  /** What its server may put into a statement. */
  WorkSettings work() {
    return work;
  }

  /**
   * The limits of a statement here.
   *
   * @param asked how long the caller would wait at most, or null for as long as is allowed
   * @param overtime how long it may be as a task
   */
  public Limits limits(
      QuerySettings query, int maxRows, @Nullable Duration asked, Overtime overtime) {
    return Limits.of(settings, query, maxRows, asked, overtime);
  }

  /** The limits of a statement of ours here. */
  Limits ours() {
    return ours;
  }

  /** Whether a connection is free, or could be opened, at the moment. */
  boolean hasRoom() {
    return connections.hasRoom();
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
   * Runs a statement of ours.
   *
   * @param arguments whose components are the statement's named parameters; {@code waitSeconds} is
   *     {@code :wait_seconds}
   * @param row what one row becomes, by column name, {@code wait_seconds} to {@code waitSeconds}
   */
  public <R extends Record> List<R> query(
      Sql statement, Record arguments, Class<R> row, Cancellation cancellation) {
    return query(RunAs.OURS, ours, statement, arguments, row, cancellation);
  }

  /** The same in somebody's role, within such limits. */
  <R extends Record> List<R> query(
      RunAs as,
      Limits limits,
      Sql statement,
      Record arguments,
      Class<R> row,
      Cancellation cancellation) {
    return guarded(
        cancellation, now -> query(now, as, limits, statement, arguments, row, cancellation));
  }

  private <R extends Record> List<R> query(
      Connections.Open now,
      RunAs as,
      Limits limits,
      Sql statement,
      Record arguments,
      Class<R> row,
      Cancellation cancellation) {
    Sql.Numbered numbered = statement.numbered();
    List<@Nullable Object> values = Records.values(arguments, numbered.parameters());
    Parameters.check(numbered.parameters(), values);
    var way = ReadOnlyTransaction.Way.ours(as, statement.keeps());
    Rows rows =
        connections.leased(
            now,
            cancellation,
            (open, lease) -> read(open.reading(), lease, numbered.text(), values, limits, way));
    if (rows.truncated()) {
      throw new CallException(
          ErrorCode.STATEMENT_FAILED,
          "The answer is larger than " + limits.maxRows() + " rows or 64 MiB; ask for less.");
    }
    return new Records<>(row, rows.columns()).read(rows);
  }

  /** Has later examinations of the role compare its grants with what callers may do. */
  public void compareWith(CallerRules callers) {
    examination.compareWith(callers);
  }

  /** The posture when it was last examined, if it was. */
  public Optional<Posture> knownPosture() {
    return guard.known();
  }

  /** The number of the process that the server says serves a new connection. */
  int announcedProcess(Cancellation cancellation) {
    try (Lease lease = connections.lease(connections.open().pool(), cancellation)) {
      return lease.wire().backendPid();
    }
  }

  /** Statements beside the guard of the role, which needs some itself. */
  Catalog catalog(Cancellation cancellation) {
    Connections.Open now = connections.open();
    return new Catalog() {
      @Override
      public <R extends Record> List<R> rows(Sql statement, Record arguments, Class<R> row) {
        return query(now, RunAs.OURS, ours, statement, arguments, row, cancellation);
      }
    };
  }

  /** Works with a connection, if the role is one that is served. */
  <T> T leased(Cancellation cancellation, Connections.Work<T> work) {
    return guarded(cancellation, now -> connections.leased(now, cancellation, work));
  }

  /** The same on the terms of a call of somebody, which hears how far it is. */
  <T> T leased(String caller, Terms terms, Connections.Work<T> work) {
    return leased(
        terms.cancellation(),
        (now, lease) -> {
          lease.afterLoss(() -> callers.keep(caller));
          try (var _ = courses.follow(lease, terms.telling())) {
            return work.on(now, lease);
          }
        });
  }

  private <T> T guarded(Cancellation cancellation, Function<Connections.Open, T> statement) {
    Connections.Open now = connections.open();
    boolean examine = guard.check(now.pool().idle() == 0, cancellation);
    T result = statement.apply(now);
    if (examine) {
      guard.examineLater();
    }
    return result;
  }

  Rows read(
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

  void learn(ReadOnlyTransaction transaction, Lease lease, Reply reply)
      throws ReadOnlyTransaction.ConnectionLost {
    Set<TypeCatalog.Key> missing = types.missing(TypeCatalog.keys(reply));
    if (!missing.isEmpty()) {
      var values = TypeCatalog.parameters(missing).stream().map(Wire.Value::text).toList();
      types.learn(
          transaction.run(
              lease, TypeCatalog.LOOK_UP, values, ours, ReadOnlyTransaction.Way.ANYWHERE));
    }
  }

  /**
   * Listens on a connection of its own until the registration is closed.
   *
   * @param channel lower-case letters and underscores; also the name of the event trigger that
   *     sends to it
   * @param heard runs at every notification, and whenever some may have been missed
   */
  public Cancellation.Registration listen(String channel, Runnable heard) {
    return Listening.start(name(), connection.get(), channel, heard);
  }

  /** What is known of the types of its values. */
  TypeCatalog types() {
    return types;
  }

  Binding binding() {
    return binding;
  }

  /** Results that wait to be continued. */
  OpenResults results() {
    return connections.results();
  }

  /** How the database is doing, as far as it is known without asking it. */
  public DatabaseStatus status() {
    return connections.status();
  }

  /** Cancels what runs and closes every connection. */
  @Override
  public void close() {
    connections.close();
  }

  @Override
  public String toString() {
    return name();
  }
}
