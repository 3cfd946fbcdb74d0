package dev.howdah.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.auth.AccessSettings;
import dev.howdah.auth.Caller;
import dev.howdah.db.ConnectionSettings;
import dev.howdah.db.Database;
import dev.howdah.db.DatabaseSettings;
import dev.howdah.mcp.Revision;
import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** One server for several databases: what each is for, and what is wrong with it. */
@OnPostgres
final class SeveralDatabasesTest {

  private static final String NOBODY = "postgresql://nobody@127.0.0.1:1/nothing";

  private final TestDatabase database;

  SeveralDatabasesTest(TestDatabase database) {
    this.database = database;
  }

  private static Database described(
      String name, String dsn, String description, String environment) {
    var settings =
        new DatabaseSettings(
            null,
            name,
            description,
            environment,
            2,
            0,
            Duration.ofSeconds(10),
            Duration.ofSeconds(20),
            Duration.ofSeconds(2),
            true,
            true,
            false);
    return new Database(settings, () -> ConnectionSettings.of(dsn, Map.of()));
  }

  private Database shop() {
    return described(
        "shop", database.dsn(database.reader()), "Orders since\n  2020.", "production");
  }

  private static Database down() {
    return described("hr", NOBODY, "x".repeat(300), "staging");
  }

  private Database wrongPassword() {
    var dsn = database.dsn(database.reader()).replaceAll(":[^:@/]+@", ":wrong@");
    return described("old", dsn, "What was.", "test");
  }

  @Test
  void saysInEveryToolWhatThereIsToChooseFrom() {
    try (var client = new ToolClient(ToolClient.QUERY, shop(), down())) {
      var tools = client.answer("tools/list", Json.object()).at("/result/tools");
      assertThat(tools.size()).isGreaterThan(15);
      for (JsonNode tool : tools) {
        var argument = tool.at("/inputSchema/properties/database");
        if (tool.path("name").stringValue().equals("server_info")) {
          assertThat(argument.isMissingNode()).isTrue();
          continue;
        }
        assertThat(argument.path("enum").toString()).isEqualTo("[\"shop\",\"hr\"]");
        assertThat(argument.path("description").stringValue())
            .isEqualTo(
                "The database to ask: shop [production], Orders since 2020; hr [staging], "
                    + "x".repeat(100)
                    + "…. Left out: shop.");
      }
    }
  }

  @Test
  void needsNoChoiceOfOne() {
    try (var client = new ToolClient(ToolClient.QUERY, shop())) {
      var tools = client.answer("tools/list", Json.object()).at("/result/tools");
      assertThat(tools.at("/0/inputSchema/properties/database").has("enum")).isFalse();
    }
  }

  @Test
  void startsWithAnyOfThemDownAndSaysWhatIsWrong() {
    try (var client = new ToolClient(ToolClient.QUERY, down(), shop(), wrongPassword())) {
      var before = client.ok("server_info", "{}").path("databases");
      assertThat(before.findValuesAsString("name")).containsExactly("hr", "shop", "old");
      assertThat(before.findValuesAsString("environment"))
          .containsExactly("staging", "production", "test");
      assertThat(before.findValuesAsString("status")).containsOnly("not connected yet");
      assertThat(
              database.ask(
                  "select count(*) from pg_stat_activity where usename = '%s'"
                      .formatted(database.reader().user())))
          .isEqualTo("0");

      var checked = client.ok("server_info", "{'check':true}").path("databases");
      assertThat(checked.at("/0/status").stringValue())
          .startsWith("Nothing listens at 127.0.0.1:1; check host and port");
      assertThat(checked.at("/1/status").stringValue()).isEqualTo("connected");
      assertThat(checked.at("/1/server_version").stringValue())
          .startsWith(Integer.toString(database.major()));
      assertThat(checked.at("/2/status").stringValue())
          .startsWith("PostgreSQL refused the password of user");
      assertThat(checked.toString()).doesNotContain("wrong");
      assertThat(client.ok("query", "{'sql':'select 1 as a','database':'shop'}").path("rows"))
          .isEqualTo(Json.MAPPER.readTree("[{\"a\":1}]"));
    }
  }

  @Test
  void tellsEachCallerOfItsOwnOnly(@TempDir Path directory) throws IOException {
    AccessSettings access =
        ResourcesTest.file(
            directory,
            """
            roles:
              clerk: {databases: [shop, old]}
              all: {}
            users:
              ann: clerk
              eve: all
            """);
    try (var server = new ToolClient(ToolClient.QUERY, access, shop(), down(), wrongPassword());
        var ann = server.as(new Caller("ann"), Revision.V2026_07_28);
        var eve = server.as(new Caller("eve"), Revision.V2026_07_28)) {
      var names = "/inputSchema/properties/database/enum";
      assertThat(ann.result("tools/list", "{}").at("/tools/0" + names).toString())
          .isEqualTo("[\"shop\",\"old\"]");
      assertThat(eve.result("tools/list", "{}").at("/tools/0" + names)).hasSize(3);
      assertThat(
              ann.result("tools/call", "{\"name\":\"server_info\"}")
                  .at("/structuredContent/databases")
                  .findValuesAsString("name"))
          .containsExactly("shop", "old");
      var call = "{\"name\":\"query\",\"arguments\":{\"sql\":\"select 1\",\"database\":\"%s\"}}";
      var shut = ann.result("tools/call", call.formatted("hr"));
      assertThat(shut.at("/structuredContent/error/message").stringValue())
          .isEqualTo("There is no database hr; known are shop, old.");
      var unknown = ann.result("tools/call", call.formatted("no_such"));
      assertThat(unknown.at("/structuredContent/error/code"))
          .isEqualTo(shut.at("/structuredContent/error/code"));
    }
  }
}
