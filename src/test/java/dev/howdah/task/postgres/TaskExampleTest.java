package dev.howdah.task.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

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
import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** The example of {@code docs/tasks.md}. */
@OnPostgres
class TaskExampleTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  @Test
  void theExampleRuns(TestDatabase database) {
    var source = new PGSimpleDataSource();
    source.setUrl(database.jdbcUrl());
    source.setUser(database.owner().user());
    source.setPassword(database.owner().password());

    assertThat(
            example(
                source, database.jdbcUrl(), database.owner().user(), database.owner().password()))
        .isEqualTo("completed {\"rows\":7}");
  }

  @Test
  void thePageShowsTheExample() throws IOException {
    assertThat(squeezed("docs/tasks.md"))
        .contains(
            between(
                squeezed("src/test/java/dev/howdah/task/postgres/TaskExampleTest.java"),
                "try (TaskStore store",
                "// End of the example"));
  }

  private static String between(String text, String start, String end) {
    int from = text.lastIndexOf(start);
    String tail = text.substring(from, text.lastIndexOf(end)).strip();
    return tail.substring(0, tail.lastIndexOf('}')).strip();
  }

  private static String squeezed(String file) throws IOException {
    return Files.readAllLines(Path.of(file)).stream().map(String::strip).collect(joining(" "));
  }

  private static String example(DataSource pool, String url, String user, String password) {
    try (TaskStore store =
            new PostgresTaskStore(
                pool,
                () -> DriverManager.getConnection(url, user, password),
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

  // End of the example.
}
