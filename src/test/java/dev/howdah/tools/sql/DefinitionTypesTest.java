package dev.howdah.tools.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Operators and casts that somebody made for a type of theirs close what is done with it alone. */
@OnEveryPostgres(withoutGap = true)
final class DefinitionTypesTest {

  /** Everything that a definition could change: what there is, and how it is defined. */
  private static final String STATE =
      """
      select md5(concat(
        (select string_agg(concat_ws(':', c.oid, c.relname, c.relfilenode), ',' order by c.oid)
         from pg_class c where c.relnamespace = 'public'::regnamespace),
        (select string_agg(concat_ws(':', a.attrelid, a.attnum, a.xmin), ',' order by a.attrelid, a.attnum)
         from pg_attribute a join pg_class c on c.oid = a.attrelid
         where c.relnamespace = 'public'::regnamespace),
        (select string_agg(concat_ws(':', d.oid, d.xmin), ',' order by d.oid) from pg_attrdef d),
        (select string_agg(concat_ws(':', k.oid, k.xmin), ',' order by k.oid) from pg_constraint k),
        (select string_agg(concat_ws(':', t.oid, t.xmin), ',' order by t.oid)
         from pg_type t where t.typnamespace = 'public'::regnamespace)))
      """;

  private final TestDatabase database;

