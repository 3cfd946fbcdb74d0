package dev.howdah.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.howdah.task.Claim;
import dev.howdah.task.MemoryTaskStore;
import dev.howdah.task.NewTask;
import dev.howdah.task.Outcome;
import dev.howdah.task.Task;
import dev.howdah.task.TaskId;
import dev.howdah.task.TaskLimits;
import dev.howdah.task.TaskStore;
import dev.howdah.task.TaskTimes;
import dev.howdah.task.TaskWatch;
import dev.howdah.task.postgres.PostgresTaskStore;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.TestServers;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * What live tasks cost in each store, on the servers that the tests use. The arguments are numbers
 * of tasks, such as {@code 1000 10000}; each hundred has an owner of its own.
 */
public final class TaskStoreFigures {

  private static final int THREADS = 16;
  private static final int TASKS_OF_ONE = 100;
  private static final byte[] RESULT = "{\"rows\":[]}".repeat(100).getBytes(UTF_8);

  private final PrintStream out;

  private TaskStoreFigures(PrintStream out) {
    this.out = out;
  }

  /** Prints a line for each store and number of tasks. */
  public static void main(String[] arguments) throws Exception {
    var figures = new TaskStoreFigures(System.out);
    try (var servers = new TestServers(System.getenv());
        var database = TestDatabase.create(servers.postgres(18), TaskStoreFigures.class);
        var pool = pool(database)) {
      for (int tasks : Arrays.stream(arguments).mapToInt(Integer::parseInt).toArray()) {
        try (var memory =
            new MemoryTaskStore(
                TaskTimes.standard(), TaskLimits.standard(), InstantSource.system())) {
          figures.live("memory", memory, tasks);
        }
        database.run("drop schema if exists howdah cascade");
        try (var postgres =
            new PostgresTaskStore(
                pool,
                () -> database.connect(database.owner()),
                PostgresTaskStore.SCHEMA,
                TaskTimes.standard(),
                TaskLimits.standard())) {
          figures.live("PostgreSQL 18", postgres, tasks);
          figures.out.printf(
              "%-14s %6d tasks: %s bytes each on disk, with their results%n",
              "PostgreSQL 18",
              tasks,
              database.ask("select pg_total_relation_size('howdah.task') / " + tasks));
        }
      }
    }
  }

  private static AgroalDataSource pool(TestDatabase database) throws Exception {
    return AgroalDataSource.from(
        new AgroalDataSourceConfigurationSupplier()
            .connectionPoolConfiguration(
                all ->
                    all.maxSize(THREADS)
                        .connectionFactoryConfiguration(
                            one ->
                                one.jdbcUrl(database.jdbcUrl())
                                    .principal(new NamePrincipal(database.owner().user()))
                                    .credential(new SimplePassword(database.owner().password())))));
  }

  private void live(String name, TaskStore store, int tasks) throws Exception {
    if (store.find(TaskId.random(), "nobody").isPresent()) {
      throw new IllegalStateException("a store that is not new");
    }
    List<Integer> numbers = IntStream.range(0, tasks).boxed().toList();
    long before = used();
    Queue<Claim> made = new ConcurrentLinkedQueue<>();
    double created =
        seconds(numbers, i -> made.add(store.create(task("owner " + i / TASKS_OF_ONE), "figures")));
    List<Claim> claims = List.copyOf(made);
    double found = seconds(claims, claim -> find(store, claim.task()));
    Queue<TaskWatch> watches = new ConcurrentLinkedQueue<>();
    double watched = seconds(claims, claim -> watches.add(store.watch(List.of(claim.task().id()))));
    long bytes = (used() - before) / tasks;
    double renewed =
        seconds(List.of(claims), all -> store.renew(all.stream().map(Claim::lease).toList()));
    List<Claim> half = claims.subList(0, tasks / 2);
    double cancelled = seconds(half, claim -> cancel(store, claim.task()));
    List<Claim> rest = claims.subList(tasks / 2, tasks);
    double finished =
        seconds(
            rest, claim -> store.finish(claim.lease(), new Outcome.Completed(false, RESULT, null)));
    watches.forEach(TaskWatch::close);
    out.printf(
        "%-14s %6d tasks: create %.0f/s, find %.0f/s, watch %.0f/s, cancel %.0f/s, finish %.0f/s,"
            + " renew all %.0f ms, %d bytes each here%n",
        name,
        tasks,
        tasks / created,
        tasks / found,
        tasks / watched,
        half.size() / cancelled,
        rest.size() / finished,
        renewed * 1e3,
        bytes);
  }

  private static NewTask task(String owner) {
    return NewTask.of(owner, "tools/call query", "{\"sql\":\"%s\"}".formatted("x".repeat(500)));
  }

  private static void find(TaskStore store, Task task) {
    if (store.find(task.id(), task.owner()).isEmpty()) {
      throw new IllegalStateException("lost " + task.id());
    }
  }

  private static void cancel(TaskStore store, Task task) {
    Task cancelled = store.cancel(task.id(), task.owner(), "Enough.");
    if (!cancelled.terminal()) {
      throw new IllegalStateException("not cancelled: " + cancelled);
    }
  }

  private static <T> double seconds(List<T> all, Consumer<T> each) throws Exception {
    long begin = System.nanoTime();
    try (var threads = Executors.newFixedThreadPool(THREADS)) {
      var results = all.stream().map(one -> threads.submit(() -> each.accept(one))).toList();
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
