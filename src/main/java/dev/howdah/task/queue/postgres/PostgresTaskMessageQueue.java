package dev.howdah.task.queue.postgres;

import dev.howdah.task.queue.Callback;
import dev.howdah.task.queue.Delivery;
import dev.howdah.task.queue.Registration;
import dev.howdah.task.queue.TaskMessage;
import dev.howdah.task.queue.TaskMessageJson;
import dev.howdah.task.queue.TaskMessageQueue;
import dev.howdah.task.queue.TaskQueueException;
import dev.howdah.task.queue.TaskQueueException.Reason;
import dev.howdah.task.queue.TaskQueueLimits;
import dev.howdah.task.queue.TaskTtl;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/**
 * Messages in a table of PostgreSQL, for every process that has the database. A message that was
 * taken is leased; who dies with it loses the lease, and the next one gets it.
 */
public final class PostgresTaskMessageQueue implements TaskMessageQueue {

  private static final Duration LONGEST_TTL = Duration.ofDays(3650);
  private static final Duration BETWEEN_SWEEPS = Duration.ofSeconds(30);

  /** Somebody who may create operators elsewhere cannot get into this path. */
  private static final String OWN_PATH = "set local search_path = pg_catalog, pg_temp";

  private final DataSource source;
  private final PostgresQueueSettings settings;
  private final TaskTtl ttl;
  private final Statements statements;
  private final String channel;
  private final Waiting waiting;
  private final Listener listener;
  private final AtomicLong lastSweep = new AtomicLong(System.nanoTime() - BETWEEN_SWEEPS.toNanos());
  private volatile boolean closed;

  /** Connects to nothing yet; {@link #create} makes the table. */
  public PostgresTaskMessageQueue(
      DataSource source, ListenConnections listening, PostgresQueueSettings settings, TaskTtl ttl) {
    this.source = source;
    this.settings = settings;
    this.ttl = ttl;
    this.statements = Statements.in(settings.schema());
    this.channel = settings.schema() + "_task_message";
    this.waiting = new Waiting(settings.queue());
    this.listener = new Listener(listening, channel, waiting, settings.look());
  }

  /** Makes the schema and the table if they are not there; several processes may do so at once. */
  public void create() {
    inTransaction(
        connection -> {
          try (var statement = connection.createStatement()) {
            // "If not exists" alone can collide with another session that makes the same.
            statement.execute("select pg_advisory_xact_lock(8023459081264)");
            statement.execute(statements.create());
          }
          return true;
        });
  }

  @Override
  public void enqueue(String taskId, TaskMessage message) {
    TaskQueueLimits.requireTaskId(taskId);
    String body = settings.limits().checked(message);
    Duration lifetime = ttl.of(taskId);
    long millis =
        lifetime.compareTo(LONGEST_TTL) > 0 ? LONGEST_TTL.toMillis() : lifetime.toMillis();
    boolean there =
        inTransaction(
            connection -> {
              query(connection, statements.lock(), settings.queue(), taskId);
              boolean inserted =
                  any(
                      connection,
                      statements.insert(),
                      settings.queue(),
                      taskId,
                      message.id(),
                      body,
                      millis,
                      settings.limits().maxMessages());
              if (inserted) {
                tell(connection, taskId);
              }
              return inserted;
            });
    if (!there) {
      throw settings.limits().full();
    }
    sweep();
  }

  @Override
  public Optional<Delivery> dequeue(String taskId) {
    var token = UUID.randomUUID();
    return inTransaction(
        connection -> {
          try (PreparedStatement statement =
                  prepare(
                      connection,
                      statements.take(),
                      token,
                      settings.lease().toMillis(),
                      settings.queue(),
                      TaskQueueLimits.requireTaskId(taskId));
              ResultSet rows = statement.executeQuery()) {
            return rows.next()
                ? Optional.of(
                    new Taken(
                        taskId,
                        rows.getLong("position"),
                        token,
                        message(rows),
                        rows.getInt("deliveries") > 1))
                : Optional.empty();
          }
        });
  }

  @Override
  public Optional<TaskMessage> peek(String taskId) {
    return inTransaction(
        connection -> {
          try (PreparedStatement statement =
                  prepare(
                      connection,
                      statements.first(),
                      settings.queue(),
                      TaskQueueLimits.requireTaskId(taskId));
              ResultSet rows = statement.executeQuery()) {
            return rows.next() && !rows.getBoolean("taken")
                ? Optional.of(message(rows))
                : Optional.empty();
          }
        });
  }

  @Override
  public boolean isEmpty(String taskId) {
    return inTransaction(
        connection -> {
          try (PreparedStatement statement =
                  prepare(
                      connection,
                      statements.exists(),
                      settings.queue(),
                      TaskQueueLimits.requireTaskId(taskId));
              ResultSet rows = statement.executeQuery()) {
            return rows.next() && !rows.getBoolean(1);
          }
        });
  }

