package dev.howdah.task.postgres;

import dev.howdah.task.Answered;
import dev.howdah.task.Claim;
import dev.howdah.task.Ending;
import dev.howdah.task.Lease;
import dev.howdah.task.NewTask;
import dev.howdah.task.Outcome;
import dev.howdah.task.Progress;
import dev.howdah.task.StoredBody;
import dev.howdah.task.Task;
import dev.howdah.task.TaskCursor;
import dev.howdah.task.TaskException;
import dev.howdah.task.TaskId;
import dev.howdah.task.TaskLimits;
import dev.howdah.task.TaskPage;
import dev.howdah.task.TaskStore;
import dev.howdah.task.TaskTimes;
import dev.howdah.task.TaskWatch;
import dev.howdah.task.Tidied;
import dev.howdah.task.Watches;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Tasks in a schema of a PostgreSQL (15 or later), shared by every server that uses it.
 *
 * <p>Nothing connects before the first use, which also makes the tables. While the database cannot
 * be reached, every method throws {@code UNAVAILABLE}; afterwards all goes on by itself. Times are
 * those of the database.
 */
public final class PostgresTaskStore implements TaskStore {

  /** The schema, when nobody wants another. */
  public static final String SCHEMA = "howdah";

  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final int MOST_WATCHED = 20_000;

  private final Statements texts;
  private final TaskTimes times;
  private final TaskLimits limits;
  private final Migrations migrations;
  private final Jdbc jdbc;
  private final Inputs inputs;
  private final Watches watches = new Watches(MOST_WATCHED);
  private final Listener listener;
  private volatile boolean closed;

  /**
   * A store over this database; connects to nothing yet.
   *
   * @param source for all statements; a pool. Its role owns the schema, or may make it
   * @param direct opens the connection that listens, and one that makes the tables at first use
   * @param schema a plain name in lower case, no key word, at most 50 characters; made when it is
   *     not there
   */
  public PostgresTaskStore(
      DataSource source,
      ListenConnections direct,
      String schema,
      TaskTimes times,
      TaskLimits limits) {
    this.texts = new Statements(schema);
    this.times = times;
    this.limits = limits;
    this.jdbc = new Jdbc(source);
    this.migrations = new Migrations(direct, schema);
    this.inputs = new Inputs(texts, limits);
    this.listener =
        new Listener(direct, texts.channel(), watches, this::versions, jdbc::lost, LOOK);
  }

  @Override
  public boolean durable() {
    return true;
  }

  @Override
  public Task create(NewTask task) {
    return insert(task, Optional.empty()).task();
  }

  @Override
  public Claim create(NewTask task, String holder) {
    return insert(task, Optional.of(holder)).claim();
  }

  private Made insert(NewTask task, Optional<String> holder) {
    limits.checkRequest(task.request());
    var lease = holder.map(name -> new Lease(task.id(), name, 1));
    return ready()
        .transaction(
            connection -> {
              var _ = Query.first(texts.lockOwner()).text(task.owner()).update(connection);
              makeRoom(connection, task.owner());
              return new Query(texts.insert())
                  .text(task.id().value())
                  .text(task.owner())
                  .text(task.kind())
                  .text(task.request())
                  .text(task.statusMessage())
                  .number(task.age().toMillis())
                  .number(times.ttlFor(task.ttl()).toMillis())
                  .number(times.pollInterval().toMillis())
                  .number(task.maxRestarts())
                  .text(holder.orElse(null))
                  .numberOrNull(lease.isPresent() ? times.lease().toMillis() : null)
                  .number(lease.isPresent() ? 1 : 0)
                  .one(connection, TaskRow::task)
                  .map(made -> new Made(made, lease, task.request()))
                  .orElseThrow(() -> TaskException.duplicate(task.id()));
            });
  }

  /** For one more task of an owner whose turn it is. */
  private void makeRoom(Connection connection, String owner) throws SQLException {
    long surplus =
        new Query(texts.count())
            .text(owner)
            .one(
                connection,
                row -> {
                  limits.checkOpen(row.getLong(1));
                  return limits.surplus(row.getLong(2));
                })
            .orElse(0L);
    if (surplus > 0) {
      var _ = new Query(texts.deleteEnded()).text(owner).number(surplus).update(connection);
    }
  }

  private record Made(Task task, Optional<Lease> lease, String request) {
    Claim claim() {
      return new Claim(task, lease.orElseThrow(), request);
    }
  }

