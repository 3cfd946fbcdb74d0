package dev.howdah.tools.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * The type of arrays of a table's rows has a name, too, and what converts to it runs what converts
 * to the columns' types.
 */
@OnEveryPostgres
final class RowTypeArraysTest {

  private final TestDatabase database;

  RowTypeArraysTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void tables() {
    database.run(
        """
        drop schema if exists public, other cascade;
        create schema public;
        create function runs(integer) returns boolean language plpgsql as
          'begin raise exception ''it ran''; end';
        create domain checked as integer check (runs(value));
        create table risky (a checked);
        create view shown as select null::checked as a;
        create table plain (a integer, b text);
        create schema other;
        create table other.risky (a checked);
        create type _taken as (x integer);
        create table taken (a checked)""");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select '{\"(1)\"}'::_risky",
        "select cast('{\"(1)\"}' as public._risky)",
        "select _risky '{\"(1)\"}'",
        "select '{\"(1)\"}'::text::_risky",
        "select array[row(1)]::_risky",
        "select _risky('{\"(1)\"}')",
        "select public._risky('{\"(1)\"}')",
        "select other._risky('{\"(1)\"}')",
        "select ('{\"(1)\"}'::text)._risky",
        "select ('{\"(1)\"}')._risky is null",
        "select _shown('{\"(1)\"}')",
        "select cardinality(_shown('{\"(1)\"}'))",
        "select * from json_to_record('{\"a\":[{\"a\":1}]}') as x(a _risky)",
        "explain select _risky('{\"(1)\"}')",
      })
  void nothingRunsThatIsNotAllowed(String sql) {
    try (ToolClient server = ToolClient.of(database, database.owner())) {
      JsonNode answer = server.call("query", Json.object().put("sql", sql));

      assertThat(answer.toString()).contains("ERR_005").doesNotContain("it ran");
    }
  }

  /** A name that is taken gets more in front or, in later versions, behind. */
  @Test
  void nothingRunsByAnotherName() {
    try (ToolClient server = ToolClient.of(database, database.owner())) {
      String name =
          server
              .rows("select typname from pg_type where typelem = 'public.taken'::regtype")
              .at("/0/typname")
              .stringValue();
      assertThat(name).isNotEqualTo("_taken");

      JsonNode error =
          server.error("query", Json.object().put("sql", "select " + name + "('{\"(1)\"}')"));

      assertThat(error.path("code").stringValue()).isEqualTo("ERR_005");
    }
  }

  @Test
  void plainOnesMayBeRead() {
    try (ToolClient server = ToolClient.of(database, database.owner())) {
      for (String sql :
          new String[] {
            "select (_plain('{\"(1,x)\"}'))[1].b as b",
            "select ('{\"(1,x)\"}'::text)._plain[1].b as b",
            "select ('{\"(1,x)\"}'::public._plain)[1].b as b"
          }) {
        JsonNode answer = server.call("query", Json.object().put("sql", sql));

        assertThat(answer.at("/structuredContent/rows/0/b").stringValue(""))
            .as("%s", answer)
            .isEqualTo("x");
      }
    }
  }

  @Test
  void oneThatIsMadeLaterIsNoticed() {
    try (ToolClient server = ToolClient.of(database, database.owner())) {
      var call = Json.object().put("sql", "select _later('{\"(1)\"}')");
      assertThat(server.call("query", call).toString()).contains("does not exist");

      database.run("create table later (a checked)");

      assertThat(server.call("query", call).toString())
          .contains("ERR_005")
          .doesNotContain("it ran");
    }
  }
}
