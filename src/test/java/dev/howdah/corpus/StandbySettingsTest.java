package dev.howdah.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.Login;
import dev.howdah.testing.Replicated;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** On a standby the settings hold the password for its primary. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StandbySettingsTest {

  /** What shows all settings, or one that cannot be told beforehand. */
  private static final List<String> OPEN_ELSEWHERE =
      List.of(
          "show all",
          "show \"all\"",
          "select * from pg_settings",
          "select setting from pg_settings where name = 'primary_conninfo'",
          "select name from pg_settings where reset_val like '%password%'",
          "select to_jsonb(s) from pg_settings s",
          "select current_setting(name) from pg_settings",
          "select current_setting('primary_' || 'conninfo')",
          "select current_setting('primary_conninfo of'::varchar(16))",
          "select ('primary_conninfo'::text).current_setting",
          "select any_setting('primary_conninfo')",
          "select any_atomic('primary_conninfo')");

  private final Replicated replicated = Replicated.start(StandbySettingsTest.class);
  private final TestDatabase primary = replicated.primary();
  private final TestDatabase standby = replicated.standby();
  private final Login watcher = new Login("settings_watcher", "w4tcher");
  private final Login leader = new Login("settings_leader", "l3ader");

  @BeforeAll
  void roles() throws SQLException {
    asSuperuser("create role settings_watcher login password 'w4tcher' in role pg_monitor");
    asSuperuser("create role settings_leader login password 'l3ader' noinherit in role pg_monitor");
    asSuperuser(
        "grant connect on database %s to settings_watcher, settings_leader"
            .formatted(primary.ask("select quote_ident(current_database())")));
    primary.run(
        """
        create function any_setting(text) returns text language sql
          as 'select current_setting($1)';
        create function any_atomic(text) returns text language sql
          return current_setting($1)""");
  }

  private void asSuperuser(String sql) throws SQLException {
    try (var connection = primary.connect(primary.superuser());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @AfterAll
  void close() {
    replicated.close();
  }

  @Test
  void areKeptFromWhoeverMaySeeThem() {
    for (Login login : List.of(standby.superuser(), watcher, leader)) {
      try (var client = ToolClient.of(standby, login)) {
        for (String sql : OPEN_ELSEWHERE) {
          var error = client.error("query", Json.object().put("sql", sql));
          assertThat(error.path("code").stringValue()).as(sql).isEqualTo("ERR_005");
          assertThat(error.toString()).doesNotContain(standby.superuser().password());
        }
        assertThat(client.ok("query", Json.object().put("sql", "show work_mem")).path("rows"))
            .isNotEmpty();
        assertThat(
                client
                    .ok("query", Json.object().put("sql", "select name, unit from pg_settings"))
                    .path("rows"))
            .isNotEmpty();
      }
    }
  }

  @Test
  void areOpenWhereNothingIsToBeKept() {
    for (ToolClient client :
        List.of(
            ToolClient.of(standby, standby.reader()),
            ToolClient.of(primary, primary.superuser()))) {
      try (client) {
        for (String sql : OPEN_ELSEWHERE) {
          var answer = client.call("query", Json.object().put("sql", sql));
          assertThat(answer.toString())
              .as(sql)
              .doesNotContain(standby.superuser().password(), "is refused", "as a literal");
        }
      }
    }
  }
}
