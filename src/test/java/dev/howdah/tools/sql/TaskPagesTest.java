package dev.howdah.tools.sql;

import static dev.howdah.testing.TaskClient.begun;
import static dev.howdah.testing.TaskClient.call;
import static dev.howdah.testing.TaskClient.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.auth.Caller;
import dev.howdah.config.Size;
import dev.howdah.mcp.Revision;
import dev.howdah.mcp.TaskSettings;
import dev.howdah.testing.Fixture;
import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.PipeClient;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** A long result of a task is kept with it to its end, and read on page by page. */
@OnPostgres
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class TaskPagesTest {

  private static final String NUMBERS =
      "\"sql\":\"select n from generate_series(1, 10) n\",\"row_limit\":4";

  private final TestDatabase database;

  TaskPagesTest(TestDatabase database) {
    this.database = database;
  }

  private static PipeClient modern(ToolClient server) {
    return server.another(Revision.V2026_07_28).takingTasks();
  }

  private static String cursor(JsonNode result) {
    return result.at("/structuredContent/next_cursor").stringValue("");
  }

  private static String next(JsonNode result) {
    return NUMBERS + ",\"cursor\":\"" + cursor(result) + "\"";
  }

  private static String numbers(JsonNode result) {
    return String.join(",", result.at("/structuredContent/rows").findValuesAsString("n"));
  }

  private static String reason(JsonNode result) {
    return result.at("/structuredContent/truncated_reason").stringValue("");
  }

  private static String error(JsonNode result) {
    return result.at("/structuredContent/error/code").stringValue("")
        + " "
        + result.at("/structuredContent/error/message").stringValue("");
  }

  private static JsonNode task(PipeClient client, String arguments) {
    String id = begun(client, "query", "{" + arguments + ",\"background\":true}");
    return until(client, id, "completed").path("result");
  }

  private static JsonNode now(PipeClient client, String arguments) {
    JsonNode result = client.result("tools/call", call("query", "{" + arguments + "}"));
    // A slow machine makes a task of it.
    return result.has("taskId")
        ? until(client, result.path("taskId").stringValue(), "completed").path("result")
        : result;
  }

  private ToolClient server(String most) {
    TaskSettings usual = Fixture.TASKS;
    var settings =
        new TaskSettings(
            true,
            TaskSettings.Store.MEMORY,
            null,
            usual.threshold(),
            usual.statementTimeout(),
            usual.ttl(),
            usual.maxTtl(),
            usual.pollInterval(),
            usual.maxOpen(),
            usual.lease(),
            false,
            null,
            usual.brokerPrefix(),
            usual.brokerQueueType(),
            usual.concurrency(),
            Size.parse(most));
    return new ToolClient(
        ToolClient.QUERY,
        settings,
        ToolClient.database("default", database.dsn(database.reader())));
  }

  @Test
  void aCallReadsOnWhereATaskHasStopped() {
    try (ToolClient server = ToolClient.of(database, database.reader());
        PipeClient client = modern(server)) {
      JsonNode first = task(client, NUMBERS);
      assertThat(
              database.ask(
                  "select count(*) from pg_stat_activity where datname = current_database()"
                      + " and state like 'idle in transaction%'"))
          .isEqualTo("0");

      for (int i = 0; i < 2; i++) {
        JsonNode second = now(client, next(first));
        JsonNode third = task(client, next(second));
        assertThat(numbers(first)).isEqualTo("1,2,3,4");
        assertThat(numbers(second)).isEqualTo("5,6,7,8");
        assertThat(reason(second)).contains("row_limit, 4", "kept with the task until 20");
        assertThat(numbers(third)).isEqualTo("9,10");
        assertThat(third.at("/structuredContent/next_cursor").isNull()).isTrue();
        assertThat(third.at("/structuredContent/truncated").booleanValue()).isFalse();
        assertThat(third.at("/structuredContent/columns/0").stringValue()).isEqualTo("n");
      }
    }
  }

  @Test
  void moreTasksThanOpenCursorsAreReadOn() {
    try (ToolClient server = ToolClient.of(database, database.reader());
        PipeClient client = modern(server)) {
      List<String> cursors = new ArrayList<>();
      for (int i = 0; i < ToolClient.QUERY.maxCursors() + 2; i++) {
        cursors.add(next(task(client, NUMBERS)));
      }
      assertThat(cursors)
          .allSatisfy(next -> assertThat(numbers(now(client, next))).isEqualTo("5,6,7,8"));
    }
  }

  @Test
  void aCallThatBecomesATaskIsReadToItsEnd() {
    String slow =
        "\"sql\":\"select n, (select count(*) from generate_series(1, 2000000 + n)) as c"
            + " from generate_series(1, 10) n\",\"row_limit\":4";
    try (ToolClient server = ToolClient.of(database, database.reader());
        PipeClient client = modern(server)) {
      String id = begun(client, "query", "{" + slow + "}");
      JsonNode first = until(client, id, "completed").path("result");

      JsonNode second = now(client, slow + ",\"cursor\":\"" + cursor(first) + "\"");

      assertThat(cursor(first)).startsWith(id);
      assertThat(numbers(second)).isEqualTo("5,6,7,8");
    }
  }

  @Test
  void anOrdinaryResultIsLeftOpenAndATaskReadsItOut() {
    try (ToolClient server = ToolClient.of(database, database.reader());
        PipeClient plain = server.another(Revision.V2026_07_28);
        PipeClient client = modern(server)) {
      JsonNode first = now(plain, NUMBERS);
      assertThat(cursor(first)).doesNotContain(".");
      assertThat(reason(first)).contains("within 60 s");

      JsonNode second = task(client, next(first));

      assertThat(numbers(second)).isEqualTo("5,6,7,8");
      assertThat(numbers(now(client, next(second)))).isEqualTo("9,10");
    }
  }

  @Test
  void pagesHaveTheFormatOfTheFirst() {
    try (ToolClient server = ToolClient.of(database, database.reader());
        PipeClient client = modern(server)) {
      JsonNode first = task(client, NUMBERS + ",\"format\":\"csv\"");

      JsonNode second = now(client, next(first));

      assertThat(second.at("/content/0/text").stringValue()).isEqualTo("n\r\n5\r\n6\r\n7\r\n8\r\n");
      assertThat(second.at("/content/1/text").stringValue()).startsWith("Truncated: ");
      assertThat(numbers(second)).isEqualTo("5,6,7,8");
    }
  }

  @Test
  void saysThatNoMoreWasKept() {
    try (ToolClient server = server("100B");
        PipeClient client = modern(server)) {
      JsonNode second = now(client, next(task(client, NUMBERS)));
      assertThat(numbers(second)).isEqualTo("5,6,7,8");
      assertThat(second.at("/structuredContent/next_cursor").isNull()).isTrue();
      assertThat(second.at("/structuredContent/truncated").booleanValue()).isTrue();
      assertThat(reason(second)).contains("tasks.max-result-size, 100B", "order by");
    }
    try (ToolClient server = server("10B");
        PipeClient client = modern(server)) {
      JsonNode first = task(client, NUMBERS);
      assertThat(numbers(first)).isEqualTo("1,2,3,4");
      assertThat(first.at("/structuredContent/next_cursor").isNull()).isTrue();
      assertThat(reason(first)).contains("tasks.max-result-size, 10B");
    }
    try (ToolClient server = server("0B");
        PipeClient client = modern(server)) {
      assertThat(reason(task(client, NUMBERS))).contains("within 60 s");
    }
  }

  @Test
  void saysThatTheStatementFailedLater() {
    String failing =
        "\"sql\":\"select n, 1 / (15 - n) as x from generate_series(1, 20) n\",\"row_limit\":4";
    try (ToolClient server = ToolClient.of(database, database.reader());
        PipeClient client = modern(server)) {
      JsonNode first = task(client, failing);
      JsonNode second = now(client, failing + ",\"cursor\":\"" + cursor(first) + "\"");
      JsonNode third = now(client, failing + ",\"cursor\":\"" + cursor(second) + "\"");

      assertThat(numbers(third)).isEqualTo("9,10,11,12");
      assertThat(third.at("/structuredContent/next_cursor").isNull()).isTrue();
      assertThat(reason(third)).contains("reading the rest failed with ERR_006");
    }
  }

  @Test
  void aCursorServesItsStatementAndItsCallerAlone() {
    try (ToolClient server = ToolClient.of(database, database.reader());
        PipeClient client = modern(server);
        PipeClient eve = server.as(new Caller("eve"), Revision.V2026_07_28);
        ToolClient other = ToolClient.of(database, database.reader());
        PipeClient stranger = modern(other)) {
      String next = next(task(client, NUMBERS));

      assertThat(error(now(client, next.replace("10", "11"))))
          .startsWith("ERR_008 The cursor does not belong to this statement");
      assertThat(error(now(client, next + ",\"params\":[1]"))).startsWith("ERR_008");
      assertThat(error(now(eve, next))).startsWith("ERR_008 There is no such page");
      assertThat(error(now(stranger, next))).startsWith("ERR_008 There is no such page");
      for (String cursor : List.of(".", "a.1", "a.0", "x.y", "1.99999999999")) {
        assertThat(error(now(client, NUMBERS + ",\"cursor\":\"" + cursor + "\"")))
            .startsWith("ERR_008 There is no such page");
      }
      assertThat(numbers(now(client, next))).isEqualTo("5,6,7,8");
    }
  }
}
