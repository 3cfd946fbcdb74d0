package dev.howdah.tools.sql;

import static dev.howdah.testing.TaskClient.begun;
import static dev.howdah.testing.TaskClient.call;
import static dev.howdah.testing.TaskClient.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.mcp.Revision;
import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.PipeClient;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** A long result of a task is read on, page by page. */
@OnPostgres
@Timeout(60)
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

  private static String next(JsonNode result) {
    return NUMBERS
        + ",\"cursor\":\""
        + result.at("/structuredContent/next_cursor").stringValue()
        + "\"";
  }

  private static String numbers(JsonNode result) {
    return String.join(",", result.at("/structuredContent/rows").findValuesAsString("n"));
  }

  private static JsonNode task(PipeClient client, String arguments) {
    String id = begun(client, "query", "{" + arguments + ",\"background\":true}");
    return until(client, id, "completed").path("result");
  }

  @Test
  void aCallReadsOnWhereATaskHasStopped() {
    try (ToolClient server = ToolClient.of(database, database.reader());
        PipeClient client = modern(server)) {
      JsonNode first = task(client, NUMBERS);
      JsonNode second = client.result("tools/call", call("query", "{" + next(first) + "}"));
      JsonNode third = task(client, next(second));

      assertThat(numbers(first)).isEqualTo("1,2,3,4");
      assertThat(numbers(second)).isEqualTo("5,6,7,8");
      assertThat(numbers(third)).isEqualTo("9,10");
      assertThat(third.at("/structuredContent/next_cursor").isNull()).isTrue();
    }
  }

  @Test
  void anotherServerSaysThatTheCursorIsNotItsOwn() {
    try (ToolClient server = ToolClient.of(database, database.reader());
        PipeClient client = modern(server);
        ToolClient other = ToolClient.of(database, database.reader());
        PipeClient stranger = modern(other)) {
      JsonNode first = task(client, NUMBERS);

      JsonNode refused = task(stranger, next(first));

      assertThat(refused.at("/structuredContent/error/code").stringValue("")).isEqualTo("ERR_008");
      assertThat(refused.at("/structuredContent/error/message").stringValue(""))
          .contains("another server gave it", "start again without it");
    }
  }
}
