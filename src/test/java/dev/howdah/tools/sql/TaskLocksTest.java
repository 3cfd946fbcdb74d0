package dev.howdah.tools.sql;

import static dev.howdah.testing.TaskClient.begun;
import static dev.howdah.testing.TaskClient.call;
import static dev.howdah.testing.TaskClient.id;
import static dev.howdah.testing.TaskClient.until;
import static dev.howdah.testing.TaskClient.wished;
import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.mcp.Revision;
import dev.howdah.task.queue.Eventually;
import dev.howdah.testing.LongQuery;
import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.PipeClient;
import dev.howdah.testing.Quickest;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tasks that hold locks when they are cancelled, and tasks whose database goes down. */
@OnPostgres
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class TaskLocksTest {

  /** PostgreSQL manual, Error Codes: lock_not_available. */
  private static final String LOCKED = "55P03";

  private static final Duration SOON = Duration.ofSeconds(1);

  private final TestDatabase database;

  TaskLocksTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void table() {
    database.run(
        """
        drop schema public cascade;
        create schema public;
        create table item (id integer primary key, note text);
        insert into item select generate_series(1, 2), 'old'""");
  }

  /** So patient with locks that only cancelling ends a wait. */
  private ToolClient server() {
    return new ToolClient(
        ToolClient.QUERY, ToolClient.waiting("default", database.dsn(database.owner())));
  }

  /** Changes the first row, and then waits for the second. */
  private static String writing(String tool) {
    ObjectNode arguments = Json.object();
    if (tool.equals("execute")) {
      return arguments.put("sql", "update item set note = 'new'").toString();
    }
    ArrayNode statements = arguments.putArray("statements");
    for (int row = 1; row <= 2; row++) {
      statements.addObject().put("sql", "update item set note = 'new' where id = " + row);
    }
    return arguments.toString();
  }

  private boolean locked(Connection other, int row) throws SQLException {
    try (var statement = other.createStatement()) {
      statement.execute("select from item where id = " + row + " for update nowait");
      other.rollback();
      return false;
    } catch (SQLException e) {
      assertThat(e.getSQLState()).isEqualTo(LOCKED);
      other.rollback();
      return true;
    }
  }

  private void await(String condition) throws InterruptedException {
    Eventually.is(() -> "t".equals(database.ask(condition)));
  }

  @ParameterizedTest
  @CsvSource({
    "execute, 2026-07-28",
    "transaction, 2026-07-28",
    "execute, 2025-11-25",
    "transaction, 2025-11-25"
  })
  void theLocksOfACancelledTaskAreFreeWithinASecond(String tool, String revision) throws Exception {
    boolean modern = revision.equals("2026-07-28");
    try (ToolClient server = server();
        PipeClient client = server.another(Revision.of(revision).orElseThrow());
        Connection blocking = database.connect(database.owner());
        Connection other = database.connect(database.owner())) {
      blocking.setAutoCommit(false);
      other.setAutoCommit(false);
      blocking.createStatement().execute("select from item where id = 2 for update");
      List<String> tasks = new ArrayList<>();
      Duration quickest =
          Quickest.ofPrepared(
              SOON,
              () -> {
                String task =
                    modern
                        ? begun(
                            client.takingTasks(),
                            tool,
                            writing(tool).replaceFirst("}$", ",\"background\":true}"))
                        : wished(client, tool, writing(tool));
                tasks.add(task);
                await("select count(*) = 1 from pg_locks where not granted");
                assertThat(locked(other, 1)).isTrue();
                return () -> {
                  client.result("tasks/cancel", id(task));
                  while (locked(other, 1)) {
                    Thread.sleep(10);
                  }
                };
              });

      assertThat(quickest).isLessThan(SOON);
      tasks.forEach(task -> until(client, task, "cancelled"));
      blocking.rollback();
      assertThat(database.ask("select string_agg(note, ' ') from item")).isEqualTo("old old");
    }
  }

  @Test
  void aTaskWhoseDatabaseGoesDownSaysSoAndTheNextCallWorksWhenItIsBack() throws Exception {
    try (ToolClient server = server();
        PipeClient client = server.another(Revision.V2026_07_28).takingTasks();
        PipeClient waiting = server.another(Revision.V2026_07_28)) {
      String reading = begun(client, "query", background(LongQuery.SQL));
      String writing =
          begun(
              client,
              "transaction",
              """
              {"statements":[{"sql":"update item set note = 'new'"},
               {"sql":"insert into item %s"}],"background":true}"""
                  .formatted(LongQuery.SQL));
      await(
          "select count(*) = 2 from pg_stat_activity"
              + " where state = 'active' and query like '%generate_series(1, 100000)%'"
              + " and pid <> pg_backend_pid()");

      down();
      assertLost(until(client, reading, "completed"));
      assertLost(until(client, writing, "completed"));
      // By a client without tasks: on a busy machine each of these may last long enough for one.
      JsonNode refused = waiting.result("tools/call", call("query", "{\"sql\":\"select 1\"}"));
      assertThat(refused.path("isError").booleanValue(false)).as("%s", refused).isTrue();
      up();

      JsonNode next =
          waiting.result("tools/call", call("query", "{\"sql\":\"select 7 as seven\"}"));
      assertThat(next.at("/structuredContent/rows/0/seven").intValue(0))
          .as("%s", next)
          .isEqualTo(7);
      String again = begun(client, "query", background("select 8 as eight"));
      assertThat(
              until(client, again, "completed")
                  .at("/result/structuredContent/rows/0/eight")
                  .intValue(0))
          .isEqualTo(8);
      assertThat(database.ask("select string_agg(note, ' ') from item")).isEqualTo("old old");
    }
  }

  private static String background(String sql) {
    return Json.object().put("sql", sql).put("background", true).toString();
  }

  private static void assertLost(JsonNode task) {
    JsonNode error = task.at("/result/structuredContent/error");
    assertThat(task.at("/result/isError").booleanValue(false)).as("%s", task).isTrue();
    assertThat(error.path("code").stringValue("")).as("%s", task).isEqualTo("ERR_001");
    assertThat(error.path("message").stringValue("")).contains("connection was lost");
    assertThat(task.path("statusMessage").stringValue("")).contains("connection was lost");
  }

  private void down() throws SQLException {
    superuser("alter database " + database.name() + " with connection limit 0");
    superuser(
        "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()"
            + " and datname = '"
            + database.name()
            + "'");
  }

  private void up() throws SQLException {
    superuser("alter database " + database.name() + " with connection limit -1");
  }

  private void superuser(String sql) throws SQLException {
    try (Connection connection = database.connect(database.superuser());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
