package dev.howdah.bench;

import dev.howdah.task.queue.Delivery;
import dev.howdah.task.queue.MemoryTaskMessageQueue;
import dev.howdah.task.queue.TaskMessage;
import dev.howdah.task.queue.TaskMessageQueue;
import dev.howdah.task.queue.TaskQueueLimits;
import dev.howdah.task.queue.postgres.PostgresQueueSettings;
import dev.howdah.task.queue.postgres.PostgresTaskMessageQueue;
import dev.howdah.task.queue.rabbit.QueueType;
import dev.howdah.task.queue.rabbit.RabbitmqSettings;
import dev.howdah.task.queue.rabbit.RabbitmqTaskMessageQueue;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.TestServers;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * How long task messages take in each store, on the servers that the tests use. The arguments are
 * the number of single operations and the numbers of live tasks, such as {@code 1000 1000 10000}.
 */
public final class TaskQueueFigures {

  private static final Duration TTL = Duration.ofMinutes(30);
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final int WRITERS = 16;

  private final PrintStream out;
  private final int operations;

  private TaskQueueFigures(PrintStream out, int operations) {
    this.out = out;
    this.operations = operations;
  }

  /** Prints a line for each store. */
  public static void main(String[] arguments) throws Exception {
    List<Integer> numbers = Arrays.stream(arguments).map(Integer::valueOf).toList();
    var figures = new TaskQueueFigures(System.out, numbers.getFirst());
    List<Integer> live = numbers.subList(1, numbers.size());
    try (var servers = new TestServers(System.getenv());
        var database = TestDatabase.create(servers.postgres(18), TaskQueueFigures.class);
        var pool = pool(database)) {
      figures.store(
          "memory",
          live,
          shared(new MemoryTaskMessageQueue(limits(), _ -> TTL, InstantSource.system())));
      figures.store("PostgreSQL 18", live, () -> postgres(database, pool));
      for (int major : List.of(3, 4)) {
        var settings =
            RabbitmqSettings.at(servers.rabbitmq(major).uri())
                .withLimits(limits())
                .withOperationTimeout(LONG)
                .withPrefix("figures-%d:".formatted(System.nanoTime()));
        figures.store(
            "RabbitMQ " + major, live, () -> new RabbitmqTaskMessageQueue(settings, _ -> TTL));
        figures.store(
            "RabbitMQ " + major + ", quorum",
            List.of(),
            () -> new RabbitmqTaskMessageQueue(settings.withQueueType(QueueType.QUORUM), _ -> TTL));
      }
    }
  }

  private static TaskQueueLimits limits() {
    return new TaskQueueLimits(100, 1 << 20, 20_000);
  }

  private static Supplier<TaskMessageQueue> shared(TaskMessageQueue queue) {
    return () -> queue;
  }

  private static AgroalDataSource pool(TestDatabase database) throws Exception {
    return AgroalDataSource.from(
        new AgroalDataSourceConfigurationSupplier()
            .connectionPoolConfiguration(
                all ->
                    all.maxSize(WRITERS)
                        .connectionFactoryConfiguration(
                            one ->
                                one.jdbcUrl(database.jdbcUrl())
                                    .principal(new NamePrincipal(database.owner().user()))
                                    .credential(new SimplePassword(database.owner().password())))));
  }

  private static TaskMessageQueue postgres(TestDatabase database, AgroalDataSource pool) {
    var queue =
        new PostgresTaskMessageQueue(
            pool,
            () -> database.connect(database.owner()),
            PostgresQueueSettings.defaults().withLimits(limits()),
            _ -> TTL);
    queue.create();
    return queue;
  }

