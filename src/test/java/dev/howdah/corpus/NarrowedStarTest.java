package dev.howdah.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.auth.AccessSettings;
import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A star that leaves columns out changes nothing else of what a statement means. */
@OnPostgres
final class NarrowedStarTest {

  private static final AccessSettings RULES =
      new AccessSettings(
          true,
          List.of(),
          List.of("members.secret"),
          List.of(),
          List.of(),
          List.of(),
          true,
          null,
          null);

  private static ToolClient client;

  @BeforeAll
  static void open(TestDatabase own) {
    own.run("create table members (id integer, name text, secret text, town text, born date)");
    client =
        new ToolClient(
            ToolClient.QUERY, RULES, ToolClient.database("default", own.dsn(own.superuser())));
  }

  @AfterAll
  static void close() {
    client.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select * from members order by 3",
        "select * from members order by 1, 4 desc",
        "select *, id from members order by 6",
        "select distinct on (4) * from members",
        "select name, * from members order by 4",
        "select * from members group by 1, 2, 3, 4, 5",
      })
  void aNumberBehindWhatIsLeftOutIsRefused(String sql) {
    Outcome outcome = query(sql);

    assertThat(outcome.refused()).isTrue();
    assertThat(outcome.toString()).contains("Name the columns that you need: id, name, town, born");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select * from members order by 2",
        "select name, * from members order by 3",
        "select distinct on (1) * from members order by 1, town",
        "select * from members order by id + 3 limit 3",
        "select public.members.* from public.members",
        "select \"public\" . members . * from members",
        "select * from members tablesample bernoulli (100)",
      })
  void otherNumbersStay(String sql) {
    assertThat(query(sql).answered()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "select *, nothing from members | 11",
        "select *, name + 1 from members | 16",
        "select *, 'ä', name + 1 from members | 21",
        "select name + 1, * from members | 13",
      })
  void positionsAreThoseOfTheWrittenText(String sql, int position) {
    JsonNode answer = query(sql).answer();

    assertThat(answer.at("/error/details/position").intValue(0))
        .as(answer.toString())
        .isEqualTo(position);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select other.* from members",
        "select members.* from members m",
        "select other.members.* from members",
        "select m.town.* from members m",
      })
  void theStarOfSomethingElseIsNotWrittenOut(String sql) {
    assertThat(query(sql).answered()).isFalse();
  }

  private static Outcome query(String sql) {
    return Outcome.of(client.call("query", Json.object().put("sql", sql)));
  }
}