  @Override
  public Optional<Task> find(TaskId id, String owner) {
    return ready().read(connection -> find(connection, id, owner));
  }

  private Optional<Task> find(Connection connection, TaskId id, String owner) throws SQLException {
    return new Query(texts.find()).text(id.value()).owner(owner).one(connection, TaskRow::task);
  }

  @Override
  public Optional<byte[]> result(TaskId id, String owner) {
    return body(new Query(texts.result()).text(id.value()).owner(owner));
  }

  @Override
  public void keepPage(Lease lease, int number, byte[] page) {
    StoredBody body = StoredBody.of(page, limits);
    Query query =
        new Query(texts.keepPage())
            .number(number)
            .bytes(body.bytes())
            .flag(body.gzip())
            .number(body.size())
            .lease(lease);
    int _ =
        ready()
            .once(
                connection -> {
                  int kept = query.update(connection);
                  if (kept == 0) {
                    throw inputs.notHeld(connection, lease);
                  }
                  return kept;
                });
  }

  @Override
  public Optional<byte[]> page(TaskId id, String owner, int number) {
    return body(new Query(texts.page()).text(id.value()).owner(owner).number(number));
  }

  private Optional<byte[]> body(Query query) {
    return ready()
        .read(
            connection ->
                query.one(
                    connection,
                    row -> new StoredBody(row.getBytes(1), row.getBoolean(2), row.getLong(3))))
        .map(StoredBody::result);
  }

  @Override
  public TaskPage list(String owner, Optional<String> cursor, int limit) {
    TaskPage.checkLimit(limit);
    Query query =
        cursor
            .map(TaskCursor::parse)
            .map(
                after ->
                    new Query(texts.listAfter())
                        .owner(owner)
                        .time(after.created())
                        .text(after.id().value()))
            .orElseGet(() -> new Query(texts.list()).owner(owner))
            .number(limit + 1L);
    return TaskPage.of(ready().read(connection -> query.list(connection, TaskRow::task)), limit);
  }

  @Override
  public Task requestCancel(TaskId id, String owner) {
    Query query = new Query(texts.requestCancel()).text(id.value()).owner(owner);
    return ready()
        .once(
            connection -> {
              Optional<Task> changed = query.one(connection, TaskRow::task);
              return changed.isPresent() ? changed : find(connection, id, owner);
            })
        .orElseThrow(() -> TaskException.notFound(id));
  }

  @Override
  public Task cancel(TaskId id, String owner, String statusMessage) {
    Query query = end(texts.end(), Ending.cancelled(statusMessage)).text(id.value()).owner(owner);
    return ready()
        .once(
            connection -> {
              Optional<Task> ended = query.one(connection, TaskRow::task);
              if (ended.isPresent()) {
                return ended.get();
              }
              Task task = find(connection, id, owner).orElseThrow(() -> TaskException.notFound(id));
              throw TaskException.ended(id, task.state());
            });
  }

  private static Query end(String text, Ending ending) {
    StoredBody body = ending.body();
    return new Query(text)
        .text(ending.state().word())
        .text(ending.message())
        .flag(ending.error())
        .bytes(body == null ? null : body.bytes())
        .flag(body != null && body.gzip())
        .number(body == null ? 0 : body.size());
  }

  @Override
  public Answered answer(TaskId id, String owner, Map<String, String> answers) {
    limits.checkInputs(answers);
    return ready().transaction(connection -> inputs.answer(connection, id, owner, answers));
  }

  @Override
  public Optional<Claim> claim(TaskId id, String holder) {
    Lease.checkHolder(holder);
    Query query =
        new Query(texts.claimOne())
            .text(id.value())
            .number(grace())
            .text(holder)
            .number(times.lease().toMillis());
    return ready().once(connection -> query.one(connection, TaskRow::claim));
  }

  @Override
  public Optional<Claim> claimNext(String holder) {
    Lease.checkHolder(holder);
    long lease = times.lease().toMillis();
    Query free = new Query(texts.claimFree()).text(holder).number(lease);
    Query orphan = new Query(texts.claimOrphan()).number(grace()).text(holder).number(lease);
    return ready()
        .once(
            connection -> {
              Optional<Claim> claim = free.one(connection, TaskRow::claim);
              return claim.isPresent() ? claim : orphan.one(connection, TaskRow::claim);
            });
  }