  DefinitionTypesTest(TestDatabase database) {
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
        create function runs_odd(odd, odd) returns boolean language plpgsql immutable as
          'begin raise exception ''it ran''; end';
        create function runs_number(odd, integer) returns boolean language plpgsql immutable as
          'begin raise exception ''it ran''; end';
        create function runs_sum(odd, integer) returns integer language plpgsql immutable as
          'begin raise exception ''it ran''; end';
        create function runs_key(odd, text) returns text language plpgsql immutable as
          'begin raise exception ''it ran''; end';
        create function runs_all(anyelement, odd) returns boolean language plpgsql immutable as
          'begin raise exception ''it ran''; end';
        create operator = (leftarg = odd, rightarg = odd, function = runs_odd);
        create operator <> (leftarg = odd, rightarg = odd, function = runs_odd);
        create operator >= (leftarg = odd, rightarg = integer, function = runs_number);
        create operator <= (leftarg = odd, rightarg = integer, function = runs_number);
        create operator > (leftarg = odd, rightarg = integer, function = runs_number);
        create operator + (leftarg = odd, rightarg = integer, function = runs_sum);
        create operator ->> (leftarg = odd, rightarg = text, function = runs_key);
        create operator ~~ (leftarg = odd, rightarg = text, function = runs_key);
        create operator === (leftarg = anyelement, rightarg = odd, function = runs_all);
        create function lower(odd) returns text language plpgsql immutable as
          'begin raise exception ''it ran''; end';
        create function runs_jsonb(odd) returns jsonb language plpgsql immutable as
          'begin raise exception ''it ran''; end';
        create function runs_bigint(odd) returns bigint language plpgsql immutable as
          'begin raise exception ''it ran''; end';
        create function runs_integer(odd) returns integer language plpgsql immutable as
          'begin raise exception ''it ran''; end';
        create function runs_numeric(odd) returns numeric language plpgsql immutable as
          'begin raise exception ''it ran''; end';
        create function runs_from(integer) returns odd language plpgsql immutable as
          'begin raise exception ''it ran''; end';
        create function runs_text(odd) returns text language plpgsql immutable as
          'begin raise exception ''it ran''; end';
        create cast (odd as jsonb) with function runs_jsonb(odd) as assignment;
        create cast (odd as bigint) with function runs_bigint(odd) as assignment;
        create cast (odd as integer) with function runs_integer(odd) as assignment;
        create cast (odd as numeric) with function runs_numeric(odd);
        create cast (odd as text) with function runs_text(odd) as assignment;
        create cast (integer as odd) with function runs_from(integer) as assignment;
        create function plus_one(integer) returns integer language sql immutable as 'select $1 + 1';
        create function narrowed(odd) returns integer language sql immutable as 'select $1';
        create table plain (id serial primary key, kind text, n integer default 7, price numeric,
          note jsonb, c varchar(9), at timestamptz default current_timestamp);
        create table strange (o odd, n integer, os odd[]);
        create table parent (n integer);
        create table heir (extra odd default 1) inherits (parent);
        create table defaulted (n integer default 'o'::odd);
        create table o (o integer, x integer);
        insert into plain (kind, n, price) values ('a', 2, 1);
        insert into strange values ('o', 1);
        insert into o values (1, 1)
        """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        create table made (id bigserial primary key, kind text check (kind in ('a', 'b')),
          n smallint not null check (n between 1 and 9), data jsonb not null default '{}'::jsonb,
          name varchar(20) check (lower(name) = name and name <> '' and name like 'a%'),
          total integer generated always as (n + 1) stored, price numeric(9, 2) default 1 + 1,
          more integer default plus_one(1), check (total > n and price >= 0))
        """,
        "create table made (like plain including all, o odd default 'o', check (n > 0))",
        "create table made (check (n + 1 > 0)) inherits (parent)",
        "create table made (k text, n integer) partition by range (lower(k), (n + 1))",
        "create table made (s serial check (s > 0), t smallserial check (t > 0))",
        "create domain fine as text check (value in ('a', 'b') and lower(value) = value)",
        "alter table plain add check (kind in ('a', 'b'))",
        "alter table plain add check (case kind when 'a' then n > 1 else price > 0 end)",
        "alter table plain add column more jsonb default '{}'::jsonb check (more ->> 'a' <> 'b')",
        "alter table plain alter column note set default '[]'::jsonb",
        "alter table plain alter column n set default 1 + 1",
        "alter table plain alter column n type bigint",
        "alter table plain alter column id type bigint",
        "alter table plain alter column n type bigint using n::bigint + 1",
        "alter table plain alter column price type numeric(12, 2)",
        "alter table plain alter column c type text, alter column n type bigint",
        "alter table strange alter column n type bigint",
        "create index on plain (lower(kind), (n + 1)) where kind <> 'x' and n >= 0",
        "create index on plain ((note ->> 'a'))",
        "create index on plain (plus_one(n))",
        "create index on strange ((n + 1)) where n >= 0",
      })
  void whatIsDoneWithOtherTypesIsDefined(String sql) {
    String before = state();
    try (var client = ToolClient.writing(database, database.superuser())) {
      client.ok("execute", Json.object().put("sql", sql));
    }
    assertThat(state()).isNotEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create table made (kind odd check (kind in ('o', 'p')))",
        "create table made (kind odd check (kind = 'o'))",
        "create table made (n odd check (n between 1 and 9))",
        "create table made (kind odd, check (case kind when 'o' then true end))",
        "create table made (o odd, n integer generated always as (o + 1) stored)",
        "create table made (o odd, t text generated always as (lower(o)) stored)",
        "create table made (note jsonb default 'o'::odd)",
        "create table made (note jsonb default 'o'::odd::jsonb)",
        "create table made (n integer default narrowed('o'))",
        "create table made (like strange, check (o > 0))",
        "create table made (check (extra > 0)) inherits (heir)",
        "create table made (check (made.o > 0), o odd)",
        "create table made (o odd) partition by range ((o + 1))",
        "create domain worse as odd check (value <> 'o')",
        "alter table strange add check (o in ('o', 'p'))",
        "alter table strange add check (os[1] = 'o')",
        "alter table strange add check ('o' = any (os))",
        "alter table strange add check (strange.o > 0)",
        "alter table strange add column more odd, add check (more > 0)",
        "alter table strange add column more jsonb generated always as (o) stored",
        "alter table strange alter column n set default 'o'::odd + 1",
        "alter table strange alter column o type bigint",
        "alter table strange alter column o type integer using o + 1",
        "alter table strange alter column o type numeric using o::numeric",
        "alter table strange alter column n type odd",
        "alter table strange alter column n type odd using n",
        "alter table defaulted alter column n type jsonb using null",
        "create index on strange ((o + 1))",
        "create index on strange (lower(o))",
        "create index on strange (n) where o > 0",
        "create index on strange ((n::odd))",
        "alter table o drop column o, add check (o === 'o')",
        "alter table plain add check (kind === 'o'::odd)",
        "alter table plain alter column n type odd using 'o', add check (n = 'o')",
        "alter table plain drop column n, add column n odd, add check (n > 0)",
      })
  void whatIsDoneWithTheTypeItselfIsRefused(String sql) {
    String before = state();
    try (var client = ToolClient.writing(database, database.superuser())) {
      var error = client.error("execute", Json.object().put("sql", sql));
      assertThat(error.path("code").stringValue()).as(error.toString()).isEqualTo("ERR_005");
      assertThat(error.path("message").stringValue())
          .containsAnyOf("runs_", "public.lower")
          .doesNotContain("it ran");
    }
    assertThat(state()).isEqualTo(before);
  }

  private String state() {
    return Objects.requireNonNull(database.ask(database.superuser(), STATE));
  }
}
