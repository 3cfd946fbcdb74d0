package dev.howdah.sql.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.howdah.sql.parser.Outcome;
import dev.howdah.sql.parser.Parsers;
import dev.howdah.sql.parser.PatientParsers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShapesTest {

  private static final Parsers PARSERS = PatientParsers.make();

  @AfterAll
  static void close() {
    PARSERS.close();
  }

  private static Shape shape(String sql, Door door) {
    Outcome outcome = PARSERS.forServer(180000).parse(sql);
    assertThat(outcome).isInstanceOf(Outcome.Tree.class);
    return Shapes.of(((Outcome.Tree) outcome).parsed(), door);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "insert into a values (1) | 12",
        "with x as (delete from a returning 1) select 1 from x | 23",
        "select 1 into a | 14",
        "select 1 from a for update of a | 30",
      })
  void aRefusalTellsWhere(String sql, int offset) {
    assertThatThrownBy(() -> shape(sql, Door.READ))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.offset()).isEqualTo(offset));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 1",
        "select 1;",
        "values (1), (2)",
        "table customers",
        "with a as (select 1) select * from a",
        "show timezone",
        "explain select 1",
        "explain (analyze, buffers, format json) select 1",
        "explain (analyze off) delete from customers",
        "explain insert into customers values (1)",
        "select 'drop table customers; --'",
        "select \"delete\" from \"update\"",
      })
  void aReaderMay(String sql) {
    Shape shape = shape(sql, Door.READ);

    assertThat(shape.writes()).isFalse();
    assertThat(shape.operations()).containsExactly(Operation.SELECT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-- nothing",
        "select 1; select 2",
        "select 1; ; select 2",
        "insert into a values (1)",
        "with x as (delete from a returning *) select * from x",
        "select * from (with x as (update a set b = 1 returning b) select * from x) y",
        "select 1 into a",
        "select * from a for update",
        "select * from (select * from a for key share) b",
        "with x as (select * from a for share) select * from x",
        "explain analyze insert into a values (1)",
        "explain (analyze 1) delete from a",
        "explain (analyze off, analyze) delete from a",
        "explain analyze with x as (update a set b = 1 returning 1) select 1",
        "explain analyze select 1 into a",
        "explain select 1 into a",
        "explain create table a as select 1",
        "explain analyze create table a as select 1",
        "explain execute a",
        "explain declare a cursor for select 1",
        "explain analyze select * from a for update",
        "explain (nothing) select 1",
        "create table a (b int)",
        "create table a as select 1",
        "copy a to stdout",
        "copy (select 1) to program 'x'",
        "do $$ begin end $$",
        "call a()",
        "lock a",
        "vacuum",
        "analyze",
        "set role a",
        "set local timezone = 'UTC'",
        "reset all",
        "discard all",
        "begin",
        "commit and chain",
        "rollback",
        "savepoint a",
        "prepare transaction 'a'",
        "prepare a as select 1",
        "execute a",
        "deallocate a",
        "declare a cursor for select 1",
        "fetch a",
        "close a",
        "listen a",
        "notify a",
        "unlisten *",
        "load 'a'",
        "checkpoint",
        "refresh materialized view a",
        "truncate a",
        "grant select on a to b",
        "merge into a using b on true when matched then delete",
      })
  void aReaderMayNot(String sql) {
    assertThatThrownBy(() -> shape(sql, Door.READ)).isInstanceOf(Refusal.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          insert into a values (1)                                             | INSERT
          insert into a values (1) on conflict (b) do update set c = 1         | INSERT
          update a set b = 1                                                   | UPDATE
          delete from a                                                        | DELETE
          merge into a using b on true when matched then delete                | MERGE
          with x as (insert into a values (1) returning b) select * from x     | INSERT
          create table a (b int)                                               | CREATE TABLE
          create table a as select 1                                           | CREATE TABLE AS
          drop view a                                                          | DROP VIEW
          alter table a add b int                                              | ALTER TABLE
          create index on a (b)                                                | CREATE INDEX
          truncate a                                                           | TRUNCATE
          """)
  void aWriterMay(String sql, String command) {
    Shape shape = shape(sql, Door.WRITE);

    assertThat(shape.writes()).isTrue();
    assertThat(shape.command()).isEqualTo(command);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 1",
        "explain delete from a",
        "insert into a select * from b for update",
        "create function a() returns int language sql as 'select 1'",
        "create trigger a before insert on b execute function c()",
        "create rule a as on select to b do instead select 1",
        "create extension a",
        "create role a",
        "create policy a on b",
        "grant select on a to b",
        "alter system set a = 1",
        "alter database a set b = 1",
        "create database a",
        "do $$ begin end $$",
        "copy a from stdin",
        "set role a",
        "commit",
        "drop function a()",
        "drop role a",
        "reassign owned by a to b",
        "create publication a",
        "security label on table a is 'b'",
      })
  void aWriterMayNot(String sql) {
    assertThatThrownBy(
            () -> {
              Shape shape = shape(sql, Door.WRITE);
              Definitions.parts(shape.root());
            })
        .isInstanceOf(Refusal.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create temp table a (b int)",
        "alter table a owner to b",
        "alter table a disable trigger all",
        "alter table a disable row level security",
        "alter table a set tablespace b",
        "create schema a authorization b",
        "create schema a create table b (c int)",
        "create index concurrently on a (b)",
        "drop index concurrently a",
        "alter table a detach partition b concurrently",
        "drop trigger a on b",
        "comment on role a is 'b'",
        "alter role a rename to b",
      })
  void aDefinitionMayNot(String sql) {
    Shape shape = shape(sql, Door.WRITE);

    assertThatThrownBy(() -> Definitions.parts(shape.root())).isInstanceOf(Refusal.class);
  }
}
