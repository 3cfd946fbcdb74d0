package dev.howdah;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.task.TaskId;
import dev.howdah.task.TaskStore;
import dev.howdah.task.queue.Eventually;
import dev.howdah.testing.Login;
import dev.howdah.testing.NeedsRabbitmq;
import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.RabbitmqServer;
import dev.howdah.testing.Replica;
import dev.howdah.testing.TestDatabase;
import dev.howdah.tool.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Three servers, one database, one broker, three callers: tasks are lost to nobody, nothing happens
 * twice, and nobody gets what is another's. Who calls is told by {@link CallersMain}.
 */
@OnPostgres
@NeedsRabbitmq
@Timeout(900)
final class TaskReplicasTest {

  private static final int TASKS = 1_000;
  private static final int PLACES = 4;
  private static final List<String> CALLERS = List.of("ann", "ben", "cleo");

  /** Until a test lets go of this lock, those wait that are to rest for no time. */
  private static final int GATE = 42;

  /** The last of these, which read, go on until a server is killed. */
  private static final int WAITING = PLACES;

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
        create table written (n integer, whose text);
        create function rest(seconds double precision) returns integer language plpgsql as
          $$ begin
            if seconds > 0 then perform pg_sleep(seconds);
            else perform pg_advisory_xact_lock_shared(%d); end if;
            return 1;
          end $$"""
            .formatted(GATE));
  }

  @AfterEach
  void queues() throws Exception {
    Brokers.delete(broker, prefix);
  }

  /** Who keeps the tasks: not whom agents' statements run as. */
  private Login keeper() {
    return database.superuser();
  }

  private Map<String, String> settings(Path folder) throws IOException {
    Path permissions =
        Files.writeString(
            folder.resolve("permissions.yaml"),
            """
            roles:
              writer: {operations: [select, insert]}
            users:
              _default: writer
            """);
    var settings = new HashMap<String, String>();
    settings.put("HOWDAH_ACCESS_PERMISSIONS_FILE", permissions.toString());
    settings.put("DATABASE_URL", database.dsn(database.owner()));
    settings.put("HOWDAH_DATABASE_READ_ONLY", "false");
    settings.put("HOWDAH_ACCESS_ALLOWED_FUNCTIONS", "public.rest(double precision)");
    settings.put("HOWDAH_QUERY_CONFIRM_WRITES", "true");
    settings.put("HOWDAH_TASKS_STORE", "postgres");
    settings.put("HOWDAH_TASKS_DSN", database.dsn(keeper()));
    settings.put("HOWDAH_TASKS_BROKER", broker.uri().toString());
    settings.put("HOWDAH_TASKS_BROKER_PREFIX", prefix);
    settings.put("HOWDAH_TASKS_MAX_OPEN", "2000");
    settings.put("HOWDAH_TASKS_LEASE", "15s");
    settings.put("HOWDAH_DATABASE_LOCK_TIMEOUT", "10m");
    settings.put("HOWDAH_TASKS_CONCURRENCY", "" + PLACES);
    settings.put("HOWDAH_DATABASE_STATEMENT_TIMEOUT", "5m");
    return settings;
  }

  private static String owner(int number) {
    return CALLERS.get(number % CALLERS.size());
  }

  /** Each result has its number and its owner in it. */
  private static String begin(Replica replica, int number, String seconds) {
    Replica own = replica.as(owner(number));
    if (number % ONE_WRITES > 0) {
      return own.begin("query", resting(number, seconds));
    }
    return own.begin(
        "execute", marked(number, "insert into written values ($1, $2) returning n, whose"));
  }

  private static ObjectNode resting(int number, String seconds) {
    return marked(number, "select $1::int as n, $2::text as whose, rest(" + seconds + ")");
  }

  private static ObjectNode marked(int number, String sql) {
    ObjectNode arguments = Json.object().put("sql", sql);
    arguments.putArray("params").add(number).add(owner(number));
    return arguments;
  }

  /** A server that has begun to work: its first statements take the longest. */
  private static Replica working(Map<String, String> settings) throws InterruptedException {
    Replica replica = Replica.start(CallersMain.class, settings);
    try (var threads = Executors.newFixedThreadPool(PLACES)) {
      Callable<Boolean> works =
          () -> {
            ObjectNode params = Json.object().put("name", "query");
            params.set("arguments", resting(0, "0.1"));
            return replica
                .as(owner(0))
                .ask("tools/call", params)
                .at("/structuredContent/rows/0/n")
                .isInt();
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
  private static JsonNode follow(Begun task, Replica looks, Replica answers)
      throws InterruptedException {
    return Eventually.get(
        () -> {
          JsonNode now = looks.as(task.owner()).get(task.id());
          if (status(now).equals("input_required")) {
            answers.as(task.owner()).approve(task.id());
          }
          return ended(now) ? Optional.of(now) : Optional.empty();
        });
  }

  private int completed() {
    return count("state = 'completed'");
  }

  private record Begun(int number, String id) {
    String owner() {
      return TaskReplicasTest.owner(number);
    }

    boolean writes() {
      return number % ONE_WRITES == 0;
    }
  }

  /** How a task was found to have ended, through one server and then another. */
  private record Ended(Begun task, JsonNode found, JsonNode again) {
    /** The row that the statement gave. */
    JsonNode row() {
      return found.at("/result/structuredContent/rows/0");
    }
  }

  private record Counts(int lost, int duplicatedResults, int wrongOwner, int refused) {}

  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger wrongOwner = new AtomicInteger();

  /** What is answered when there is no such task, by method. */
  private final Map<String, JsonNode> noSuchTask = new ConcurrentHashMap<>();

  /** The answer without its id. */
  private static JsonNode asked(Replica client, String method, String task) {
    ObjectNode params = Json.object().put("taskId", task);
    if (method.equals("tasks/update")) {
      params
          .putObject("inputResponses")
          .putObject("approval")
          .put("action", "accept")
          .putObject("content")
          .put("confirm", true);
    }
    ObjectNode answer = (ObjectNode) client.answer(method, params);
    answer.remove("id");
    return answer;
  }

  /** What becomes of a task does not depend on what others ask of it. */
  private void othersAsk(Begun task, Replica server) {
    for (String other : CALLERS) {
      if (!other.equals(task.owner())) {
        for (String method : List.of("tasks/get", "tasks/cancel", "tasks/update")) {
          JsonNode answer = asked(server.as(other), method, task.id());
          JsonNode toNobody =
              noSuchTask.computeIfAbsent(
                  method, _ -> asked(server.as(other), method, TaskId.random().value()));
          boolean notFound = answer.has("error") && answer.equals(toNobody);
          (notFound ? refused : wrongOwner).incrementAndGet();
        }
      }
    }
  }

  @Test
  void nothingIsLostAndNothingDoneTwiceWhenAServerIsKilled(@TempDir Path folder) throws Exception {
    Map<String, String> settings = settings(folder);
    settings.put("HOWDAH_TASKS_RESTART_READS", "true");
    List<Begun> tasks = new ArrayList<>();
    List<Ended> ended = new ArrayList<>();
    try (Replica first = working(settings);
        Replica second = working(settings);
        Replica third = working(settings);
        Connection gate = database.connect(database.owner());
        var strangers = Executors.newFixedThreadPool(2);
        var threads = Executors.newFixedThreadPool(8)) {
      gate.createStatement().execute("select pg_advisory_lock(" + GATE + ")");
      List<Future<?>> asked = new ArrayList<>();
      for (int i = 0; i < TASKS; i++) {
        Begun task = new Begun(i, begin(first, i, i < TASKS - WAITING ? "0.1" : "0"));
        tasks.add(task);
        asked.add(strangers.submit(() -> othersAsk(task, second)));
      }
      List<Future<JsonNode>> writes = new ArrayList<>();
      for (Begun task : tasks) {
        if (task.writes()) {
          writes.add(threads.submit(() -> follow(task, second, third)));
        }
      }
      Eventually.is(() -> completed() >= TASKS / 2);
      assertThat(completed()).as("ended before the kill").isLessThan(TASKS);
      first.kill();
      gate.createStatement().execute("select pg_advisory_unlock(" + GATE + ")");

      List<Callable<Ended>> looks = new ArrayList<>();
      for (Begun task : tasks) {
        looks.add(
            () -> {
              JsonNode found = follow(task, second, third);
              othersAsk(task, third);
              return new Ended(task, found, third.as(task.owner()).get(task.id()));
            });
      }
      for (Future<Ended> each : threads.invokeAll(looks)) {
        ended.add(each.get());
      }
      for (Future<JsonNode> each : writes) {
        assertThat(ended(each.get())).isTrue();
      }
      for (Future<?> each : asked) {
        each.get();
      }
      wrongOwner.addAndGet(first.misdelivered() + second.misdelivered() + third.misdelivered());
    }
    // Two others have asked three things of each task, while it ran and when it was over.
    assertThat(counts(tasks, ended)).isEqualTo(new Counts(0, 0, 0, TASKS * 2 * 3 * 2));
    assertThat(database.ask(keeper(), "select count(distinct owner) from howdah.task"))
        .isEqualTo("" + CALLERS.size());
  }

  private Counts counts(List<Begun> begun, List<Ended> ended) {
    int lost = begun.size() - ended.size();
    int duplicated = 0;
    int strange = wrongOwner.get();
    Set<Integer> seen = new HashSet<>();
    for (Ended each : ended) {
      Begun task = each.task();
      // A write whose server was killed says so, and is not lost; it may have been done.
      boolean excused =
          task.writes()
              && status(each.found()).equals("failed")
              && each.found().at("/error/message").stringValue("").equals(TaskStore.LOST);
      boolean there = !task.writes() || written(task).equals("1");
      if (!excused
          && !(status(each.found()).equals("completed") && each.row().isObject() && there)) {
        lost++;
      }
      if (each.row().isObject()) {
        int number = each.row().path("n").intValue(-1);
        if (number != task.number()
            || !each.row().path("whose").stringValue("").equals(task.owner())) {
          strange++;
        }
        if (!seen.add(number) || !each.found().path("result").equals(each.again().path("result"))) {
          duplicated++;
        }
      }
    }
    duplicated +=
        Integer.parseInt(
            String.valueOf(database.ask("select count(*) - count(distinct n) from written")));
    return new Counts(lost, duplicated, strange, refused.get());
  }

  private String written(Begun task) {
    return String.valueOf(
        database.ask(
            "select count(*) from written where n = %d and whose = '%s'"
                .formatted(task.number(), task.owner())));
  }

  @Test
  void withoutLeaveToBeginAgainReadsOfAKilledServerHaveFailed(@TempDir Path folder)
      throws Exception {
    Map<String, String> settings = settings(folder);
    List<Begun> tasks = new ArrayList<>();
    try (Replica first = working(settings);
        Replica second = working(settings)) {
      // The first one runs some of them, and would for long.
      for (int i = 1; i <= 3 * PLACES; i++) {
        tasks.add(new Begun(i, begin(first, i, "1500")));
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
      assertThat(tasks).allMatch(task -> !second.as(task.owner()).get(task.id()).isEmpty());
    }
  }

  private int count(String which) {
    return Integer.parseInt(
        String.valueOf(database.ask(keeper(), "select count(*) from howdah.task where " + which)));
  }
}
