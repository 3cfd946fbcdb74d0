package dev.howdah.tools.sql;

import static dev.howdah.testing.TaskClient.begun;
import static dev.howdah.testing.TaskClient.call;
import static dev.howdah.testing.TaskClient.id;
import static dev.howdah.testing.TaskClient.task;
import static dev.howdah.testing.TaskClient.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.mcp.Revision;
import dev.howdah.testing.LongQuery;
import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.PipeClient;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** What is told of a statement while it runs. */
@OnPostgres
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class TaskProgressTest {

  private static final String TRICKLE =
      "select id, repeat('x', 200) as x, (select count(*) from generate_series(id, id + 100000)) as n"
          + " from item order by id";

  private final TestDatabase database;

  TaskProgressTest(TestDatabase database) {
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
    return ToolClient.writing(database, database.owner());
  }

  private static PipeClient modern(ToolClient server) {
    return server.another(Revision.V2026_07_28).takingTasks();
  }

  private static String sql(String sql, String more) {
    return Json.object().put("sql", sql).toString().replaceFirst("}$", more + "}");
  }

  private static String told(JsonNode task) {
    return task.path("statusMessage").stringValue("");
  }

  @Test
  void theRowsSoFarAreCounted() {
    try (ToolClient server = server();
        PipeClient client = modern(server)) {
      // Seconds here, and on a slow machine not yet the minute that a task has.
      String quicker = TRICKLE.replace("100000", "30000");
      String task = begun(client, "query", sql(quicker, ",\"row_limit\":2000"));

      JsonNode counted =
          until(client, task, now -> told(now).matches("\\d+ rows read; running for \\d+ s\\."));

      assertThat(counted.path("status").stringValue("")).isEqualTo("working");
      JsonNode done = until(client, task, "completed");
      assertThat(done.at("/result/structuredContent/row_count").intValue(0)).isEqualTo(2000);
      assertThat(done.at("/result/structuredContent/rows/1999/id").intValue(0)).isEqualTo(2000);
    }
  }

  @Test
  void anIndexIsToldOfWhileItIsBuilt() {
    database.run("create table big as select i::text as t from generate_series(1, 100000) i");
    try (ToolClient server = server();
        PipeClient client = modern(server)) {
      String task =
          begun(
              client,
              "execute",
              sql("create index on big (md5(repeat(t, 3000)))", ",\"background\":true"));

      until(
          client,
          task,
          now ->
              told(now)
                  .matches(
                      "building an index: building index: scanning table,"
                          + " \\d+ of \\d+ blocks; running for \\d+ s\\."));
      client.result("tasks/cancel", id(task));
    }
  }

  @Test
  void aWaitForALockIsTold() throws SQLException {
    try (ToolClient server =
            new ToolClient(
                ToolClient.QUERY, ToolClient.waiting("default", database.dsn(database.owner())));
        PipeClient client = modern(server);
        Connection other = database.connect(database.owner())) {
      other.setAutoCommit(false);
      other.createStatement().execute("lock table item in access exclusive mode");

      String task = begun(client, "execute", sql("delete from item where id = 1", ""));

      until(client, task, now -> told(now).startsWith("waits for a lock; running for "));
      other.rollback();
    }
  }

  @Test
  void whoSubscribesHearsOfIt() {
    try (ToolClient server = server();
        PipeClient client = modern(server)) {
      String task = begun(client, "query", sql(TRICKLE, ",\"row_limit\":2000"));
      int listening =
          client.send(
              "subscriptions/listen", "{\"notifications\":{\"taskIds\":[\"" + task + "\"]}}");
      assertThat(listening).isPositive();

      JsonNode news = client.await("notifications/tasks");
      while (!told(news.path("params")).contains("rows read")) {
        assertThat(news.at("/params/status").stringValue("")).isEqualTo("working");
        news = client.await("notifications/tasks");
      }

      client.result("tasks/cancel", id(task));
    }
  }

  @Test
  void aTaskOf2025SendsProgressThatGrows() {
    try (ToolClient server = server();
        PipeClient client = server.another(Revision.V2025_11_25)) {
      String asked =
          task("query", sql(TRICKLE, ",\"row_limit\":2000"), "{}")
              .replaceFirst("}$", ",\"_meta\":{\"progressToken\":\"p\"}}");
      String id = client.result("tools/call", asked).at("/task/taskId").stringValue();

      double before = -1;
      String message = "";
      while (!message.matches("\\d+ rows read; running for \\d+ s\\.")) {
        JsonNode news = client.await("notifications/progress").path("params");
        assertThat(news.path("progress").doubleValue(0)).isGreaterThan(before);
        assertThat(news.at("/_meta/io.modelcontextprotocol~1related-task/taskId").stringValue(""))
            .isEqualTo(id);
        before = news.path("progress").doubleValue(0);
        message = news.path("message").stringValue("");
      }
      client.result("tasks/cancel", id(id));
    }
  }

  @Test
  void aCallThatIsNoTaskTellsItsTime() {
    try (ToolClient server = server();
        PipeClient client = server.another(Revision.V2026_07_28)) {
      int call =
          client.send(
              "tools/call",
              call("query", sql(LongQuery.SQL, ",\"timeout_ms\":12000"))
                  .replaceFirst("}$", ",\"_meta\":{\"progressToken\":\"p\"}}"));

      JsonNode told = client.await("notifications/progress").path("params");

      assertThat(told.path("message").stringValue("")).matches("Running for \\d+ s\\.");
      assertThat(client.answerTo(call).at("/result/isError").booleanValue(false)).isTrue();
    }
  }
}
