package dev.howdah;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.task.queue.Eventually;
import dev.howdah.testing.Login;
import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.Replica;
import dev.howdah.testing.TestDatabase;
import dev.howdah.tool.Json;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The pages of a long result outlive the server that read them, and no rule is passed by them. */
@OnPostgres
@Timeout(300)
final class TaskPagesReplicasTest {

  private static final String SQL = "select * from paged order by id";

  private final TestDatabase database;

  TaskPagesReplicasTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void tables() {
    database.run(keeper(), "drop schema if exists howdah cascade");
    database.run(
        """
        drop schema public cascade;
        create schema public;
        create table paged (id integer primary key, secret text);
        insert into paged select n, 'secret ' || n from generate_series(1, 10) n""");
  }

  private Login keeper() {
    return database.superuser();
  }

  private Replica server(Map<String, String> more) {
    var settings = new HashMap<>(more);
    settings.put("DATABASE_URL", database.dsn(database.owner()));
    settings.put("HOWDAH_TASKS_STORE", "postgres");
    settings.put("HOWDAH_TASKS_DSN", database.dsn(keeper()));
    return Replica.start(CallersMain.class, settings);
  }

  private static ObjectNode arguments() {
    return Json.object().put("sql", SQL).put("row_limit", 4);
  }

  private static JsonNode page(Replica caller, String cursor) throws InterruptedException {
    return caller.call("query", arguments().put("cursor", cursor));
  }

  private static String ids(JsonNode page) {
    return String.join(",", page.path("rows").findValuesAsString("id"));
  }

  private static String code(JsonNode page) {
    return page.at("/error/code").stringValue("");
  }

  private String begun() throws InterruptedException {
    try (Replica first = server(Map.of())) {
      Replica ann = first.as("ann");
      String task = ann.begin("query", arguments());
      Eventually.is(() -> ann.get(task).path("status").stringValue("").equals("completed"));
      JsonNode result = ann.get(task).at("/result/structuredContent");
      assertThat(ids(result)).isEqualTo("1,2,3,4");
      first.kill();
      return result.path("next_cursor").stringValue();
    }
  }

  @Test
  void anotherServerHasThemForTheirCaller() throws InterruptedException {
    String cursor = begun();
    try (Replica second = server(Map.of())) {
      JsonNode page = page(second.as("ann"), cursor);
      assertThat(ids(page)).isEqualTo("5,6,7,8");
      assertThat(ids(page(second.as("ann"), cursor))).isEqualTo("5,6,7,8");
      JsonNode last = page(second.as("ann"), page.path("next_cursor").stringValue());
      assertThat(ids(last)).isEqualTo("9,10");
      assertThat(last.path("next_cursor").isNull()).isTrue();

      assertThat(page(second.as("ben"), cursor).at("/error/message").stringValue(""))
          .startsWith("There is no such page");
    }
  }

  @Test
  void rulesThatAreNewHoldForThem() throws InterruptedException {
    String cursor = begun();
    try (Replica blind = server(Map.of("HOWDAH_ACCESS_BLOCKED_COLUMNS", "public.paged.secret"))) {
      JsonNode refused = page(blind.as("ann"), cursor);
      assertThat(refused.at("/error/message").stringValue("")).contains("rules of access");
      assertThat(refused.toString()).doesNotContain("secret 5");
    }
    try (Replica closed = server(Map.of("HOWDAH_ACCESS_BLOCKED_TABLES", "public.paged"))) {
      JsonNode refused = page(closed.as("ann"), cursor);
      assertThat(code(refused)).isIn("ERR_005", "ERR_011");
      assertThat(refused.toString()).doesNotContain("secret 5");
    }
  }
}
