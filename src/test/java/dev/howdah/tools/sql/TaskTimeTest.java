package dev.howdah.tools.sql;

import static dev.howdah.testing.TaskClient.begun;
import static dev.howdah.testing.TaskClient.call;
import static dev.howdah.testing.TaskClient.id;
import static dev.howdah.testing.TaskClient.until;
import static dev.howdah.testing.TaskClient.wished;
import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.mcp.Revision;
import dev.howdah.mcp.TaskSettings;
import dev.howdah.task.queue.Eventually;
import dev.howdah.testing.LongQuery;
import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.PipeClient;
import dev.howdah.testing.Quickest;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** How long statements may take as tasks, and as calls that are none. */
@OnPostgres
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class TaskTimeTest {

  private static final Duration USUAL = Duration.ofSeconds(1);

  /** So much later than a call becomes a task that a busy machine cannot be too late for that. */
  private static final Duration LATER = Duration.ofSeconds(6);

  /** Takes some milliseconds for each row. */
  private static final String WORK = "(select count(*) from generate_series(id, id + 100000))";

  /** Takes more than the usual time, whose rows come one by one. */
  private static final String TRICKLE = "select id, " + WORK + " as n from item where id <= 200";

  private static final String LONG_WORK = WORK.replace("100000", "600000");

  /** Takes longer than {@link #LATER}. */
  private static final String LONG_TRICKLE =
      "select id, " + LONG_WORK + " as n from item where id <= 200";

  private final TestDatabase database;

  TaskTimeTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void table() {
    database.run(
        """
        drop schema public cascade;
        create schema public;
        create table item (id integer primary key);
        insert into item select generate_series(1, 2000)""");
  }

  private ToolClient server() {
    return server(USUAL, 1_000);
  }

  private ToolClient server(Duration usual, int maxOpen) {
    var tasks =
        new TaskSettings(
            true,
            TaskSettings.Store.MEMORY,
            null,
            Duration.ofMillis(300),
            Duration.ofMinutes(10),
            Duration.ofMinutes(20),
            Duration.ofHours(1),
            Duration.ofMillis(100),
            maxOpen,
            Duration.ofSeconds(30),
            false,
            null,
            "mcp:queue:",
            TaskSettings.BrokerQueue.QUORUM,
            8);
    return new ToolClient(
        ToolClient.QUERY,
        tasks,
        ToolClient.brief("default", database.dsn(database.owner()), usual));
  }

  private static PipeClient modern(ToolClient server) {
    return server.another(Revision.V2026_07_28).takingTasks();
  }

  private static String sql(String sql, String more) {
    return Json.object().put("sql", sql).toString().replaceFirst("}$", more + "}");
  }

  private int running() {
    return Integer.parseInt(
        String.valueOf(
            database.ask(
                """
                select count(*) from pg_stat_activity
                where state = 'active' and pid <> pg_backend_pid()
                  and query like '%generate_series%'""")));
  }

  private void await(int count) throws InterruptedException {
    Eventually.is(() -> running() == count);
  }

  private static void timedOut(JsonNode result, int after) {
    JsonNode error = result.at("/structuredContent/error");
    assertThat(error.path("code").stringValue("")).as("%s", result).isEqualTo("ERR_010");
    assertThat(error.at("/details/what").stringValue("")).isEqualTo("statement");
    assertThat(error.at("/details/timeout_ms").intValue(0)).isEqualTo(after);
  }

  @Test
  void aCallThatBecomesATaskHasTheTimeOfATask() {
    try (ToolClient server = server(LATER, 1_000);
        PipeClient client = modern(server)) {
      String task = begun(client, "query", sql(LONG_TRICKLE, ""));

      JsonNode done = until(client, task, "completed");

      assertThat(done.at("/result/structuredContent/row_count").intValue(0)).isEqualTo(200);
    }
  }

  @Test
  void aTaskFromItsStartHasTheTimeOfATask() {
    try (ToolClient server = server();
        PipeClient modern = modern(server);
        PipeClient old = server.another(Revision.V2025_11_25)) {
      String background = begun(modern, "query", sql(TRICKLE, ",\"background\":true"));
      String wished = wished(old, "query", sql(TRICKLE, ""));

      JsonNode done = until(modern, background, "completed");
      JsonNode result = old.result("tasks/result", id(wished));

      assertThat(done.at("/result/structuredContent/row_count").intValue(0)).isEqualTo(200);
      assertThat(result.at("/structuredContent/row_count").intValue(0)).isEqualTo(200);
    }
  }

  @Test
  void aWriteThatBecomesATaskHasTheTimeOfATask() {
    try (ToolClient server = server(LATER, 1_000);
        PipeClient client = modern(server)) {
      String task =
          begun(
              client,
              "execute",
              sql("delete from item where id <= 150 and " + LONG_WORK + " > 0", ""));

      JsonNode done = until(client, task, "completed");

      assertThat(done.at("/result/structuredContent/rows_affected").intValue(0)).isEqualTo(150);
    }
  }

  @Test
  void aTaskEndsAtTheTimeThatItsCallAskedFor() throws InterruptedException {
    try (ToolClient server = server();
        PipeClient client = modern(server)) {
      String task =
          begun(client, "query", sql(LongQuery.SQL, ",\"timeout_ms\":1500,\"background\":true"));

      timedOut(until(client, task, "completed").path("result"), 1500);
      await(0);
    }
  }

  @Test
  void theTimeOfATaskHoldsForAllStepsOfItsRows() throws InterruptedException {
    try (ToolClient server = server();
        PipeClient client = modern(server)) {
      String slow = "select id, " + WORK + " as n from item";
      String task =
          begun(
              client,
              "query",
              sql(slow, ",\"timeout_ms\":2500,\"row_limit\":2000,\"background\":true"));

      timedOut(until(client, task, "completed").path("result"), 2500);
      await(0);
    }
  }

  @Test
  void aCallThatIsNoTaskHasTheUsualTime() throws InterruptedException {
    try (ToolClient server = server();
        PipeClient client = server.another(Revision.V2026_07_28);
        PipeClient old = server.another(Revision.V2025_11_25)) {
      timedOut(client.result("tools/call", call("query", sql(LongQuery.SQL, ""))), 1000);
      timedOut(old.result("tools/call", call("query", sql(LongQuery.SQL, ""))), 1000);
      await(0);
    }
  }

  @Test
  void aCallThatCannotBecomeATaskHasTheUsualTime() throws InterruptedException {
    try (ToolClient server = server(LATER, 1);
        PipeClient client = modern(server)) {
      String first = begun(client, "query", sql(LongQuery.SQL, ",\"background\":true"));

      JsonNode read = client.result("tools/call", call("query", sql(LongQuery.SQL, "")));
      JsonNode written =
          client.result(
              "tools/call", call("execute", sql("create table long as " + LongQuery.SQL, "")));

      timedOut(read, 6000);
      timedOut(written, 6000);
      for (JsonNode result : List.of(read, written)) {
        assertThat(result.at("/structuredContent/error/message").stringValue(""))
            .isEqualTo(
                "The statement took longer than 6000 ms. The call could not become a task, which"
                    + " may take longer. At most 1 tasks run or wait at a time; wait for one to end,"
                    + " or cancel one.");
      }
      client.result("tasks/cancel", id(first));
      await(0);
      assertThat(database.ask("select to_regclass('long') is null")).isEqualTo("t");
    }
  }

  @Test
  void theNextPageHasTheTimeOfTheCallThatReadsIt() {
    try (ToolClient server = server(LATER, 1_000);
        PipeClient client = modern(server);
        PipeClient plain = server.another(Revision.V2026_07_28)) {
      String slow =
          "select id, case when id > 50 then " + LONG_WORK + " end as n from item where id <= 250";
      JsonNode first = plain.result("tools/call", call("query", sql(slow, ",\"row_limit\":10")));
      String cursor = first.at("/structuredContent/next_cursor").stringValue();
      String more = ",\"row_limit\":1000,\"cursor\":\"" + cursor + "\"";

      String task = begun(client, "query", sql(slow, more));

      JsonNode done = until(client, task, "completed");
      assertThat(done.at("/result/structuredContent/row_count").intValue(0)).isEqualTo(240);
    }
  }

  @Test
  void cancellingTakesLessThanASecond() throws Exception {
    try (ToolClient server = server();
        PipeClient client = modern(server)) {
      for (String sql : new String[] {LongQuery.SQL, LONG_TRICKLE.replace("200", "2000")}) {
        List<String> tasks = new ArrayList<>();
        Duration quickest =
            Quickest.ofPrepared(
                Duration.ofSeconds(1),
                () -> {
                  String all = ",\"row_limit\":2000,\"background\":true";
                  tasks.add(begun(client, "query", sql(sql, all)));
                  await(1);
                  return () -> {
                    client.result("tasks/cancel", id(tasks.getLast()));
                    await(0);
                  };
                });

        assertThat(quickest).isLessThan(Duration.ofSeconds(1));
        tasks.forEach(task -> until(client, task, "cancelled"));
      }
    }
  }
}
