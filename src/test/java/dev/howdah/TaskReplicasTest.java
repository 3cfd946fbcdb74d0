package dev.howdah;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.task.TaskStore;
import dev.howdah.task.queue.Eventually;
import dev.howdah.testing.Login;
import dev.howdah.testing.NeedsRabbitmq;
import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.RabbitmqServer;
import dev.howdah.testing.Replica;
import dev.howdah.testing.TestDatabase;
import dev.howdah.tool.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Three servers, one database, one broker: tasks are lost to nobody, and nothing happens twice. */
@OnPostgres
@NeedsRabbitmq
@Timeout(300)
final class TaskReplicasTest {

  private static final int TASKS = 1_000;
  private static final int PLACES = 4;

  /** Each of so many asks before it writes. */
  private static final int ONE_WRITES = 20;

  private final TestDatabase database;
  private final RabbitmqServer broker;
  private final String prefix = "test-" + UUID.randomUUID().toString().substring(0, 8) + ":";

  TaskReplicasTest(TestDatabase database, RabbitmqServer broker) {
    this.database = database;
    this.broker = broker;
  }

  @BeforeEach
  void tables() {
    database.run(keeper(), "drop schema if exists howdah cascade");
    database.run(
        """
        drop schema public cascade;
        create schema public;
        create table written (n integer);
        create function rest(seconds double precision) returns integer language plpgsql as
          $$ begin perform pg_sleep(seconds); return 1; end $$""");
  }

  @AfterEach
  void queues() throws Exception {
    Brokers.delete(broker, prefix);
  }

  /** Who keeps the tasks: not whom agents' statements run as. */
  private Login keeper() {
    return database.superuser();
  }

  private Map<String, String> settings() {
    var settings = new HashMap<String, String>();
    settings.put("DATABASE_URL", database.dsn(database.owner()));
    settings.put("HOWDAH_DATABASE_READ_ONLY", "false");
    settings.put("HOWDAH_ACCESS_ALLOWED_FUNCTIONS", "public.rest(double precision)");
    settings.put("HOWDAH_QUERY_CONFIRM_WRITES", "true");
    settings.put("HOWDAH_TASKS_STORE", "postgres");
    settings.put("HOWDAH_TASKS_DSN", database.dsn(keeper()));
    settings.put("HOWDAH_TASKS_BROKER", broker.uri().toString());
    settings.put("HOWDAH_TASKS_BROKER_PREFIX", prefix);
    settings.put("HOWDAH_TASKS_MAX_OPEN", "2000");
    settings.put("HOWDAH_TASKS_LEASE", "6s");
    settings.put("HOWDAH_TASKS_CONCURRENCY", "" + PLACES);
    settings.put("HOWDAH_DATABASE_STATEMENT_TIMEOUT", "5m");
    return settings;
  }

  private String begin(Replica replica, int number, String seconds) {
    if (number % ONE_WRITES > 0) {
      return replica.begin("query", resting(number, seconds));
    }
    ObjectNode arguments = Json.object().put("sql", "insert into written values ($1)");
    arguments.putArray("params").add(number);
    return replica.begin("execute", arguments);
  }

  private static ObjectNode resting(int number, String seconds) {
    ObjectNode arguments = Json.object().put("sql", "select $1::int as n, rest(" + seconds + ")");
    arguments.putArray("params").add(number);
    return arguments;
  }

