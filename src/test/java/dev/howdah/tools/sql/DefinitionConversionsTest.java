package dev.howdah.tools.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a definition converts without saying so, and what it has PostgreSQL read again. */
@OnEveryPostgres(withoutGap = true)
final class DefinitionConversionsTest {

  private final TestDatabase database;

  DefinitionConversionsTest(TestDatabase database) {
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
        create domain strict as integer;
        create domain overodd as odd;
        create type own as (x integer);
        create type holds as (o odd);
        create type plainly as (o text);
        create table strange (o odd, n integer, own own);
        create table tcomp (c holds);
        create table nums (n integer primary key);
        create table words (w varchar(9) primary key);
        create table odds (o odd primary key);
        create table users (id integer primary key, email text, age integer, check (age <> -1));
        create index on users (abs(age));
        create table twin (twin plainly, o odd);
        create table couple (couple holds, o text);
        create table par (t text);
        create table kid (par holds) inherits (par);
        create table measured (x text, y text, n integer, b boolean, check (length(x) > 0));
        create table stated (x text, y text, n integer, b boolean, check (b));
        create table liked (x text check (x like 'a%'));
        create table unlike (x text, y text, check (row(x, y) is distinct from row(y, 'z')));
        create table sized (x text, n integer);
        create index on sized (length(x));
        create table above (n integer);
        create table below (check (length(n::text) > 0)) inherits (above);
        create table among (n integer check (n = any (array[1, 2])));
        create table parts (n integer);
        create index on parts (n) where n > 0;
        create table refers (n integer references nums);
        create table fields (x plainly check ((x).o <> ''));
        insert into strange values ('o', 1, row(1));
        insert into tcomp values (row('o'));
        insert into twin values (row('o'), 'o');
        insert into measured values ('x', 'y', 1, true);
        insert into stated values ('x', 'y', 1, true);
        insert into liked values ('a');
        insert into unlike values ('x', 'y');
        insert into sized values ('x', 1);
        insert into below values (1);
        insert into among values (1);
        insert into parts values (1);
        insert into nums values (1);
        insert into refers values (1);
        insert into fields values (row('x'));
        create materialized view domained as select n::strict as s from strange;
        create materialized view compared as select greatest(own, own) as g from strange;
        create function runs_kept() returns integer language plpgsql as 'begin return 1; end';
        create materialized view kept as select runs_kept() as n;
        create materialized view again as select n from kept;
        create function runs_text(odd) returns text language plpgsql immutable as
          'begin raise exception ''it ran''; end';
        create function runs_integer(odd) returns integer language plpgsql immutable as
          'begin raise exception ''it ran''; end';
        create function runs_boolean(odd) returns boolean language plpgsql immutable as
          'begin raise exception ''it ran''; end';
        create function runs_row(strange) returns integer language plpgsql immutable as
          'begin raise exception ''it ran''; end';
        create function runs_check(integer) returns boolean language plpgsql immutable as
          'begin raise exception ''it ran''; end';
        create function runs_order(own, own) returns integer language plpgsql immutable as
          'begin raise exception ''it ran''; end';
        create function runs_less(own, own) returns boolean language plpgsql immutable as
          'begin raise exception ''it ran''; end';
        create function runs_above(own, integer) returns boolean language plpgsql immutable as
          'begin raise exception ''it ran''; end';
        create function lower(own) returns text language plpgsql immutable as
          'begin raise exception ''it ran''; end';
        create function o(odd) returns text language plpgsql immutable as
          'begin raise exception ''it ran''; end';
        create cast (odd as text) with function runs_text(odd) as implicit;
        create cast (odd as integer) with function runs_integer(odd) as implicit;
        create cast (odd as boolean) with function runs_boolean(odd) as assignment;
        create cast (strange as integer) with function runs_row(strange) as implicit;
        create operator <<< (leftarg = own, rightarg = own, function = runs_less);
        create operator === (leftarg = own, rightarg = own, function = runs_less);
        create operator > (leftarg = own, rightarg = integer, function = runs_above);
        create operator class own_ops default for type own using btree as
          operator 1 <<<, operator 3 ===, function 1 runs_order(own, own);
        alter domain strict add check (runs_check(value)) not valid
        """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create index on strange (lower(strange.o))",
        "create index on strange (lower(public.strange.o))",
        "create index on strange (abs(strange.o))",
        "create index on strange ((not strange.o))",
        "create index on strange ((strange.o is true))",
        "create index on strange (((array[1,2])[strange.o]))",
        "create index on strange (abs(strange))",
        "create index on strange ((strange >= strange))",
        "create index on strange (array_position(array[strange.own], strange.own))",
        "create index on strange ((greatest(own, own)))",
        "create index on strange ((row(strange.*) is not null and length(o) > 0))",
        "create index on tcomp (lower((tcomp.c).o))",
        "create index on twin (lower(twin.o))",
        "create index on couple (lower((couple.couple).o))",
        "alter table par add check (lower(par.t) <> 'x')",
        "alter table strange add exclude using btree ((lower(strange.o)) with =)",
        "create table made (o odd) partition by range (lower(made.o))",
        "create table made (o odd, t text generated always as (lower(made.o)) stored)",
      })
  void qualifiedColumnsAreConverted(String sql) {
    refused(sql);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alter table strange add foreign key (o) references nums (n)",
        "alter table strange add foreign key (o) references nums",
        "alter table strange add foreign key (o) references words",
        "create table made (o odd references nums (n))",
        "create table made (o odd references nums)",
        "create table made (n integer primary key, o odd references made)",
        "alter table strange add unique (n), add foreign key (o) references strange (n)",
        "alter table strange add column k integer primary key, add foreign key (o) references strange",
      })
  void foreignKeysAreConverted(String sql) {
    refused(sql);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alter table measured alter column x type odd using 'o'",
        "alter table measured alter column x type overodd using 'o'",
        "alter table stated alter column b type odd using 'o'",
        "alter table liked alter column x type odd using 'o'",
        "alter table unlike alter column x type odd using 'o'",
        "alter table sized alter column x type odd using 'o'",
        "alter table above alter column n type odd using 'o'",
        "alter table among alter column n type odd using 'o'",
        "alter table parts alter column n type odd using 'o'",
        "alter table refers alter column n type odd using 'o'",
        "alter table fields alter column x type odd using 'o'",
      })
  void whatIsReadAgainIsConverted(String sql) {
    refused(sql);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "refresh materialized view domained",
        "refresh materialized view compared",
        "refresh materialized view kept",
      })
  void whatFillsAViewIsJudged(String sql) {
    refused(sql);
  }

  private void refused(String sql) {
    try (var client = ToolClient.writing(database, database.superuser())) {
      var error = client.error("execute", Json.object().put("sql", sql));
      assertThat(error.path("code").stringValue()).as(error.toString()).isEqualTo("ERR_005");
      assertThat(error.path("message").stringValue())
          .containsAnyOf("runs_", "public.lower", "public.o")
          .doesNotContain("it ran");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create index on users (lower(users.email)) where users.age > 0",
        "create index on couple (lower(couple.o))",
        "alter table users add check (users.age > 0 and lower(users.email) <> '')",
        "alter table users alter column email type varchar(20)",
        "create table made (n integer, check (made.n > 0))",
        "create table made (t text) partition by range (lower(made.t))",
        "create table made (n integer references nums, o odd references odds, w varchar(9) references words)",
        "create table made (n bigint references nums on update cascade)",
        "create table made (id integer primary key, n bigint references made)",
        "alter table users add foreign key (age) references nums (n)",
        "alter table refers alter column n type bigint",
        "alter table odds alter column o set default 'p'",
        "create view made as select lower(email) from users",
        "create index on users (email collate \"C\") with (fillfactor = 70)",
        "alter table users alter column age set statistics 7, alter column email set storage plain",
        "refresh materialized view again",
      })
  void whatIsHarmlessIsDefined(String sql) {
    try (var client = ToolClient.writing(database, database.superuser())) {
      client.ok("execute", Json.object().put("sql", sql));
    }
  }
}
