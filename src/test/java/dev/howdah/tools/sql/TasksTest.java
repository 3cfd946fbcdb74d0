package dev.howdah.tools.sql;

import static dev.howdah.testing.TaskClient.begun;
import static dev.howdah.testing.TaskClient.call;
import static dev.howdah.testing.TaskClient.id;
import static dev.howdah.testing.TaskClient.until;
import static dev.howdah.testing.TaskClient.wished;
import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.auth.AccessSettings;
import dev.howdah.config.Size;
import dev.howdah.db.QuerySettings;
import dev.howdah.mcp.Revision;
import dev.howdah.task.queue.Eventually;
import dev.howdah.testing.LongQuery;
import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.PipeClient;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Statements as tasks, seen from both of their ends. */
@OnPostgres
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class TasksTest {

  private static final String LASTING =
      "select count(*) as n from generate_series(1, 3000) a, generate_series(1, 3000) b";
  private static final QuerySettings CONFIRMED =
      new QuerySettings(
          500, 10_000, Size.parse("1MB"), Size.parse("64kB"), Duration.ofMinutes(1), 2, 0, 0, true);

  private final TestDatabase database;

  TasksTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void table() {
    database.run(
        """
        drop schema public cascade;
        create schema public;
        create table item (id integer primary key);
        insert into item select generate_series(1, 5)""");
  }

  private ToolClient server(QuerySettings settings) {
    return new ToolClient(
        settings,
        AccessSettings.NONE,
        ToolClient.writable("default", database.dsn(database.owner())));
  }

  private static PipeClient modern(ToolClient server) {
    return server.another(Revision.V2026_07_28, "elicitation").takingTasks();
  }

  private static String sql(String sql, String more) {
    return Json.object().put("sql", sql).toString().replaceFirst("}$", more + "}");
  }

  private static String background(String sql) {
    return sql(sql, ",\"background\":true");
  }

  private static final String RUNNING =
      """
      select count(*) from pg_stat_activity
      where state = 'active' and query like '%generate_series%' and pid <> pg_backend_pid()""";

  private void awaitRunning(int count) throws InterruptedException {
    Eventually.is(() -> String.valueOf(count).equals(database.ask(RUNNING)));
  }

  @Test
  void fiveToolsTakeTheArgumentBackground() {
    try (ToolClient server = server(ToolClient.QUERY);
        PipeClient client = modern(server)) {
      List<String> taking =
          client
              .result("tools/list", "{}")
              .path("tools")
              .valueStream()
              .filter(tool -> tool.at("/inputSchema/properties/background").isObject())
              .map(tool -> tool.path("name").stringValue(""))
              .toList();

      assertThat(taking)
          .containsExactly("query", "execute", "transaction", "explain", "vector_search");
    }
  }

  @Test
  void aLongQueryHasItsRowsInTheTask() {
    try (ToolClient server = server(ToolClient.QUERY);
        PipeClient client = modern(server)) {
      String task = begun(client, "query", sql(LASTING, ""));

      JsonNode done = until(client, task, "completed");

      assertThat(done.at("/result/structuredContent/rows/0/n").intValue(0)).isEqualTo(9_000_000);
      assertThat(Json.MAPPER.readTree(done.at("/result/content/0/text").stringValue("")))
          .isEqualTo(done.at("/result/structuredContent"));
    }
  }

  @Test
  void cancellingATaskEndsItsStatement() throws InterruptedException {
    try (ToolClient server = server(ToolClient.QUERY);
        PipeClient client = modern(server)) {
      String task = begun(client, "query", sql(LongQuery.SQL, ""));
      awaitRunning(1);

      client.result("tasks/cancel", id(task));

      awaitRunning(0);
      until(client, task, "cancelled");
    }
  }

  @Test
  void cancellingATaskOf2025EndsItsStatement() throws InterruptedException {
    try (ToolClient server = server(ToolClient.QUERY);
        PipeClient client = server.another(Revision.V2025_11_25)) {
      String task = wished(client, "query", sql(LongQuery.SQL, ""));
      awaitRunning(1);

      client.result("tasks/cancel", id(task));

      awaitRunning(0);
    }
  }

  @Test
  void aStatementOfATaskEndsWithTheServer() throws InterruptedException {
    try (ToolClient server = server(ToolClient.QUERY);
        PipeClient client = modern(server)) {
      begun(client, "query", background(LongQuery.SQL));
      awaitRunning(1);
    }

    awaitRunning(0);
  }

  @Test
  void explainAnalyzeMayBeATask() {
    try (ToolClient server = server(ToolClient.QUERY);
        PipeClient client = modern(server)) {
      String task =
          begun(client, "explain", sql("select 1", ",\"analyze\":true,\"background\":true"));

      assertThat(
              until(client, task, "completed").at("/result/structuredContent/plan").stringValue(""))
          .contains("actual time");
    }
  }

  @Test
  void aWriteInATaskIsConfirmedThere() {
    try (ToolClient server = server(CONFIRMED);
        PipeClient client = modern(server)) {
      String task = begun(client, "execute", background("delete from item where id <= 2"));
      JsonNode asking = until(client, task, "input_required");
      assertThat(asking.at("/inputRequests/approval/params/message").stringValue(""))
          .contains("DELETE of 2 rows");
      assertThat(database.ask("select count(*) from item")).isEqualTo("5");

      client.result(
          "tasks/update",
          """
          {"taskId":"%s","inputResponses":{"approval":
           {"action":"accept","content":{"confirm":true}}}}"""
              .formatted(task));

      JsonNode done = until(client, task, "completed");
      assertThat(done.at("/result/structuredContent/rows_affected").intValue(0)).isEqualTo(2);
      assertThat(database.ask("select count(*) from item")).isEqualTo("3");
    }
  }

  @Test
  void anAnswerOfTheWrongFormIsANo() {
    try (ToolClient server = server(CONFIRMED);
        PipeClient client = modern(server)) {
      String task = begun(client, "execute", background("delete from item where id <= 2"));
      until(client, task, "input_required");

      client.result(
          "tasks/update",
          "{\"taskId\":\"%s\",\"inputResponses\":{\"approval\":%s}}"
              .formatted(task, "{\"action\":\"accept\",\"content\":{}}"));

      JsonNode done = until(client, task, each -> each.at("/result/isError").booleanValue(false));
      assertThat(done.at("/result/structuredContent/error/details/confirmation").stringValue(""))
          .isEqualTo("declined");
      assertThat(database.ask("select count(*) from item")).isEqualTo("5");
    }
  }

  @Test
  void aWriteOf2025IsConfirmedOnTheWayToItsResult() {
    try (ToolClient server = server(CONFIRMED);
        PipeClient client = server.another(Revision.V2025_11_25, "elicitation")) {
      String task = wished(client, "execute", sql("delete from item where id <= 2", ""));
      int waiting = client.send("tasks/result", id(task));

      client.reply(client.await("elicitation/create"), "{\"action\":\"decline\"}");

      JsonNode result = client.answerTo(waiting).path("result");
      assertThat(result.path("isError").booleanValue(false)).isTrue();
      assertThat(database.ask("select count(*) from item")).isEqualTo("5");
      assertThat(client.result("tasks/get", id(task)).path("status").stringValue(""))
          .isEqualTo("failed");
    }
  }

  @Test
  void argumentsAreCheckedInTheTaskAsInTheCall() {
    try (ToolClient server = server(ToolClient.QUERY);
        PipeClient client = modern(server)) {
      String task = begun(client, "query", "{\"sequel\":\"select 1\",\"background\":true}");
      assertThat(
              until(client, task, "completed")
                  .at("/result/structuredContent/error/code")
                  .stringValue(""))
          .isEqualTo("ERR_008");

      assertThat(
              client
                  .result("tools/call", call("query", sql("select 1", ",\"background\":\"yes\"")))
                  .at("/structuredContent/error/code")
                  .stringValue(""))
          .isEqualTo("ERR_008");
    }
  }

  @Test
  void severalTasksShareTheConnections() {
    try (ToolClient server = server(ToolClient.QUERY);
        PipeClient client = modern(server)) {
      List<String> tasks =
          IntStream.range(0, 8)
              .mapToObj(_ -> begun(client, "query", background(LASTING.replace("3000", "700"))))
              .toList();

      assertThat(tasks)
          .allMatch(
              task ->
                  until(client, task, "completed")
                          .at("/result/structuredContent/rows/0/n")
                          .intValue(0)
                      == 490_000);
    }
  }
}
