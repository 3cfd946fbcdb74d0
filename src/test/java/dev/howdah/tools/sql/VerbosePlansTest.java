package dev.howdah.tools.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.auth.AccessSettings;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import java.util.List;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** With VERBOSE a plan lists columns that the statement does not name; no blocked one is shown. */
@OnEveryPostgres
final class VerbosePlansTest {

  /** Names of what is blocked or generated from that, and a default of it. */
  private static final String SECRETS = "(?is).*(ssn|upper|CODE-1).*";

  private static final List<String> TOUCHING =
      List.of(
          "select count(*) from told.customers",
          "select id from told.customers order by id",
          "select count(*) from told.names",
          "select count(*) from told.customers_one",
          "select 1 from told.plain p where exists (select from told.customers c where c.id = p.id)",
          "with c as materialized (select id from told.customers) select count(*) from c",
          "select count(*) from told.guarded",
          "insert into told.customers (id) values (1)",
          "insert into told.customers default values",
          "insert into told.customers (id) values (1) on conflict do nothing",
          "insert into told.names (id) select 1",
          "insert into told.customers_one (id) values (1)",
          "update told.customers set name = 'x' where id = 1",
          "delete from told.customers",
          "merge into told.customers_one c using told.plain p on p.id = c.id"
              + " when not matched then insert (id) values (p.id)",
          "with w as (insert into told.customers (id) values (1) returning id) select * from w");

  private final TestDatabase database;

  VerbosePlansTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeParameterizedClassInvocation
  static void build(TestDatabase database) {
    database.run(
        """
        create schema told;
        create table told.plain (id integer, n integer default 7);
        create table told.customers (
          id integer, name text, ssn text default 'CODE-1',
          upper text generated always as (upper(ssn)) stored) partition by list (id);
        create table told.customers_one partition of told.customers for values in (1);
        create table told.customers_rest partition of told.customers default;
        create view told.names as select id, name from told.customers;
        create table told.parents (id integer primary key);
        create table told.children (id integer references told.parents on delete cascade);
        insert into told.parents values (1);
        insert into told.children values (1), (1);
        create table told.guarded (id integer);
        alter table told.guarded enable row level security;
        alter table told.guarded force row level security;
        create policy known on told.guarded
          using (exists (select from told.customers c where c.id = guarded.id));
        """);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void nothingBlockedIsListed(boolean catalogues) {
    try (var client = blocking(catalogues)) {
      for (String sql : TOUCHING) {
        for (boolean analyze : new boolean[] {false, true}) {
          for (String format : List.of("text", "json")) {
            var plan = client.ok("explain", sql(sql).put("format", format).put("analyze", analyze));
            assertThat(plan.toString()).as(sql).doesNotMatch(SECRETS).doesNotContain("Output");
            assertThat(plan.path("tables_involved").toString()).as(sql).contains("told.");
          }
        }
        for (String options : List.of("", "(costs off)", "(verbose off)", "(format json)")) {
          var plan = client.ok("query", sql("explain " + options + " " + sql));
          assertThat(plan.toString()).as(sql).doesNotMatch(SECRETS);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void verboseIsRefused(boolean catalogues) {
    try (var client = blocking(catalogues)) {
      for (String sql : TOUCHING) {
        for (String options : List.of("verbose", "(verbose, format json)", "(verbose on)")) {
          var error = client.error("query", sql("explain " + options + " " + sql));
          assertThat(error.path("code").stringValue()).as(sql).isEqualTo("ERR_011");
          assertThat(error.path("message").stringValue()).contains("leave VERBOSE out");
          assertThat(error.toString()).doesNotMatch(SECRETS);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"select id from told.plain", "select 1", "select n from generate_series(1, 3) n"})
  void theRestIsShownWithVerbose(String sql) {
    try (var client = blocking(false)) {
      assertThat(client.ok("query", sql("explain verbose " + sql)).toString()).contains("Output");
      assertThat(client.ok("explain", sql(sql).put("format", "json")).toString())
          .contains("Output");
    }
  }

  /** They name the tables that foreign keys lead to, and count their rows. */
  @ParameterizedTest
  @ValueSource(strings = {"text", "json"})
  void theTriggersOfAMeasuredWriteAreNotShown(String format) {
    ObjectNode measured =
        sql("delete from told.parents where id = 1").put("format", format).put("analyze", true);
    try (var client = blocking(true);
        var open =
            new ToolClient(
                ToolClient.QUERY,
                AccessSettings.NONE,
                ToolClient.writable("default", database.dsn(database.superuser())))) {
      assertThat(open.ok("explain", measured).toString()).contains("children_id_fkey");
      assertThat(client.ok("explain", measured).path("plan").toString())
          .contains("Delete", "Execution Time")
          .doesNotContain("Trigger ", "Triggers", "children");
    }
  }

  private static ObjectNode sql(String sql) {
    return Json.object().put("sql", sql);
  }

  private ToolClient blocking(boolean catalogues) {
    var access =
        new AccessSettings(
            true,
            List.of(),
            List.of("told.customers.ssn"),
            List.of(),
            List.of(),
            List.of(),
            catalogues,
            null,
            null);
    return new ToolClient(
        ToolClient.QUERY, access, ToolClient.writable("default", database.dsn(database.owner())));
  }
}
