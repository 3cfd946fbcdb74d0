package dev.howdah.tools.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What PostgreSQL runs to make the result of an SQL function of a type that only its call has. */
@OnEveryPostgres
final class PolymorphicResultsTest {

  private final TestDatabase database;

  PolymorphicResultsTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void build() {
    database.run(
        database.superuser(),
        """
        drop schema public cascade;
        create schema public;
        create type odd as enum ('o', 'p');
        create type wide as (o odd, n integer);
        create table odds (o odd, n integer, w wide);
        insert into odds values ('o', 1, row('o', 1)), ('p', 2, row('p', 2));
        create function poly(anyelement) returns anyelement language sql immutable as 'select 1';
        create function poly_array(anyelement) returns anyarray language sql as
          'select array[1]';
        create function poly_enum(anyenum) returns anyenum language sql as 'select 1';
        create function poly_compatible(anycompatible, anycompatible) returns anycompatible
          language sql as 'select 1';
        create function poly_set(anyelement) returns setof anyelement language sql as 'select 1';
        create function poly_table(anyelement) returns table (z anyelement) language sql as
          'select 1';
        create function poly_inout(inout anyelement) language sql as 'select 1';
        create function poly_two(anyelement, out a anyelement, out b integer) language sql as
          'select 1, 2';
        create function poly_variadic(variadic anyarray) returns anyelement language sql as
          'select 1';
        create function poly_columns(anyelement) returns anyelement language sql as 'select 1, 2';
        create function poly_row(anyelement) returns anyelement language sql as 'select row(1, 2)';
        create function poly_step(anyelement, anyelement) returns anyelement language sql as
          'select 1';
        create aggregate poly_last(anyelement) (sfunc = poly_step, stype = anyelement);
        create aggregate odd_last(odd) (sfunc = poly_step, stype = odd);
        create operator ~> (leftarg = anyelement, rightarg = anyelement, function = poly_step);
        create function recs() returns setof record language sql as 'select 1';
        create function recs_atomic() returns setof record return 1;
        create function rec() returns record language sql as 'select 1, 2';
        create function same(anyelement) returns anyelement language sql as 'select $1';
        create function either(anycompatible, anycompatible) returns anycompatible language sql as
          'select coalesce($1, $2)';
        create function pair(anyelement) returns anyarray language sql as 'select array[$1, $1]';
        create function step(anyelement, anyelement) returns anyelement language sql as
          'select $2';
        create aggregate latest(anyelement) (sfunc = step, stype = anyelement);
        create function distinct_of(anyelement) returns bigint language sql as
          'select count(distinct x) from (values ($1), ($1)) as v(x)'
        """);
  }

