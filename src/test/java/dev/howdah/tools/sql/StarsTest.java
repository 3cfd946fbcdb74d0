package dev.howdah.tools.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.auth.AccessSettings;
import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Who did not write the name of a blocked column does not hear it. */
@OnPostgres
final class StarsTest {

  private static final AccessSettings BLOCKS =
      new AccessSettings(
          true,
          List.of(),
          List.of("public.member.password"),
          List.of(),
          List.of(),
          List.of(),
          true,
          null,
          null);

  private final TestDatabase database;

  StarsTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void tables() {
    database.run(
        """
        drop table if exists member;
        create table member (id integer, name text, password text, friend integer)""");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "table member",
        "select * from (select * from member) x",
        "with x as (select * from member) select id from x",
        "select exists (select * from member)",
        "select * from member a left join member b on a.friend = b.id",
        "select * from member a natural join member b",
        "select * from member union select * from member",
        "select * from member order by 3",
        "select row(m.*) from member m",
        "select m from member m",
        "select count(a.x) from member as a(i, n, x, f)",
        "select *, 'password' as password from member a, member b"
      })
  void aStarDoesNotTellTheNameOfABlockedColumn(String sql) {
    try (var client = ruled()) {
      var error = client.error("query", Json.object().put("sql", sql));

      assertThat(error.path("message").stringValue())
          .isEqualTo(
              "A whole row of member holds columns that are not open to you. Name the columns that"
                  + " you need: id, name, friend.");
      assertThat(error.path("code").stringValue()).isEqualTo("ERR_011");
      assertThat(error.path("message").stringValue()).doesNotContain("password");
    }
  }

  @Test
  void whoNamesItHearsWhichItIs() {
    try (var client = ruled()) {
      for (String column : List.of("password", "PassWord", "\"password\"")) {
        JsonNode error =
            client.error("query", Json.object().put("sql", "select " + column + " from member"));
        assertThat(error.path("message").stringValue())
            .startsWith("The column \"password\" is blocked or does not exist.");
      }
    }
  }

  private ToolClient ruled() {
    return new ToolClient(
        ToolClient.QUERY, BLOCKS, ToolClient.database("default", database.dsn(database.reader())));
  }
}
