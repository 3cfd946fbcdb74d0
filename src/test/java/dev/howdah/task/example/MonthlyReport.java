package dev.howdah.task.example;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.howdah.task.Caretaker;
import dev.howdah.task.Claim;
import dev.howdah.task.Lease;
import dev.howdah.task.NewTask;
import dev.howdah.task.Outcome;
import dev.howdah.task.Progress;
import dev.howdah.task.Task;
import dev.howdah.task.TaskId;
import dev.howdah.task.TaskLimits;
import dev.howdah.task.TaskStore;
import dev.howdah.task.TaskTimes;
import dev.howdah.task.postgres.PostgresTaskStore;
import java.time.Duration;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;

/** One task, from its beginning to its result. */
final class MonthlyReport {

  private static final Duration SOON = Duration.ofSeconds(10);

  private MonthlyReport() {}

  /** With a database such as {@code jdbc:postgresql://host/tasks}. */
  static String run(String url, String user, String password) {
    var pool = new PGSimpleDataSource(); // better one that keeps connections
    pool.setUrl(url);
    pool.setUser(user);
    pool.setPassword(password);
    try (TaskStore store =
            new PostgresTaskStore(
                pool,
                pool::getConnection,
                PostgresTaskStore.SCHEMA,
                TaskTimes.standard(),
                TaskLimits.standard());
        Caretaker _ = Caretaker.start(store, Duration.ofSeconds(10))) {

      Claim claim = store.create(NewTask.of("alice", "report", "{\"month\":11}"), "server-1");
      TaskId id = claim.task().id(); // the client may hear of it now

      Lease lease = claim.lease();
      store.report(lease, new Progress(1, 3.0, "1 of 3 tables"));
      store.renew(List.of(lease)); // every ten seconds; stop when the task is missing
      store.finish(lease, new Outcome.Completed(false, "{\"rows\":7}".getBytes(UTF_8), "7 rows"));

      Task task = store.await(id, "alice", claim.task().version(), SOON).orElseThrow();
      String result = new String(store.result(id, "alice").orElseThrow(), UTF_8);
      return task.state().word() + " " + result;
    }
  }
}
