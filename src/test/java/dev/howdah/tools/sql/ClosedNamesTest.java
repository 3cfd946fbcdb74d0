package dev.howdah.tools.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.auth.AccessSettings;
import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A closed name is answered like one that is not there, whatever else the statement says. */
@OnPostgres
final class ClosedNamesTest {

  /** {@code t}: a table that is closed, or none. */
  private static final List<String> TABLES =
      List.of(
          "select id from t",
          "select nope from t",
          "select t.nope from t",
          "select * from t",
          "select nope(id) from t",
          "select pg_sleep(1) from t",
          "select pg_read_file('x') from t",
          "select 1::nope from t",
          "select current_setting('primary_conninfo') from t",
          "select (id).nope from t",
          "select t from t",
          "select count(*) from t where nope = 1",
          "select 1 where exists (select nope from t)",
          "with x as (select nope from t) select * from x",
          "select m.id from member m, t",
          "select m.password from member m, t",
          "select nope from member m join t using (nope)",
          "select id from only t",
          "select id from t tablesample bernoulli (nope)",
          "select id from t order by nope using <",
          "select 1 from lateral (select t.nope from t) x",
          "explain select nope from t",
          "select (null::t).*",
          "select * from unnest(null::t[])",
          "select * from json_populate_record(null::t, '{}')",
          "select (x.r).* from (select null::t r) x",
          "select * from coalesce(null::t)",
          "select _t('{}')",
          "select public._t(null)",
          "select to_jsonb(_t('{\"(1,x)\"}'))",
          "select (null)._t",
          "select ('{}'::text)._t",
          "select (_t('{}'))[1].id",
          "select null::_t",
          "select _t '{}'",
          "select cast('{}' as public._t)",
          "select * from _t('{}')",
          "select * from json_to_record('{}') as x(a _t)",
          "select pg_typeof(_t('{}'))",
          "table t");

  private static final List<String> CHANGES =
      List.of(
          "insert into t (nope) values (1)",
          "insert into t values (1)",
          "insert into member (id) select nope from t",
          "update t set nope = 1",
          "update t set id = pg_sleep(1)",
          "delete from t where nope = 1",
          "delete from member using t where t.nope = 1",
          "merge into t using member m on t.nope = m.id when matched then delete",
          "create view seen as select nope from t",
          "create table seen as select id from t",
          "create table seen as select * from unnest(array[null::t])",
          "delete from plain using unnest(null::t[]) u",
          "alter type pair add attribute x t",
          "alter type pair alter attribute a type t",
          "alter table plain alter column id type t using null::t",
          "create type seen as (a t, b nope)",
          "alter table plain add column q t, add column r nope",
          "alter table plain add column q _t",
          "create view seen as select to_jsonb(_t('{\"(1,x)\"}')) as j",
          "insert into plain select cardinality(_t('{}'))");

  /** {@code password}: a column that is blocked, or none. */
  private static final List<String> COLUMNS =
      List.of(
          "select password from member",
          "select m.password from member m",
          "select m.password from member m, plain p",
          "select (m).password from member m",
          "select id from member where password = 'x'",
          "select id from member order by password",
          "select count(*) from member group by password",
          "select count(*) filter (where password = 'x') from member",
          "select 1 from member a join member b using (password)",
          "select id from (select id, password from member) x",
          "select nope, password from member",
          "select 1 from member, lateral unnest(array[password]) x",
          "select 1 from unnest(array(select password from member)) x",
          "select 1 from member, lateral json_array_elements(password) x",
          "explain select password from member");

  private static final List<String> CHANGED_COLUMNS =
      List.of(
          "update member set password = 'x'",
          "update member set id = 1 where password = 'x'",
          "update member set id = 1 returning password",
          "insert into member (password) values ('x')",
          "insert into member (id) values (1) on conflict (password) do nothing",
          "delete from member where password = 'x'");

  /** {@code s.f}: a function in a schema that is closed, or none. */
  private static final List<String> FUNCTIONS =
      List.of(
          "select s.f(1)",
          "select s.f('x', nope)",
          "select s.f(1), pg_sleep(1)",
          "select (s.f(1)).nope",
          "select * from s.f(1)",
          "select * from s.f(1) as r(a nope)",
          "select s.f(id) over () from member",
          "select s.f(variadic array[1])",
          "select id from member order by s.f(id)",
          "select *, s.f(1) from member",
          "with x as (select s.f(1) y) select y.nope from x",
          "select s.total(id) from member",
          "select s.plain(1)",
          "select s.nope(1)",
          "explain select s.f(1)");

  private static final List<String> CHANGED_BY_FUNCTIONS =
      List.of(
          "update member set id = s.f(1)",
          "insert into member (id) values (s.f(1))",
          "create view seen as select s.f(1)");

