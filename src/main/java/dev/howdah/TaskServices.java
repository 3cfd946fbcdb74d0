package dev.howdah;

import dev.howdah.config.Secret;
import dev.howdah.db.ConnectionSettings;
import dev.howdah.db.OwnPool;
import dev.howdah.mcp.TaskSettings;
import dev.howdah.mcp.Tasks;
import dev.howdah.task.MemoryTaskStore;
import dev.howdah.task.TaskStore;
import dev.howdah.task.postgres.PostgresTaskStore;
import dev.howdah.task.queue.rabbit.QueueType;
import dev.howdah.task.queue.rabbit.RabbitmqSettings;
import dev.howdah.task.queue.rabbit.RabbitmqTaskDispatcher;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What tasks need, wired together: where they are kept, and what hands them to servers. */
final class TaskServices implements AutoCloseable {

  private static final int CONNECTIONS = 8;

  /** A client does not wait for this, but its task does. */
  private static final Duration TO_HAND_OUT = Duration.ofSeconds(5);

  private final @Nullable OwnPool pool;
  private final @Nullable Tasks tasks;

  /**
   * Connects to nothing yet.
   *
   * @param stdio whether the process has one client
   */
  TaskServices(TaskSettings settings, InstantSource clock, boolean stdio) {
    this.pool = pool(settings);
    this.tasks =
        settings.enabled()
            ? new Tasks(
                store(settings, pool, clock),
                dispatcher(settings),
                settings,
                clock,
                // A store in a database has the tasks of other processes' clients, too.
                stdio && pool == null)
            : null;
  }

  /** The tasks, which the server that gets them closes; null where there are none. */
  @Nullable Tasks tasks() {
    return tasks;
  }

  /** What {@code server_info} says of them. */
  Optional<String> feature() {
    return tasks == null
        ? Optional.empty()
        : Optional.of(pool == null ? "tasks (not durable)" : "tasks");
  }

  /** Where its own database is; null when it has none. */
  static @Nullable ConnectionSettings database(TaskSettings settings) {
    Secret dsn = settings.dsn();
    return settings.enabled() && settings.store() == TaskSettings.Store.POSTGRES && dsn != null
        ? ConnectionSettings.of(dsn.reveal(), Map.of())
        : null;
  }

  private static @Nullable OwnPool pool(TaskSettings settings) {
    ConnectionSettings database = database(settings);
    return database == null ? null : new OwnPool(database, CONNECTIONS);
  }

  private static TaskStore store(
      TaskSettings settings, @Nullable OwnPool pool, InstantSource clock) {
    if (pool != null) {
      return new PostgresTaskStore(
          pool.source(), pool::open, PostgresTaskStore.SCHEMA, settings.times(), settings.limits());
    }
    return new MemoryTaskStore(settings.times(), settings.limits(), clock);
  }

  /** Over the broker, to which nothing connects yet; null when there is none. */
  static @Nullable RabbitmqTaskDispatcher dispatcher(TaskSettings settings) {
    Secret broker = settings.broker();
    if (broker == null) {
      return null;
    }
    return new RabbitmqTaskDispatcher(
        RabbitmqSettings.at(URI.create(broker.reveal()))
            .withPrefix(settings.brokerPrefix())
            .withDispatchType(
                switch (settings.brokerQueueType()) {
                  case QUORUM -> QueueType.QUORUM;
                  case CLASSIC -> QueueType.CLASSIC;
                })
            .withOperationTimeout(TO_HAND_OUT));
  }

  /** To be closed after the server: what its tasks came to is kept until then. */
  @Override
  public void close() {
    if (pool != null) {
      pool.close();
    }
  }
}
