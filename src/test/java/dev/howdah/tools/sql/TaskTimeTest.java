package dev.howdah.tools.sql;

import static dev.howdah.testing.TaskClient.begun;
import static dev.howdah.testing.TaskClient.call;
import static dev.howdah.testing.TaskClient.id;
import static dev.howdah.testing.TaskClient.until;
import static dev.howdah.testing.TaskClient.wished;
import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.mcp.Revision;
import dev.howdah.mcp.TaskSettings;
import dev.howdah.testing.LongQuery;
import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.PipeClient;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** How long statements may take as tasks, and as calls that are none. */
@OnPostgres
@Timeout(60)
final class TaskTimeTest {

  private static final Duration USUAL = Duration.ofSeconds(1);

  /** Takes some milliseconds for each row. */
  private static final String WORK = "(select count(*) from generate_series(id, id + 100000))";

  /** Takes more than the usual time, whose rows come one by one. */
  private static final String TRICKLE = "select id, " + WORK + " as n from item where id <= 200";

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
    return server(1_000);
  }

  private ToolClient server(int maxOpen) {
    var tasks =
        new TaskSettings(
            true,
            TaskSettings.Store.MEMORY,
            null,
            Duration.ofMillis(300),
            Duration.ofMinutes(1),
            Duration.ofMinutes(10),
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
        ToolClient.brief("default", database.dsn(database.owner()), USUAL));
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
    for (int i = 0; i < 500 && running() != count; i++) {
      Thread.sleep(10);
    }
    assertThat(running()).isEqualTo(count);
  }

  private static void timedOut(JsonNode result, int after) {
    JsonNode error = result.at("/structuredContent/error");
    assertThat(error.path("code").stringValue("")).as("%s", result).isEqualTo("ERR_010");
    assertThat(error.at("/details/what").stringValue("")).isEqualTo("statement");
    assertThat(error.at("/details/timeout_ms").intValue(0)).isEqualTo(after);
  }

  @Test
  void aCallThatBecomesATaskHasTheTimeOfATask() {
    try (ToolClient server = server();
        PipeClient client = modern(server)) {
      String task = begun(client, "query", sql(TRICKLE, ""));

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
    try (ToolClient server = server();
        PipeClient client = modern(server)) {
      String task =
          begun(
              client, "execute", sql("delete from item where id <= 150 and " + WORK + " > 0", ""));

      JsonNode done = until(client, task, "completed");

      assertThat(done.at("/result/structuredContent/rows_affected").intValue(0)).isEqualTo(150);
    }
  }

  @Test
  void aTaskEndsAtTheTimeThatItsCallAskedFor() throws InterruptedException {
    try (ToolClient server = server();
        PipeClient client = modern(server)) {
      String task = begun(client, "query", sql(LongQuery.SQL, ",\"timeout_ms\":1500"));

      timedOut(until(client, task, "completed").path("result"), 1500);
      await(0);
    }
  }

  @Test
  void theTimeOfATaskHoldsForAllStepsOfItsRows() throws InterruptedException {
    try (ToolClient server = server();
        PipeClient client = modern(server)) {
      String slow = "select id, " + WORK + " as n from item";
      String task = begun(client, "query", sql(slow, ",\"timeout_ms\":2500,\"row_limit\":2000"));

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
    try (ToolClient server = server(1);
        PipeClient client = modern(server)) {
      String first = begun(client, "query", sql(LongQuery.SQL, ""));

      JsonNode read = client.result("tools/call", call("query", sql(LongQuery.SQL, "")));
      JsonNode written =
          client.result(
              "tools/call", call("execute", sql("create table long as " + LongQuery.SQL, "")));

      timedOut(read, 1000);
      timedOut(written, 1000);
      for (JsonNode result : List.of(read, written)) {
        assertThat(result.at("/structuredContent/error/message").stringValue(""))
            .isEqualTo(
                "The statement took longer than 1000 ms. The call could not become a task, which"
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
    try (ToolClient server = server();
        PipeClient client = modern(server);
        PipeClient plain = server.another(Revision.V2026_07_28)) {
      String slow =
          "select id, case when id > 50 then " + WORK + " end as n from item where id <= 250";
      JsonNode first = plain.result("tools/call", call("query", sql(slow, ",\"row_limit\":10")));
      String cursor = first.at("/structuredContent/next_cursor").stringValue();
      String more = ",\"row_limit\":1000,\"cursor\":\"" + cursor + "\"";

      String task = begun(client, "query", sql(slow, more));

      JsonNode done = until(client, task, "completed");
      assertThat(done.at("/result/structuredContent/row_count").intValue(0)).isEqualTo(240);
    }
  }

  @Test
  void cancellingTakesLessThanASecond() throws InterruptedException {
    try (ToolClient server = server();
        PipeClient client = modern(server)) {
      for (String sql : new String[] {LongQuery.SQL, TRICKLE.replace("200", "2000")}) {
        String task = begun(client, "query", sql(sql, ",\"row_limit\":2000"));
        await(1);

        long start = System.nanoTime();
        client.result("tasks/cancel", id(task));
        await(0);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(USUAL);
        until(client, task, "cancelled");
      }
    }
  }
}