  private void store(String name, List<Integer> live, Supplier<TaskMessageQueue> open)
      throws Exception {
    try (var one = open.get();
        var other = open.get()) {
      String task = UUID.randomUUID().toString();
      for (int i = 0; i < operations; i++) {
        one.enqueue(task, message());
        take(other, task);
      }
      times(name, "enqueue", () -> one.enqueue(task, message()), () -> take(one, task));
      times(
          name,
          "dequeue and acknowledge",
          () -> take(one, task),
          () -> one.enqueue(task, message()));
      wakeUp(name, one, other);
      for (int tasks : live) {
        live(name, one, tasks);
      }
    }
  }

  private static TaskMessage message() {
    return TaskMessage.of(
        TaskMessage.Type.REQUEST,
        "{\"jsonrpc\":\"2.0\",\"method\":\"elicitation/create\",\"params\":{\"message\":\"%s\"}}"
            .formatted("x".repeat(500)),
        Instant.now(),
        null);
  }

  private static void take(TaskMessageQueue queue, String task) {
    try (Delivery delivery = queue.dequeue(task).orElse(null)) {
      if (delivery != null) {
        delivery.acknowledge();
      }
    }
  }

  private void times(String name, String what, Runnable timed, Runnable between) {
    // Each needs what the other leaves: something there, or room.
    between.run();
    long[] nanos = new long[operations];
    for (int i = 0; i < operations; i++) {
      long begin = System.nanoTime();
      timed.run();
      nanos[i] = System.nanoTime() - begin;
      between.run();
    }
    print(name, what, nanos);
  }

  private void print(String name, String what, long[] nanos) {
    Arrays.sort(nanos);
    out.printf(
        "%-20s %-24s p50 %6.2f ms  p99 %6.2f ms%n",
        name, what, nanos[nanos.length / 2] / 1e6, nanos[nanos.length * 99 / 100] / 1e6);
  }

  /** From before the message is sent to when who waits on another connection knows of it. */
  private void wakeUp(String name, TaskMessageQueue one, TaskMessageQueue other) throws Exception {
    String task = UUID.randomUUID().toString();
    var woken = new SynchronousQueue<Long>();
    long[] nanos = new long[operations];
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        var _ = other.onMessage(task, () -> {})) {
      for (int i = 0; i < operations; i++) {
        var waiter =
            threads.submit(
                () -> {
                  other.waitForMessage(task, LONG);
                  long now = System.nanoTime();
                  take(other, task);
                  woken.put(now);
                  return true;
                });
        Thread.sleep(2);
        long begin = System.nanoTime();
        one.enqueue(task, message());
        nanos[i] = woken.take() - begin;
        waiter.get();
      }
    }
    print(name, "wake-up elsewhere", nanos);
  }

  /** Tasks that each have one message, and then somebody who waits. */
  private void live(String name, TaskMessageQueue queue, int tasks) throws Exception {
    List<String> ids =
        IntStream.range(0, tasks).mapToObj(_ -> UUID.randomUUID().toString()).toList();
    double enqueued = seconds(ids, id -> queue.enqueue(id, message()));
    long before = used();
    var waiting = new ConcurrentLinkedQueue<AutoCloseable>();
    double waited = seconds(ids, id -> waiting.add(queue.onMessage(id, () -> {})));
    long bytes = (used() - before) / tasks;
    double taken = seconds(ids, id -> take(queue, id));
    for (var each : waiting) {
      each.close();
    }
    double cleared = seconds(ids, queue::clear);
    out.printf(
        "%-20s %6d tasks: first message %.0f/s, begin to wait %.0f/s (%d bytes each here),"
            + " take %.0f/s, clear %.0f/s%n",
        name, tasks, tasks / enqueued, tasks / waited, bytes, tasks / taken, tasks / cleared);
  }

  private static double seconds(List<String> ids, Consumer<String> each) throws Exception {
    long begin = System.nanoTime();
    try (var threads = Executors.newFixedThreadPool(WRITERS)) {
      var results = ids.stream().map(id -> threads.submit(() -> each.accept(id))).toList();
      for (var result : results) {
        result.get();
      }
    }
    return (System.nanoTime() - begin) / 1e9;
  }

  private static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
