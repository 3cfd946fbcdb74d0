package dev.howdah.testing.queue;

import dev.howdah.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A queue in a test's database. Each method does what PgQueuer does at that point of a job's life,
 * {@code ago} before now: it changes the job's row and writes the log.
 *
 * <p>The connection is the caller's to close. Not thread-safe.
 */
public final class PgQueuer implements AutoCloseable {

  private final Connection connection;
  private final PgQueuerVersion version;
  private final String queue;

  private PgQueuer(Connection connection, PgQueuerVersion version, String queue) {
    this.connection = connection;
    this.version = version;
    this.queue = queue;
  }

  /**
   * Makes the tables, as the database's owner.
   *
   * @param schema where, made if missing
   * @param prefix what goes before each name, folded to lower case
   */
  public static PgQueuer install(
      TestDatabase database, PgQueuerVersion version, String schema, String prefix) {
    return install(database, version, schema, prefix, Durability.DURABLE);
  }

  /** The same with tables that a crash may empty. */
  public static PgQueuer install(
      TestDatabase database,
      PgQueuerVersion version,
      String schema,
      String prefix,
      Durability durability) {
    try {
      var connection = database.connect(database.owner());
      try (var statement = connection.createStatement()) {
        statement.execute("create schema if not exists " + schema);
        statement.execute("set search_path to " + schema);
        for (var each : new PgQueuerTables(version, prefix, durability).statements()) {
          statement.execute(each);
        }
      }
      return new PgQueuer(connection, version, schema + "." + prefix + "pgqueuer");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  public PgQueuerVersion version() {
    return version;
  }

  /** The queue's table, with its schema; {@code _log} and the like may follow. */
  public String table() {
    return queue;
  }

  /** A job that waits; it may run at once. */
  public long enqueue(String entrypoint, int priority, @Nullable String payload, Duration ago) {
    byte[] bytes = payload == null ? null : payload.getBytes(StandardCharsets.UTF_8);
    return enqueue(entrypoint, priority, bytes, null, ago, ago);
  }

  /**
   * A job that waits.
   *
   * @param headers JSON, dropped where the version has none
   * @param notBefore when it may run, before now; negative: later than now
   */
  public long enqueue(
      String entrypoint,
      int priority,
      byte @Nullable [] payload,
      @Nullable String headers,
      Duration ago,
      Duration notBefore) {
    var created = before(ago);
    long id =
        insert(
            """
            insert into %s
              (priority, created, updated, heartbeat, execute_after, status, entrypoint, payload%s)
            values (?, %s, %s, %s, %s, 'queued', ?, ?%s) returning id"""
                .formatted(
                    queue,
                    version.headers() ? ", headers" : "",
                    created,
                    created,
                    created,
                    before(notBefore),
                    version.headers() ? ", cast(? as jsonb)" : ""),
            version.headers()
                ? new @Nullable Object[] {priority, entrypoint, payload, headers}
                : new @Nullable Object[] {priority, entrypoint, payload});
    log(id, "queued", null, ago);
    return id;
  }

  /** A worker takes a job; again for one whose worker died. */
  public void claim(long job, UUID worker, Duration ago) {
    change(
        "update %s set status = 'picked', queue_manager_id = ?, updated = %s, heartbeat = %s"
            + " where id = ?",
        job, worker, ago);
    log(job, "picked", null, ago);
  }

  public void heartbeat(long job, Duration ago) {
    run("update %s set heartbeat = %s where id = ?".formatted(queue, before(ago)), job);
  }

  /** The job ends: successful, exception, canceled or deleted. */
  public void finish(long job, String status, @Nullable String traceback, Duration ago) {
    log(job, status, traceback, ago);
    run("delete from " + queue + " where id = ?", job);
  }

  /** The job fails and stays, until somebody queues it again. */
  public void hold(long job, String traceback, Duration ago) {
    run(
        "update %s set status = 'failed', queue_manager_id = null, updated = %s where id = ?"
            .formatted(queue, before(ago)),
        job);
    log(job, "failed", traceback, ago);
  }

  /**
   * The job fails and waits for its next attempt.
   *
   * @param notBefore when that is, before now; negative: later than now
   */
  public void retry(long job, String traceback, Duration ago, Duration notBefore) {
    run(
        """
        update %s set status = 'queued', queue_manager_id = null, attempts = attempts + 1,
          updated = %s, execute_after = %s where id = ?"""
            .formatted(queue, before(ago), before(notBefore)),
        job);
    log(job, "queued", traceback, ago);
  }

  /** A held job is queued again, as if it had never been tried. */
  public void requeue(long job, Duration ago) {
    run(
        """
        update %s set status = 'queued', attempts = 0, updated = %s, execute_after = %s
        where id = ? and status = 'failed'"""
            .formatted(queue, before(ago), before(ago)),
        job);
    log(job, "queued", null, ago);
  }

  /** Keeps a second job of the same key out; dropped where the version has no such keys. */
  public void dedupe(long job, String key) {
    if (version.tracebacks()) {
      run("update %s set dedupe_key = ? where id = ?".formatted(queue), key, job);
    }
  }

  /** A worker takes a schedule's turn and was last heard of then. */
  public void pickSchedule(String entrypoint, Duration ago) {
    run(
        "update %s_schedules set status = 'picked', updated = %s, heartbeat = %s where entrypoint = ?"
            .formatted(queue, before(ago), before(ago)),
        entrypoint);
  }

  /** What runs at certain times. */
  public void schedule(
      String expression, String entrypoint, @Nullable Duration lastRun, Duration next) {
    run(
        """
        insert into %s_schedules (expression, entrypoint, last_run, next_run)
        values (?, ?, %s, %s)"""
            .formatted(queue, lastRun == null ? "null" : before(lastRun), before(next)),
        expression,
        entrypoint);
  }

  /** Folds the log into the statistics, as PgQueuer does now and then; gives the rows folded. */
  public int fold() {
    return run(
        """
        with done as (
          update %1$s_log set aggregated = true where not aggregated
          returning date_trunc('sec', created at time zone 'UTC') at time zone 'UTC' as created,
            priority, status, entrypoint),
        grouped as (
          select created, count(*) as count, priority, status, entrypoint
          from done group by created, priority, status, entrypoint)
        insert into %1$s_statistics (created, count, priority, status, entrypoint)
        select created, count, priority, status, entrypoint from grouped
        on conflict (priority, date_trunc('sec', created at time zone 'UTC'), status, entrypoint)
        do update set count = %1$s_statistics.count + excluded.count"""
            .formatted(queue));
  }

  /** A traceback as PgQueuer stores it. */
  public static String traceback(long job, String type, String message, int attempt) {
    return """
    {"job_id": %d, "timestamp": "2026-05-11T08:00:00+00:00", "exception_type": "%s",
     "exception_message": "%s", "traceback": "Traceback (most recent call last):\\n  %s: %s",
     "additional_context": %s}"""
        .formatted(
            job,
            type,
            message,
            type,
            message,
            attempt == 0
                ? "null"
                : """
                {"entrypoint": "email", "queue_manager_id": null, "attempt": %d,
                 "retry_delay": 30, "reason": "exception"}"""
                    .formatted(attempt));
  }

  private void change(String statement, long job, UUID worker, Duration ago) {
    run(statement.formatted(queue, before(ago), before(ago)), worker, job);
  }

  private void log(long job, String status, @Nullable String traceback, Duration ago) {
    boolean told = version.tracebacks() && traceback != null;
    String statement =
        """
        insert into %s_log (created, job_id, status, priority, entrypoint%s)
        select %s, id, cast(? as %s_status), priority, entrypoint%s from %s where id = ?"""
            .formatted(
                queue,
                told ? ", traceback" : "",
                before(ago),
                queue,
                told ? ", cast(? as jsonb)" : "",
                queue);
    if (told) {
      run(statement, status, traceback, job);
    } else {
      run(statement, status, job);
    }
  }

  private static String before(Duration ago) {
    return "now() - interval '%d milliseconds'".formatted(ago.toMillis());
  }

  private int run(String sql, @Nullable Object... values) {
    try (var statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private long insert(String sql, @Nullable Object[] values) {
    try (var statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      try (var rows = statement.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