  @Override
  public List<TaskMessage> clear(String taskId) {
    return inTransaction(
        connection -> {
          try (PreparedStatement statement =
                  prepare(
                      connection,
                      statements.clear(),
                      settings.queue(),
                      TaskQueueLimits.requireTaskId(taskId));
              ResultSet rows = statement.executeQuery()) {
            var rest = new ArrayList<TaskMessage>();
            while (rows.next()) {
              rest.add(message(rows));
            }
            return rest;
          }
        });
  }

  @Override
  public Registration onMessage(String taskId, Runnable action) {
    requireOpen();
    var callback = new Callback(action);
    Registration registration = waiting.add(TaskQueueLimits.requireTaskId(taskId), callback);
    listener.wanted();
    callback.tell();
    return registration;
  }

  @Override
  public void close() {
    closed = true;
    listener.close();
    waiting.tellAll();
  }

  /** Removes expired messages, now and then, and never fails because of it. */
  private void sweep() {
    long last = lastSweep.get();
    long now = System.nanoTime();
    if (now - last > BETWEEN_SWEEPS.toNanos() && lastSweep.compareAndSet(last, now)) {
      sweepNow();
    }
  }

  /** Removes up to a thousand expired messages. */
  int sweepNow() {
    return inTransaction(
        connection -> {
          try (PreparedStatement statement = prepare(connection, statements.expire())) {
            return statement.executeUpdate();
          }
        });
  }

  private void tell(Connection connection, String taskId) throws SQLException {
    query(connection, "select pg_notify(?, ?)", channel, waiting.mark(taskId));
  }

  private static TaskMessage message(ResultSet rows) throws SQLException {
    return TaskMessageJson.read(rows.getString("message_id"), rows.getString("body"));
  }

  /** Something done on one connection. */
  @FunctionalInterface
  private interface Doing<T> {
    T on(Connection connection) throws SQLException;
  }

  private <T> T inTransaction(Doing<T> doing) {
    requireOpen();
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      boolean well = false;
      try {
        try (var statement = connection.createStatement()) {
          statement.execute(OWN_PATH);
        }
        T result = doing.on(connection);
        connection.commit();
        well = true;
        return result;
      } finally {
        if (!connection.isClosed()) {
          if (!well) {
            connection.rollback();
          }
          connection.setAutoCommit(true);
        }
      }
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new TaskQueueException(Reason.CLOSED, "the task queue was closed");
    }
  }

  private static TaskQueueException unavailable(SQLException e) {
    String state = Optional.ofNullable(e.getSQLState()).orElse("unknown");
    return state.startsWith("28") || state.startsWith("42") || state.startsWith("3D")
        ? new TaskQueueException(
            Reason.REFUSED, "the database of the task queue refused, SQLSTATE " + state, e)
        : new TaskQueueException(
            Reason.UNAVAILABLE,
            "the database of the task queue does not answer, SQLSTATE " + state,
            e);
  }

  private static void query(Connection connection, String sql, Object... values)
      throws SQLException {
    any(connection, sql, values);
  }

  private static boolean any(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, values);
        ResultSet rows = statement.executeQuery()) {
      return rows.next();
    }
  }

  // The caller closes it.
  private static PreparedStatement prepare(Connection connection, String sql, Object... values)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  private final class Taken implements Delivery {
    private final String taskId;
    private final long position;
    private final UUID token;
    private final TaskMessage message;
    private final boolean redelivered;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile boolean result;

    Taken(String taskId, long position, UUID token, TaskMessage message, boolean redelivered) {
      this.taskId = taskId;
      this.position = position;
      this.token = token;
      this.message = message;
      this.redelivered = redelivered;
    }

    @Override
    public TaskMessage message() {
      return message;
    }

    @Override
    public boolean redelivered() {
      return redelivered;
    }

    @Override
    public boolean acknowledge() {
      if (!over.getAndSet(true)) {
        result = end(statements.acknowledge());
      }
      return result;
    }

    @Override
    public void close() {
      if (!over.getAndSet(true)) {
        try {
          end(statements.giveBack());
        } catch (TaskQueueException e) {
          // Then the lease runs out.
          result = false;
        }
      }
    }

    /** Tells the others too: the next message, or this one again, can be taken now. */
    private boolean end(String sql) {
      return inTransaction(
          connection -> {
            try (PreparedStatement statement = prepare(connection, sql, position, token)) {
              boolean ours = statement.executeUpdate() > 0;
              tell(connection, taskId);
              return ours;
            }
          });
    }
  }
}
