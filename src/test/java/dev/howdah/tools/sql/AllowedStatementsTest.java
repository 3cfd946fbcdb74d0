package dev.howdah.tools.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.auth.AccessSettings;
import dev.howdah.sql.guard.StatementKind;
import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The kinds of statements that an operator has chosen run, and no others. */
@OnPostgres
final class AllowedStatementsTest {

  private static final AccessSettings SOME =
      new AccessSettings(
          true,
          List.of(),
          List.of(),
          List.of(StatementKind.SELECT, StatementKind.INSERT),
          List.of(),
          List.of(),
          true,
          null,
          null);

  private final TestDatabase database;

  AllowedStatementsTest(TestDatabase database) {
    this.database = database;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "query   | select 1                              |",
        "query   | values (1)                            |",
        "query   | explain select 1                      | EXPLAIN",
        "query   | show work_mem                         | SHOW",
        "execute | insert into kinds values (1)          |",
        "execute | update kinds set id = 2               | UPDATE",
        "execute | delete from kinds                     | DELETE",
        "execute | create table others (id integer)      | DDL",
        "execute | merge into kinds k using (select 1) s on false when matched then delete | MERGE",
        "execute | with d as (delete from kinds returning id) insert into kinds select id from d | DELETE",
      })
  void othersAreRefused(String tool, String sql, String refused) {
    database.run("drop table if exists kinds; create table kinds (id integer)");
    try (var client =
        new ToolClient(
            ToolClient.QUERY,
            SOME,
            ToolClient.writable("default", database.dsn(database.owner())))) {
      var arguments = Json.object().put("sql", sql);
      if (refused == null) {
        client.ok(tool, arguments);
      } else {
        var error = client.error(tool, arguments);
        assertThat(error.path("code").stringValue()).isEqualTo("ERR_011");
        assertThat(error.path("message").stringValue()).contains(refused);
      }
    }
  }
}