  private void addCast() {
    database.run(
        database.superuser(),
        """
        create function runs_odd(integer) returns odd language plpgsql immutable as
          'begin raise exception ''it ran''; end';
        create cast (integer as odd) with function runs_odd(integer) as assignment;
        create function wrap(odd) returns odd language sql as 'select poly($1)';
        create function wrap_atomic(o odd) returns odd return poly(o);
        create function wrap_recs() returns setof odd language sql as
          'select x from recs() as t(x odd)';
        create function wrap_recs_atomic() returns setof odd
          return (select x from recs() as t(x odd));
        create domain wary as odd check (poly(value) is not null);
        create table defaulted (n integer, o odd default poly('o'::odd));
        create view over_poly as select poly(o) as o from odds;
        create view over_recs as select * from recs() as t(x odd);
        create view over_rows as select * from rows from (recs() as (x odd), recs() as (y integer))
        """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select poly('o'::odd)",
        "select poly_array('o'::odd)",
        "select poly_enum('o'::odd)",
        "select poly_compatible('o'::odd, 'p')",
        "select poly_set('o'::odd)",
        "select * from poly_set('o'::odd)",
        "select * from poly_table('o'::odd)",
        "select poly_inout('o'::odd)",
        "select (poly_two('o'::odd)).b",
        "select * from poly_two('o'::odd)",
        "select poly_variadic('o'::odd, 'p')",
        "select poly_columns(w) from odds",
        "select poly_row(w) from odds",
        "select poly_last(o) from odds",
        "select odd_last(o) from odds",
        "select poly_last(o) over (order by n) from odds",
        "select o ~> o from odds",
        "select 'o'::wary",
        "select * from over_poly",
        "explain insert into defaulted (n) values (1)",
        "select wrap('o')",
        "select wrap_atomic('o')",
        "select * from recs() as t(x odd)",
        "select * from recs_atomic() as t(x odd)",
        "select * from recs() as (x odd)",
        "select * from rows from (recs() as (x odd), recs() as (y integer))",
        "select * from odds, lateral recs() as t(x odd)",
        "select * from rec() as t(n integer, x odd)",
        "select * from over_recs",
        "select * from over_rows",
        "select wrap_recs()",
        "select wrap_recs_atomic()",
        "select (select x from recs() as t(x odd) limit 1) from odds",
      })
  void noCastRunsByTheWay(String sql) {
    addCast();
    assertThatThrownBy(() -> database.run(database.superuser(), sql))
        .hasStackTraceContaining("it ran");
    try (var client = ToolClient.of(database, database.superuser())) {
      refused(client, "query", sql);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert into odds (o) values ('o') returning poly(o)",
        "insert into odds (o) select x from recs() as t(x odd)",
        "create index on odds (poly(o))",
        "create table made (o odd, check (poly(o) is not null))",
        "create table made (o odd, p odd generated always as (poly(o)) stored)",
        "create table made (o odd default poly('o'::odd))",
        "alter table odds alter column o type odd using poly(o)",
        "create materialized view made as select poly(o) from odds",
        "create materialized view made as select * from recs() as t(x odd)",
        "create table made as select poly(o) from odds",
        "create table made as select * from recs() as t(x odd)",
      })
  void noCastRunsByAWriteOrADefinition(String sql) {
    addCast();
    try (var client = ToolClient.writing(database, database.superuser())) {
      refused(client, "execute", sql);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select poly(s) from checked",
        "select s ~> s from checked",
        "select poly_last(s) from checked",
        "select odd_last(s) from checked",
        "select * from over_checked",
        "select last from over_last",
        "select wrap(s) from checked",
        "select distinct_of(d) from dotted",
        "select * from over_dotted",
      })
  void noTypeRunsByTheWay(String sql) {
    database.run(
        database.superuser(),
        """
        create function runs_check(integer) returns boolean language plpgsql immutable as
          'begin if $1 = 1 then raise exception ''it ran''; end if; return true; end';
        create domain strict as integer check (runs_check(value));
        create table checked (s strict);
        insert into checked values (2), (3);
        create aggregate odd_last(strict) (sfunc = poly_step, stype = strict);
        create function wrap(strict) returns strict language sql as 'select poly($1)';
        create view over_checked as select poly(s) as s from checked;
        create view over_last as select poly_last(s) as last from checked;
        create type dot as (x integer);
        create function runs_compare(dot, dot) returns integer language plpgsql immutable as
          'begin raise exception ''it ran''; end';
        create function runs_less(dot, dot) returns boolean language plpgsql immutable as
          'begin raise exception ''it ran''; end';
        create operator <<< (leftarg = dot, rightarg = dot, function = runs_less);
        create operator === (leftarg = dot, rightarg = dot, function = runs_less);
        create operator class dot_ops default for type dot using btree as
          operator 1 <<<, operator 3 ===, function 1 runs_compare(dot, dot);
        create table dotted (d dot);
        insert into dotted values (row(1));
        create view over_dotted as select distinct_of(d) from dotted
        """);
    assertThatThrownBy(() -> database.run(database.superuser(), sql))
        .hasStackTraceContaining("it ran");
    try (var client = ToolClient.of(database, database.superuser())) {
      refused(client, "query", sql);
    }
  }

  private static void refused(ToolClient client, String tool, String sql) {
    var error = client.error(tool, Json.object().put("sql", sql));
    assertThat(error.path("code").stringValue()).as(error.toString()).isEqualTo("ERR_005");
    assertThat(error.path("message").stringValue()).contains("runs_").doesNotContain("it ran");
  }

  /** Where there is no such cast. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "select same('o'::odd), same(1), same('x'::text), same(o), same(w) from odds",
        "select poly(1), poly_array(1), poly_compatible(1, 2.5), poly_inout(1)",
        "select either(n, 2.5), pair(o), distinct_of(o) from odds",
        "select latest(o), latest(n), latest(w), count(*) from odds",
        "select latest(n) over (order by n) from odds",
        "select * from poly_set(1) as s, poly_table(1) as t, poly_two(1) as u",
        "select n ~> n from odds",
      })
  void polymorphicFunctionsRun(String sql) {
    answered(sql);
  }

  /** Although there is a cast that is refused. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "select distinct_of(o) from odds",
        "select * from recs() as t(x integer)",
        "select * from recs_atomic() as t(x bigint)",
        "select * from recs() as t(x text)",
        "select * from rec() as t(x numeric(5, 2), y integer)",
        "select * from rows from (recs() as (x integer), recs() as (y integer))",
        "select * from json_to_record('{\"x\": \"o\"}') as t(x odd, y integer[])",
      })
  void columnsOfOtherTypesAreListed(String sql) {
    addCast();
    answered(sql);
  }

  private void answered(String sql) {
    try (var client = ToolClient.of(database, database.superuser())) {
      client.ok("query", Json.object().put("sql", sql));
    }
  }
}