  /**
   * After a time without the database all leases have run out, those of living servers too; they
   * get the time of one lease to renew them.
   *
   * @return in milliseconds
   */
  private long grace() {
    return jdbc.grace(times.lease()).toMillis();
  }

  @Override
  public List<Task> renew(Collection<Lease> leases) {
    if (leases.isEmpty()) {
      return List.of();
    }
    Query query =
        new Query(texts.renew())
            .number(times.lease().toMillis())
            .array("text", leases.stream().map(lease -> lease.id().value()).toArray())
            .array("text", leases.stream().map(Lease::holder).toArray())
            .array("bigint", leases.stream().map(Lease::token).toArray());
    return ready().once(connection -> query.list(connection, TaskRow::task));
  }

  @Override
  public Task release(Lease lease) {
    return held(new Query(texts.release()), lease);
  }

  @Override
  public Task report(Lease lease, Progress progress) {
    return held(
        new Query(texts.report())
            .decimal(progress.value())
            .decimal(progress.total())
            .text(progress.message()),
        lease);
  }

  @Override
  public Task ask(Lease lease, Map<String, String> questions) {
    if (questions.isEmpty()) {
      throw new IllegalArgumentException("there is no question");
    }
    limits.checkInputs(questions);
    return ready().transaction(connection -> inputs.ask(connection, lease, questions));
  }

  @Override
  public Map<String, String> answers(Lease lease) {
    return ready().read(connection -> inputs.answers(connection, lease));
  }

  @Override
  public Task finish(Lease lease, Outcome outcome) {
    return held(end(texts.finish(), Ending.of(outcome, limits)), lease);
  }

  private Task held(Query query, Lease lease) {
    query.lease(lease);
    return ready()
        .once(
            connection -> {
              Optional<Task> changed = query.one(connection, TaskRow::task);
              if (changed.isPresent()) {
                return changed.get();
              }
              throw inputs.notHeld(connection, lease);
            });
  }

  @Override
  public TaskWatch watch(Collection<TaskId> ids) {
    TaskWatch watch = watches.watch(ids);
    listener.wanted();
    return watch;
  }

  @Override
  public TaskWatch watchWork() {
    TaskWatch watch = watches.watchWork();
    listener.wanted();
    return watch;
  }

  private Map<TaskId, Long> versions(Collection<TaskId> ids) {
    Query query =
        new Query(texts.versions()).array("text", ids.stream().map(TaskId::value).toArray());
    var found = new HashMap<TaskId, Long>();
    var _ =
        ready()
            .read(
                connection ->
                    query.list(
                        connection,
                        row -> found.put(new TaskId(row.getString(1)), row.getLong(2))));
    return found;
  }

  @Override
  public Tidied tidy() {
    Jdbc ready = ready();
    // A database that hangs is known to hang afterwards; what hangs itself would not wait for that.
    var _ = ready.once(connection -> new Query("select 1").list(connection, _ -> true));
    long grace = grace();
    var ended = new LinkedHashMap<String, Integer>();
    ready
        .once(
            connection ->
                new Query(texts.tidyOrphans())
                    .number(grace)
                    .number(BATCH)
                    .text(LOST)
                    .list(connection, row -> row.getString(1)))
        .forEach(state -> ended.merge(state, 1, Integer::sum));
    int deleted =
        ready.once(connection -> new Query(texts.delete()).number(BATCH).update(connection));
    var _ =
        ready.once(connection -> new Query(texts.deleteTurns()).number(BATCH).update(connection));
    var _ =
        ready.once(
            connection ->
                new Query(texts.tellOfOrphans())
                    .text(texts.channel())
                    .text(Watches.WORK)
                    .number(grace)
                    .list(connection, _ -> true));
    return new Tidied(
        ended.getOrDefault("failed", 0),
        ended.getOrDefault("cancelled", 0),
        ended.getOrDefault("input_required", 0),
        deleted);
  }

  /** Most rows that one tidying ends and deletes; the next goes on. */
  private static final int BATCH = 1000;

  private Jdbc ready() {
    if (closed) {
      throw TaskException.closed();
    }
    migrations.ensure();
    return jdbc;
  }

  /** Closes what it opened itself; the pool is its owner's. */
  @Override
  public void close() {
    closed = true;
    listener.close();
    watches.close();
  }
}
