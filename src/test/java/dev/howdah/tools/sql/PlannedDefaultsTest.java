package dev.howdah.tools.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.auth.AccessSettings;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A plan of a write runs nothing that the statement may not, and shows nothing that is closed. */
@OnEveryPostgres
final class PlannedDefaultsTest {

  private final TestDatabase database;

  PlannedDefaultsTest(TestDatabase database) {
    this.database = database;
  }

  /** The planner evaluates what is declared immutable, whatever it does. */
  @BeforeEach
  void build() {
    database.run(
        """
        drop schema if exists made cascade;
        create schema made;
        create table made.secrets (token text);
        insert into made.secrets values ('TOK-1');
        create function made.ran() returns integer language plpgsql immutable
          as 'begin raise exception ''it ran''; end';
        create function made.told() returns text language sql immutable
          as 'select token from made.secrets limit 1';
        create function made.wrapped() returns integer language sql volatile
          as 'select made.ran()';
        create domain made.own as integer default made.ran();
        create table made.plain (id integer, x integer);
        create table made.kept (id integer, x integer default made.ran());
        create table made.outer_one (id integer, x integer default made.wrapped());
        create table made.telling (id integer, x text default made.told());
        create table made.by_domain (id integer, x made.own);
        create view made.over as select id, x from made.kept;
        create view made.with_own as select id, x from made.plain;
        alter view made.with_own alter column x set default made.ran();
        create table made.usual (id serial primary key, at timestamptz default now(),
          day date default current_date, token uuid default gen_random_uuid(), n integer default 7,
          name text default upper('a') || 'b')
        """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert into made.kept (id) values (1)",
        "insert into made.kept default values",
        "insert into made.kept (id) select 1 where false",
        "insert into made.outer_one (id) values (1)",
        "insert into made.by_domain (id) values (1)",
        "insert into made.over (id) values (1)",
        "insert into made.with_own (id) values (1)",
        "update made.kept set x = default",
        "merge into made.kept k using made.plain p on p.id = k.id"
            + " when not matched then insert (id) values (1)",
        "with w as (insert into made.kept (id) values (1) returning 1) select * from w",
      })
  void nothingRunsThatMayNot(String sql) {
    try (var client = ToolClient.of(database, database.owner())) {
      for (String text : List.of("explain " + sql, "explain (verbose, costs off) " + sql)) {
        var error = client.error("query", Json.object().put("sql", text));
        assertThat(error.path("code").stringValue()).as(text).isEqualTo("ERR_005");
        assertThat(error.toString()).doesNotContain("it ran");
      }
      var error = client.error("explain", Json.object().put("sql", sql));
      assertThat(error.path("code").stringValue()).as(sql).isEqualTo("ERR_005");
      client.ok("query", "{'sql':'select 1'}");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert into made.telling (id) values (1)",
        "update made.telling set x = default",
      })
  void nothingClosedIsShown(String sql) {
    var access =
        new AccessSettings(
            true,
            List.of("made.secrets"),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            true,
            null,
            null);
    try (var client =
        new ToolClient(
            ToolClient.QUERY,
            access,
            ToolClient.database("default", database.dsn(database.owner())))) {
      String text = "explain verbose " + sql;
      var error = client.error("query", Json.object().put("sql", text));
      assertThat(error.toString()).as(text).doesNotContain("TOK-1");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert into made.usual (name) values ('x')",
        "insert into made.usual default values",
        "update made.usual set at = default, name = default",
        "delete from made.kept",
        "insert into made.plain values (1, 2)",
      })
  void usualDefaultsArePlanned(String sql) {
    try (var client = ToolClient.of(database, database.owner())) {
      client.ok("query", Json.object().put("sql", "explain " + sql));
      client.ok("explain", Json.object().put("sql", sql));
    }
  }
}