  private final TestDatabase database;

  @TempDir private Path folder;

  ClosedNamesTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void tables() {
    database.run(
        """
        drop table if exists t, member, plain cascade;
        drop type if exists pair cascade;
        create type pair as (a integer, b integer);
        create table t (id integer, x text);
        create table plain (id integer);
        create table member (id integer, password text)""");
  }

  @Test
  void ofATable() throws IOException {
    try (var client = ruled()) {
      List<String> closed = answers(client, TABLES, CHANGES);
      database.run("drop table t");

      assertThat(closed).isEqualTo(answers(client, TABLES, CHANGES)).noneMatch(String::isEmpty);
      assertThat(closed).allMatch(each -> each.contains("does not exist or is not open"));
    }
  }

  @Test
  void ofAColumn() throws IOException {
    try (var client = ruled()) {
      List<String> closed = answers(client, COLUMNS, CHANGED_COLUMNS);
      database.run("alter table member drop column password");

      assertThat(closed)
          .isEqualTo(answers(client, COLUMNS, CHANGED_COLUMNS))
          .allMatch(each -> each.contains("ERR_011"));
    }
  }

  @Test
  void ofAViewThatReachesOne() throws IOException {
    List<String> queries = List.of("select password from v", "select nope, v.password from v");
    List<String> changes = List.of("update v set password = 'x'", "delete from v where nope = 1");
    database.run("create view v as select id, password from member");
    try (var client = ruled()) {
      List<String> named = answers(client, queries, changes);
      database.run("drop view v; create view v as select id, password as other from member");

      assertThat(named)
          .isEqualTo(answers(client, queries, changes))
          .allMatch(each -> each.contains("reaches columns that are not open"));
    }
  }

  @Test
  void ofAFunction() throws IOException {
    database.run(
        """
        create schema s;
        create function s.f(integer) returns member language sql
          as 'select m from public.member m where id = $1';
        create function s.f(text, integer) returns integer language plpgsql as 'begin end';
        create aggregate s.total(integer) (sfunc = int4pl, stype = integer);
        create function s.plain(integer) returns integer language sql as 'select 1'""");
    try (var client = ruled("s.*")) {
      List<String> closed = answers(client, FUNCTIONS, CHANGED_BY_FUNCTIONS);
      database.run(
          "drop function s.f(integer), s.f(text, integer), s.plain; drop aggregate s.total(integer)");
      List<String> gone = answers(client, FUNCTIONS, CHANGED_BY_FUNCTIONS);
      database.run("drop schema s");

      assertThat(closed)
          .isEqualTo(gone)
          .isEqualTo(answers(client, FUNCTIONS, CHANGED_BY_FUNCTIONS))
          .allMatch(each -> each.contains("does not exist or is not open to you"));
    } finally {
      database.run("drop schema if exists s cascade");
    }
  }

  /** Elsewhere PostgreSQL says what it lacks, and what an operator allows is not closed. */
  @Test
  void ofFunctionsThatAreOpen() throws IOException {
    database.run(
        """
        create function public.g(integer) returns integer language sql as 'select 1';
        create schema s;
        create function s.allowed(integer) returns integer language sql as 'select 1'""");
    try (var client = ruled("s.*")) {
      client.ok("query", "{'sql':'select public.g(1), pg_catalog.abs(1), pg_catalog.text(1)'}");
      client.ok("query", "{'sql':'select s.allowed(1)'}");
      assertThat(answer(client, "query", "select public.g(1, 2)")).contains("42883");
    } finally {
      database.run("drop function public.g; drop schema s cascade");
    }
  }

  private static List<String> answers(
      ToolClient client, List<String> queries, List<String> changes) {
    return Stream.concat(
            queries.stream().map(sql -> answer(client, "query", sql)),
            changes.stream().map(sql -> answer(client, "execute", sql)))
        .toList();
  }

  private static String answer(ToolClient client, String tool, String sql) {
    return sql + ": " + client.error(tool, Json.object().put("sql", sql));
  }

  private ToolClient ruled() throws IOException {
    return ruled("public.t");
  }

  private ToolClient ruled(String blocked) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("permissions.yaml"),
            "roles: {maker: {operations: [SELECT, INSERT, UPDATE, DELETE, DDL]}}");
    var access =
        new AccessSettings(
            true,
            List.of(blocked),
            List.of("public.member.password"),
            List.of(),
            List.of("s.allowed"),
            List.of(),
            true,
            file.toString(),
            "maker");
    var writable = ToolClient.writable("default", database.dsn(database.owner()));
    return new ToolClient(ToolClient.QUERY, access, writable);
  }
}
