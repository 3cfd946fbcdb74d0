package dev.howdah;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.task.queue.Eventually;
import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.Replica;
import dev.howdah.testing.TestDatabase;
import dev.howdah.tool.Json;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** A server that is up compares its role's grants with the access rules, as the doctor does. */
@OnPostgres
final class RulesOfCallersTest {

  private final TestDatabase own;

  RulesOfCallersTest(TestDatabase own) {
    this.own = own;
  }

  @BeforeEach
  void tables() {
    own.run("create schema ruled; create table ruled.secrets (x int); create table ruled.t ()");
  }

  @AfterEach
  void end() {
    own.run("drop schema ruled cascade");
  }

  @Test
  void saysWhichDatabaseHasGrantsWiderThanTheRules() throws InterruptedException {
    Map<String, String> environment =
        Map.of(
            "DATABASE_URL",
            own.dsn(own.reader()),
            "HOWDAH_DATABASE_NAME",
            "shop",
            "HOWDAH_ACCESS_BLOCKED_TABLES",
            "ruled.secrets");
    try (Replica server = Replica.start(environment)) {
      ObjectNode call = Json.object().put("name", "query");
      call.putObject("arguments").put("sql", "select 1 as one");
      assertThat(server.ask("tools/call", call).path("isError").booleanValue(false)).isFalse();

      Eventually.is(() -> server.log().contains("access rules close"));
      assertThat(server.log())
          .contains(
              "Database shop, more than needed: The role can read what the access rules close, in"
                  + " table ruled.secrets:",
              "Database shop: \"howdah doctor\" prints the SQL that mends this.");
    }
  }
}
