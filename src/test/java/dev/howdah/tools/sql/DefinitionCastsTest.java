package dev.howdah.tools.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What PostgreSQL runs by a definition without being told: casts, and what indexes compare by. */
@OnEveryPostgres
final class DefinitionCastsTest {

  private final TestDatabase database;

  DefinitionCastsTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void build() {
    database.run(
        database.superuser(),
        """
        drop table if exists odd, parted, pairs, plain, marked, dotted, checked cascade;
        drop materialized view if exists kept;
        drop operator family if exists odd_ops using btree cascade;
        drop domain if exists fine cascade;
        drop type if exists nested, shaped, kind, pair, mark, dot, dotrange cascade;
        create type kind as enum ('one', 'two');
        create type pair as (k kind, n integer);
        create type mark as enum ('m');
        create type dot as (x integer);
        create domain fine as kind;
        create type nested as (p pair, n integer);
        create type shaped as (a integer, c kind);
        create or replace function runs_cast(integer) returns kind language plpgsql immutable as
          'begin raise exception ''it ran''; end';
        create or replace function runs_bool(kind) returns boolean language plpgsql immutable as
          'begin raise exception ''it ran''; end';
        create or replace function runs_text(mark) returns text language plpgsql immutable as
          'begin raise exception ''it ran''; end';
        create cast (integer as kind) with function runs_cast(integer) as assignment;
        create cast (kind as boolean) with function runs_bool(kind) as assignment;
        create cast (mark as text) with function runs_text(mark) as assignment;
        create or replace function runs_compare(dot, dot) returns integer
          language plpgsql immutable as 'begin raise exception ''it ran''; end';
        create or replace function runs_less(dot, dot) returns boolean
          language plpgsql immutable as 'begin raise exception ''it ran''; end';
        create operator <<< (leftarg = dot, rightarg = dot, function = runs_less);
        create operator class dot_ops default for type dot using btree as
          operator 1 <<<, function 1 runs_compare(dot, dot);
        create or replace function runs_order(integer, integer) returns integer
          language plpgsql immutable as 'begin raise exception ''it ran''; end';
        create operator class odd_ops for type integer using btree as
          operator 1 <, operator 3 =, function 1 runs_order(integer, integer);
        create or replace function runs_over(kind, integer) returns boolean
          language plpgsql immutable as 'begin raise exception ''it ran''; end';
        create operator % (leftarg = kind, rightarg = integer, function = runs_over);
        create or replace function runs_kept() returns integer
          language plpgsql volatile as 'begin return 1; end';
        create materialized view kept as select runs_kept() as n;
        create table odd (a integer, c kind, m mark);
        create table pairs (p pair, ks kind[]);
        create table parted (k kind) partition by list (k);
        create table plain (a integer, b integer, t text, at timestamptz);
        create type dotrange as range (subtype = dot);
        create table dotted (d dot, i integer, r dotrange, ds dot[]);
        create table checked (a integer, check (a % 2 = 0));
        insert into plain values (1, 2, 'x');
        insert into odd values (1, 'one', 'm');
        insert into dotted values (row(1), 1), (row(2), 2);
        insert into checked values (2)
        """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create table made (c kind default 1)",
        "create table made (c kind default 1 + 1)",
        "create table made (c fine default 1)",
        "create table made (a integer, c kind generated always as (a) stored)",
        "create table made (a text, c kind generated always as (length(a)) stored)",
        "create table made (c kind[] default array[1, 2])",
        "create table made (p pair default row(1, 2))",
        "create table made (a integer, c kind, check (c))",
        "create table made (n nested default row(row(1, 2), 3))",
        "create table made of shaped (c default 1)",
        "create table made (c kind default case when true then 1 end)",
        "create table made (check (c)) inherits (odd)",
        "create table made (t text default 'm'::mark)",
        "create domain more as kind default 1",
        "create domain more as kind check (value)",
        "alter table odd add column d kind default 1",
        "alter table odd add column d kind generated always as (a) stored",
        "alter table odd alter column c set default 1",
        "alter table odd alter column c set default abs(-1)",
        "alter table odd add check (c)",
        "alter table odd alter column a type fine using 1",
        "alter table pairs alter column p set default row(1, 2)",
        "alter table pairs alter column ks set default array[1]",
        "create index on odd (a) where c",
        "create table part partition of parted for values in (1)",
        "create table part partition of parted (k default 1) for values in ('one')",
        "create table made (like odd, e kind default 1)",
      })
  void noCastRunsByTheWay(String sql) {
    refused(sql);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create index on dotted (d)",
        "create unique index on dotted using btree (d desc)",
        "create index on dotted ((d))",
        "create index on dotted (r)",
        "create index on dotted using gist (r)",
        "create index on dotted using gin (ds)",
        "create index on dotted (i odd_ops)",
        "create index on dotted (i public.odd_ops)",
        "alter table dotted add unique (d)",
        "alter table dotted add primary key (i, d)",
        "alter table dotted add exclude using btree (i with =, d with <<<)",
        "alter table dotted add exclude using btree (i odd_ops with =)",
        "create table made (d dot primary key)",
        "create table made (d dot[] unique)",
        "create table made (d dot) partition by range (d)",
        "create table made (i integer) partition by range (i odd_ops)",
      })
  void noOperatorClassRunsByTheWay(String sql) {
    refused(sql);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alter table checked alter column a type kind using 'one'",
        "refresh materialized view kept",
      })
  void whatIsStoredIsNotRunAnew(String sql) {
    refused(sql);
  }

  private void refused(String sql) {
    try (var client = ToolClient.writing(database, database.superuser())) {
      var error = client.error("execute", Json.object().put("sql", sql));
      assertThat(error.path("code").stringValue()).as(error.toString()).isEqualTo("ERR_005");
      assertThat(error.path("message").stringValue()).contains("runs").doesNotContain("it ran");
    }
  }

  /** Although there are casts and classes that are refused. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        create table made (id bigserial primary key, n numeric(5, 2) default 1, t varchar(9) default 'x',
          u text unique default current_user, c kind default 'one', at date default now(),
          twice integer generated always as (f * 2) stored, f integer check (f > 0), p pair,
          ok boolean default true, tags text[] default array['a'], m mark)
        """,
        "alter table plain add column c kind default 'two'",
        "alter table plain alter column t set default 'x' || 'y'",
        "alter table plain alter column at set default now()",
        "alter table plain alter column a type bigint",
        "alter table dotted alter column i type bigint",
        "alter table plain alter column a type numeric using a::numeric + 1",
        "alter table plain add check (a < b and t is not null)",
        "create index on plain (lower(t)) where a > 0",
        "create index on plain using hash (t)",
        "create index on plain (t text_pattern_ops)",
        "create unique index on odd (c, m)",
        "alter table plain add primary key (a)",
        "create table part partition of parted for values in ('one', null)",
        "create table ranged (at date) partition by range (at)",
        "alter table plain add exclude using gist (box(point(a, b), point(a, b)) with &&)",
        "create domain more as integer default 1 check (value > 0)",
      })
  void whatIsHarmlessIsDefined(String sql) {
    database.run(
        database.superuser(),
        "drop table if exists made, ranged cascade; drop domain if exists more cascade");
    try (var client = ToolClient.writing(database, database.superuser())) {
      client.ok("execute", Json.object().put("sql", sql));
    }
  }
}
