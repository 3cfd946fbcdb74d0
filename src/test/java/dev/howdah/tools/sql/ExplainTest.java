package dev.howdah.tools.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.config.Size;
import dev.howdah.db.QuerySettings;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@OnEveryPostgres
final class ExplainTest {

  private static final QuerySettings COSTLY =
      new QuerySettings(
          5, 100, Size.parse("1MB"), Size.parse("1kB"), Duration.ofSeconds(60), 2, 0, 1000, false);

  private final TestDatabase database;
  private final ToolClient client;

  ExplainTest(TestDatabase database) {
    this.database = database;
    this.client = ToolClient.of(database, database.reader());
  }

  @BeforeParameterizedClassInvocation
  static void tables(TestDatabase database) {
    database.run(
        """
        create table large (id integer primary key, a integer, b integer);
        insert into large select i, mod(i, 100), mod(i, 100) from generate_series(1, 150000) i;
        create schema "Odd.One";
        create table "Odd.One"."Small" (id integer);
        create view both_of_them as select id from large union all select id from "Odd.One"."Small";
        grant usage on schema "Odd.One" to %s;
        analyze large"""
            .formatted(database.reader().user()));
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void showsThePlanAndTheTablesBehindAView() {
    var result = client.ok("explain", "{'sql':'select * from both_of_them where id = 1'}");

    assertThat(result.path("plan").stringValue()).startsWith("Append  (cost=").contains("large");
    assertThat(result.path("tables_involved")).isEqualTo(json("['Odd.One.Small','public.large']"));
    assertThat(result.path("total_cost").doubleValue()).isPositive();
    assertThat(result.path("warnings").toString())
        .contains("Odd.One.Small was never analyzed")
        .doesNotContain("public.large");
  }

  @Test
  void givesThePlanAsJson() {
    var result =
        client.ok(
            "explain", "{'sql':'select * from large where id = $1','params':[7],'format':'json'}");

    assertThat(result.at("/plan/0/Plan/Relation Name").stringValue()).isEqualTo("large");
    assertThat(result.at("/plan/0/Plan/Total Cost").doubleValue())
        .isEqualTo(result.path("total_cost").doubleValue());
    assertThat(result.path("warnings")).isEmpty();
  }

  @Test
  void warnsOfReadingALargeTable() {
    var result = client.ok("explain", "{'sql':'select * from large where a = 1'}");

    assertThat(result.path("warnings")).hasSize(1);
    assertThat(result.at("/warnings/0").stringValue()).startsWith("All of public.large is read");
  }

  @ParameterizedTest
  @CsvSource({"text", "json"})
  void warnsOfWrongEstimatesWhenMeasured(String format) {
    var result =
        client.ok(
            "explain",
            "{'sql':'select * from large where a = 1 and b = 1','analyze':true,'format':'%s'}"
                .formatted(format));

    assertThat(result.path("plan").toString()).containsIgnoringCase("actual");
    assertThat(result.path("warnings").toString()).contains("rows were expected and 1500 found");
  }

  @Test
  void plansForTheValuesGiven() {
    var sql = "{'sql':'select * from large where id < $1::int','params':[%s]}";

    assertThat(client.ok("explain", sql.formatted(10)).path("plan").stringValue())
        .contains("Index");
    assertThat(client.ok("explain", sql.formatted(149_000)).path("plan").stringValue())
        .contains("Seq Scan");
    assertThat(client.error("explain", "{'sql':'select $1::int'}").path("code").stringValue())
        .isEqualTo("ERR_008");
  }

  @Test
  void refusesToMeasureWhatCostsTooMuch() {
    try (var careful = careful()) {
      var dear = "{'sql':'select count(*) from large a, large b'%s}";
      for (var error :
          List.of(
              careful.error("explain", dear.formatted(",'analyze':true")),
              careful.error("query", dear.formatted("")))) {
        assertThat(error.path("code").stringValue()).isEqualTo("ERR_005");
        assertThat(error.at("/details/max_cost").intValue()).isEqualTo(1000);
        assertThat(error.at("/details/estimated_cost").doubleValue()).isGreaterThan(1000);
      }
      careful.ok("explain", dear.formatted(""));
      careful.ok("query", "{'sql':'select * from large where id = 1'}");
      careful.ok("query", "{'sql':'show search_path'}");
    }
  }

  /** A name may look like the cost of a plan. */
  @Test
  void readsTheCostOfAPlanPastNames() {
    try (var careful = careful()) {
      var error =
          careful.error(
              "query",
              "{'sql':'select * from large as \\\"(cost=0.00..0.01 rows=1 width=4)\\\", large b'}");

      assertThat(error.at("/details/estimated_cost").doubleValue()).isGreaterThan(1000);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "explain select 1",
        "explain %s",
        "Explain Verbose %s",
        "explain (%s)",
        "explain (verbose, costs off) (%s)",
        "explain (analyze false) %s",
        "explain (analyze 'off', format json) %s",
        "explain analyze select 1",
        "explain (analyze) (values (1))",
      })
  void showsThePlanOfWhatCostsTooMuch(String explain) {
    try (var careful = careful()) {
      careful.ok("query", Json.object().put("sql", explain.replace("%s", DEAR)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "explain analyze %s",
        "EXPLAIN ANALYSE VERBOSE (%s)",
        "explain (analyze) %s",
        "explain(verbose,analyse'on')(%s)",
        "explain (analyze off, analyze) %s",
        "explain /* not */ analyze %s",
      })
  void refusesToMeasureItInAnExplainOfItsOwn(String explain) {
    try (var careful = careful()) {
      var error = careful.error("query", Json.object().put("sql", explain.replace("%s", DEAR)));

      assertThat(error.path("code").stringValue()).isEqualTo("ERR_005");
      assertThat(error.path("message").stringValue()).containsAnyOf("at most 1000", "comments");
    }
  }

  private static final String DEAR = "select count(*) from large a, large b";

  private ToolClient careful() {
    return new ToolClient(COSTLY, ToolClient.database("default", database.dsn(database.reader())));
  }

  @Test
  void measuresAWriteOnlyWhereOneMayAndKeepsNothing() {
    var arguments = "{'sql':'delete from large where id <= 10','analyze':true}";
    var refusal = client.error("explain", arguments);
    assertThat(refusal.path("code").stringValue()).isEqualTo("ERR_011");

    try (var writing = ToolClient.writing(database, database.owner())) {
      var result = writing.ok("explain", arguments);
      assertThat(result.path("plan").stringValue()).contains("actual");
      assertThat(result.at("/warnings/0").stringValue()).contains("rolled back");
    }
    assertThat(database.ask("select count(*) from large")).isEqualTo("150000");
  }

  @Test
  void saysWhereThePlanOfPostgresqlIsBroken() {
    database.run(
        """
        create table parts (id integer) partition by list (id);
        create table parts_one partition of parts default""");
    var merge =
        "merge into parts p using large l on l.id = p.id and l.id < 5"
            + " when not matched and l.id < 3 then insert (id) values (l.id)";
    try (var writing = ToolClient.writing(database, database.owner())) {
      var arguments = "{'sql':'%s','analyze':true,'format':'%s'}";
      var broken = writing.error("explain", arguments.formatted(merge, "json"));
      assertThat(broken.path("code").stringValue()).isEqualTo("ERR_006");
      assertThat(broken.path("message").stringValue()).endsWith("; ask for format text.");
      assertThat(writing.ok("explain", arguments.formatted(merge, "text")).toString())
          .contains("Merge on");
    } finally {
      database.run("drop table parts");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          select * from nowhere                        | ERR_006 | 15
          select * form large                          | ERR_006 | 10
          select 1; delete from large                  | ERR_005 | 11
          show search_path                             | ERR_005 |
          explain select 1                             | ERR_005 |
          analyze large                                | ERR_005 |
          select count(*) from large a, large b, large c, large d where a.a + b.a + c.a + d.a = -1 | ERR_010 |
          """)
  void saysWhatIsWrong(String sql, String code, Integer position) {
    var arguments =
        code.equals("ERR_010")
            ? Json.object().put("sql", sql).put("analyze", true).put("timeout_ms", 300)
            : Json.object().put("sql", sql);
    var error = client.error("explain", arguments);

    assertThat(error.path("code").stringValue()).isEqualTo(code);
    assertThat(error.at("/details/position").intValue(-1))
        .isEqualTo(position == null ? -1 : position);
    assertThat(client.ok("explain", "{'sql':'select 1'}").path("tables_involved")).isEmpty();
  }

  private static JsonNode json(String text) {
    return Json.MAPPER.readTree(text.replace('\'', '"'));
  }
}
