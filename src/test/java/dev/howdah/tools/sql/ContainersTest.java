package dev.howdah.tools.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arrays, rows and ranges are compared by what compares the values within. */
@OnEveryPostgres
final class ContainersTest {

  private final TestDatabase database;

  ContainersTest(TestDatabase database) {
    this.database = database;
  }

  /** What is stored was compared while it was harmless. */
  @BeforeParameterizedClassInvocation
  static void build(TestDatabase database) {
    database.run(
        database.superuser(),
        """
        drop schema if exists held cascade;
        create schema held;
        set search_path = held, public;
        create type own as enum ('a', 'b');
        create function runs_compare(own, own) returns integer language plpgsql immutable as
          'begin return 0; end';
        create function runs_hash(own) returns integer language plpgsql immutable as
          'begin return 0; end';
        create function runs_order(integer, integer) returns integer language plpgsql immutable as
          'begin return pg_catalog.btint4cmp($1, $2); end';
        create function runs_diff(float8, float8) returns float8 language plpgsql immutable as
          'begin return $1 - $2; end';
        create function runs_less(own, own) returns boolean language plpgsql immutable as
          'begin return false; end';
        create function runs_equal(own, own) returns boolean language plpgsql immutable as
          'begin return true; end';
        create operator <<< (leftarg = own, rightarg = own, function = runs_less);
        create operator === (leftarg = own, rightarg = own, function = runs_equal);
        create operator class own_btree default for type own using btree as
          operator 1 <<<, operator 3 ===, function 1 runs_compare(own, own);
        create operator class own_hash default for type own using hash as
          operator 1 ===, function 1 runs_hash(own);
        create operator class odd_order for type integer using btree as
          operator 1 <, operator 3 =, function 1 runs_order(integer, integer);
        create function runs_point(point, point) returns integer language plpgsql immutable as
          'begin raise exception ''it ran''; end';
        create function runs_near(point, point) returns boolean language plpgsql immutable as
          'begin raise exception ''it ran''; end';
        create operator <<< (leftarg = point, rightarg = point, function = runs_near);
        create operator === (leftarg = point, rightarg = point, function = runs_near);
        create operator class point_own default for type point using btree as
          operator 1 <<<, operator 3 ===, function 1 runs_point(point, point);
        create type odd as range (subtype = integer, subtype_opclass = odd_order);
        create type apart as range (subtype = float8, subtype_diff = runs_diff);
        create domain several as own[];
        create type pair as (o own, n integer);
        create table ownt (w own, x own[]);
        create table rowt (k pair, s several);
        create table ranget (r odd, m odd_multirange, rs odd[], d apart);
        create table points (ps point[]);
        create table plain (n integer, ns integer[], t text, d daterange, j jsonb, i int4range);
        create function rec() returns record language sql as 'select w, w from held.ownt';
        create function same(anyarray, anyarray) returns boolean language sql as
          'select $1 = $2';
        create view overlapping as select a.x && b.x as o from ownt a, ownt b;
        create view distinct_arrays as select distinct x from ownt;
        create view sorted_arrays as select w from ownt order by x;
        create view united as select x from ownt union select x from ownt;
        create view greatest_array as select greatest(x, x) from ownt;
        create view cycling as
          with recursive t as (select w from ownt union all select w from t)
            cycle w set c using p select w from t;
        create view lengths as select cardinality(x) as n from ownt;
        insert into ownt values ('a', '{a,b}'), ('b', '{b}');
        insert into rowt values (row('a', 1), '{a}'), (row('b', 1), '{b}');
        insert into ranget values ('[1,3)', '{[1,3)}', '{"[1,3)"}', '[1,3)'), ('[2,4)', '{[2,4)}', '{}', '[2,4)');
        insert into points values ('{"(1,2)"}');
        insert into plain values (1, '{1,2}', 'a', '[2026-01-01,2026-02-01)', '{"a": 1}', '[1,5)');
        create or replace function runs_compare(own, own) returns integer
          language plpgsql immutable as 'begin raise exception ''it ran''; end';
        create or replace function runs_less(own, own) returns boolean
          language plpgsql immutable as 'begin raise exception ''it ran''; end';
        create or replace function runs_equal(own, own) returns boolean
          language plpgsql immutable as 'begin raise exception ''it ran''; end';
        create or replace function runs_hash(own) returns integer
          language plpgsql immutable as 'begin raise exception ''it ran''; end';
        create or replace function runs_order(integer, integer) returns integer
          language plpgsql immutable as 'begin raise exception ''it ran''; end';
        create or replace function runs_diff(float8, float8) returns float8
          language plpgsql immutable as 'begin raise exception ''it ran''; end'
        """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select x @> x from held.ownt",
        "select a.x && b.x from held.ownt a, held.ownt b",
        "select a.x = b.x from held.ownt a, held.ownt b",
        "select a.x < b.x from held.ownt a, held.ownt b",
        "select 1 from held.ownt a join held.ownt b using (x)",
        "select x in ('{a}', '{b}') from held.ownt",
        "select x = any (array[x]) from held.ownt",
        "select case x when '{a}' then 1 end from held.ownt",
        "select max(x) from held.ownt",
        "select array_position(x, w) from held.ownt",
        "select array_positions(x, w) from held.ownt",
        "select array_remove(x, w) from held.ownt",
        "select array_replace(x, w, w) from held.ownt",
        "select width_bucket(w, x) from held.ownt",
        "select hash_array(x) from held.ownt",
        "select btarraycmp(x, x) from held.ownt",
        "select s = s from held.rowt",
        "select ps = ps from held.points",
        "select held.same(x, x) from held.ownt",
        "select array[row(w)] = array[row(w)] from held.ownt",
        "select held.rec() = held.rec()",
        "select held.rec() as r order by r",
        """
        with recursive t as (select w from held.ownt union all select w from t)
          cycle w set c using p select w from t
        """,
        "select w from held.cycling",
        "select o from held.overlapping",
        "select x from held.distinct_arrays",
        "select w from held.sorted_arrays",
        "select x from held.united",
        "select greatest from held.greatest_array",
      })
  void noArrayIsComparedByWhatMayNotRun(String sql) {
    refused(sql);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select ownt = ownt from held.ownt",
        "select a < b from held.ownt a, held.ownt b",
        "select a is distinct from b from held.ownt a, held.ownt b",
        "select nullif(a, b) from held.ownt a, held.ownt b",
        "select k = k from held.rowt",
        "select k in (k, k) from held.rowt",
        "select hash_record(k) from held.rowt",
        "select btrecordcmp(k, k) from held.rowt",
        "select row(w) = (select row(w)) from held.ownt",
        "select s = s from (select w, x from held.ownt) s",
      })
  void noRowIsComparedByWhatMayNotRun(String sql) {
    refused(sql);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select r @> 1 from held.ranget",
        "select 1 <@ r from held.ranget",
        "select a.r = b.r from held.ranget a, held.ranget b",
        "select a.r && b.r from held.ranget a, held.ranget b",
        "select a.r * b.r from held.ranget a, held.ranget b",
        "select a.r << b.r from held.ranget a, held.ranget b",
        "select range_agg(r) from held.ranget",
        "select range_intersect_agg(r) from held.ranget",
        "select range_merge(r, r) from held.ranget",
        "select multirange(r) from held.ranget",
        "select m @> 1 from held.ranget",
        "select m + m from held.ranget",
        "select rs = rs from held.ranget",
      })
  void noRangeIsComparedByWhatMayNotRun(String sql) {
    refused(sql);
  }

  @Test
  void newAggregatesCompareToo() {
    if (database.major() >= 18) {
      refused("select min(a) from held.ownt a");
      refused("select max(k) from held.rowt");
      refused("select array_sort(x) from held.ownt");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select array_position(ns, n), ns @> ns, ns && ns, ns = ns, max(ns) from held.plain group by n, ns",
        "select n in (1, 2), n = any (ns), array_remove(ns, n), hash_array(ns) from held.plain",
        "select d @> date '2026-01-02', i && i, range_merge(d, d), j @> j from held.plain",
        "select a.* = b.*, a = b, row(a.n, a.t) = row(b.n, b.t) from held.plain a, held.plain b",
        "select array_length(x, 1), cardinality(x), array_append(x, w), w || x from held.ownt",
        "select unnest(x) from held.ownt",
        "select array_to_string(x, ',') from held.ownt",
        "select array_agg(w), count(x), json_agg(w) from held.ownt",
        "select coalesce(w, w), row_to_json(ownt), to_jsonb(x), lag(w) over () from held.ownt",
        "select lower(r), upper(r), isempty(r) from held.ranget",
        "select array_agg(row(n, t)) from held.plain",
        "select n from held.lengths",
      })
  void whatComparesNothingOrByBuiltInFunctionsIsFree(String sql) {
    try (var client = ToolClient.of(database, database.superuser())) {
      client.ok("query", Json.object().put("sql", sql));
    }
  }

  private void refused(String sql) {
    try (var client = ToolClient.of(database, database.superuser())) {
      var error = client.error("query", Json.object().put("sql", sql));
      assertThat(error.path("code").stringValue()).as(error.toString()).isEqualTo("ERR_005");
      assertThat(error.path("message").stringValue())
          .as(error.toString())
          .contains("held.runs_")
          .doesNotContain("it ran");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create index on held.ranget using gist (d)",
        "create index on held.ranget using gist (d range_ops)",
        "create index on held.ranget using gist (multirange(d))",
        "alter table held.ranget add exclude using gist (d with -|-)",
        "create index on held.ranget (r)",
        "create index on held.ranget (r range_ops)",
        "create index on held.ranget using gin (rs)",
        "create index on held.ranget using gin (rs array_ops)",
        "create index on held.ownt using gin (x array_ops)",
        "alter table held.ranget add unique (r)",
      })
  void noIndexComparesByWhatMayNotRun(String sql) {
    try (var client = ToolClient.writing(database, database.superuser())) {
      var error = client.error("execute", Json.object().put("sql", sql));
      assertThat(error.path("code").stringValue()).as(error.toString()).isEqualTo("ERR_005");
      assertThat(error.path("message").stringValue())
          .as(error.toString())
          .contains("held.runs_")
          .doesNotContain("it ran");
    }
  }
}