  /** A server that has begun to work: its first statements take the longest. */
  private static Replica working(Map<String, String> settings) throws InterruptedException {
    Replica replica = Replica.start(settings);
    try (var threads = Executors.newFixedThreadPool(PLACES)) {
      Callable<Boolean> works =
          () -> {
            ObjectNode params = Json.object().put("name", "query");
            params.set("arguments", resting(0, "0.1"));
            return replica.ask("tools/call", params).at("/structuredContent/rows/0/n").isInt();
          };
      Eventually.is(
          () -> {
            try {
              return threads.invokeAll(Collections.nCopies(PLACES, works)).stream()
                  .allMatch(TaskReplicasTest::isTrue);
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          });
    }
    return replica;
  }

  private static boolean isTrue(Future<Boolean> answer) {
    try {
      return answer.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String status(JsonNode task) {
    return task.path("status").stringValue("");
  }

  private static boolean ended(JsonNode task) {
    return List.of("completed", "failed", "cancelled").contains(status(task));
  }

  /** Looks at a task through one server until it has ended, and answers through another. */
  private static JsonNode follow(String task, Replica looks, Replica answers)
      throws InterruptedException {
    return Eventually.get(
        () -> {
          JsonNode now = looks.get(task);
          if (status(now).equals("input_required")) {
            answers.approve(task);
          }
          return ended(now) ? Optional.of(now) : Optional.empty();
        });
  }

  private int completed() {
    return count("state = 'completed'");
  }

  @Test
  void nothingIsLostAndNothingDoneTwiceWhenAServerIsKilled() throws Exception {
    Map<String, String> settings = settings();
    settings.put("HOWDAH_TASKS_RESTART_READS", "true");
    Map<Integer, String> tasks = new LinkedHashMap<>();
    Map<Integer, JsonNode> ended = new ConcurrentHashMap<>();
    try (Replica first = working(settings);
        Replica second = working(settings);
        Replica third = working(settings);
        var threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < TASKS; i++) {
        tasks.put(i, begin(first, i, "0.1"));
      }
      List<Future<JsonNode>> writes = new ArrayList<>();
      for (int i = 0; i < TASKS; i += ONE_WRITES) {
        String task = Objects.requireNonNull(tasks.get(i));
        writes.add(threads.submit(() -> follow(task, second, third)));
      }
      Eventually.is(() -> completed() >= TASKS / 2);
      assertThat(completed()).as("ended before the kill").isLessThan(TASKS);
      first.kill();

      List<Callable<JsonNode>> looks = new ArrayList<>();
      tasks.forEach(
          (number, task) ->
              looks.add(
                  () -> {
                    JsonNode found = follow(task, second, third);
                    ended.put(number, found);
                    return found;
                  }));
      for (Future<JsonNode> each : threads.invokeAll(looks)) {
        assertThat(each.get()).isNotNull();
      }
      for (Future<JsonNode> each : writes) {
        assertThat(ended(each.get())).isTrue();
      }
    }
    assertThat(ended).hasSize(TASKS);
    ended.forEach(
        (number, task) -> {
          if (number % ONE_WRITES == 0) {
            assertWritten(number, task);
          } else {
            assertThat(status(task)).as("%d: %s", number, task).isEqualTo("completed");
            assertThat(task.at("/result/structuredContent/rows/0/n").intValue(-1))
                .as("%s", task)
                .isEqualTo(number);
          }
        });
    assertThat(database.ask("select count(*) - count(distinct n) from written")).isEqualTo("0");
  }

  /** A write that was done is there; one whose server was killed says so, and may be there. */
  private void assertWritten(int number, JsonNode task) {
    if (status(task).equals("failed")) {
      assertThat(task.at("/error/message").stringValue("")).isEqualTo(TaskStore.LOST);
      return;
    }
    assertThat(status(task)).as("%d: %s", number, task).isEqualTo("completed");
    assertThat(task.at("/result/isError").booleanValue(false)).as("%s", task).isFalse();
    assertThat(database.ask("select count(*) from written where n = " + number)).isEqualTo("1");
  }

  @Test
  void withoutLeaveToBeginAgainReadsOfAKilledServerHaveFailed() throws Exception {
    Map<String, String> settings = settings();
    List<String> tasks = new ArrayList<>();
    try (Replica first = working(settings);
        Replica second = working(settings)) {
      // The first one runs some of them, and would for long.
      for (int i = 1; i <= 3 * PLACES; i++) {
        tasks.add(begin(first, i, "120"));
      }
      Eventually.is(() -> count("holder is not null") == 2 * PLACES);
      first.kill();

      Eventually.is(() -> count("state = 'failed'") == PLACES);
      assertThat(
              database.ask(
                  keeper(),
                  "select distinct status_message from howdah.task where state = 'failed'"))
          .isEqualTo(TaskStore.LOST);
      // What was not begun is still there for the other.
      assertThat(count("state = 'working'")).isEqualTo(2 * PLACES);
      assertThat(tasks).allMatch(task -> !second.get(task).isEmpty());
    }
  }

  private int count(String which) {
    return Integer.parseInt(
        String.valueOf(database.ask(keeper(), "select count(*) from howdah.task where " + which)));
  }
}
