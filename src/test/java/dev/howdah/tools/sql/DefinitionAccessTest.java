package dev.howdah.tools.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.auth.AccessSettings;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Who may change a schema may neither run code by that nor reach what is blocked. */
@OnEveryPostgres
final class DefinitionAccessTest {

  private final TestDatabase database;

  DefinitionAccessTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void build() {
    database.run(
        """
        drop schema if exists hidden, other cascade;
        drop table if exists links, vault, users, plain, odd cascade;
        drop type if exists kind cascade;
        create schema hidden;
        create type hidden.mood as enum ('calm');
        create table hidden.plans (title text);
        create table vault (id integer primary key, secret text);
        insert into vault values (1, 'x');
        create table users (id integer, name text, password text, check (id < length(password)));
        create index users_password on users (password);
        insert into users values (1, 'ada', 'secret');
        create table links (id integer, vault_id integer references vault);
        create table plain (a integer, b integer);
        create or replace function runs(plain) returns integer language plpgsql immutable as
          'begin raise exception ''it ran''; end';
        create type kind as enum ('one');
        create or replace function runs_cast(integer) returns kind language plpgsql immutable as
          'begin raise exception ''it ran''; end';
        create cast (integer as kind) with function runs_cast(integer) as assignment;
        create or replace function runs_compare(kind, integer) returns boolean
          language plpgsql immutable as 'begin raise exception ''it ran''; end';
        create operator >= (leftarg = kind, rightarg = integer, function = runs_compare);
        create operator <= (leftarg = kind, rightarg = integer, function = runs_compare);
        create operator = (leftarg = kind, rightarg = integer, function = runs_compare);
        create table odd (a integer, c kind);
        insert into odd values (1, 'one');
        insert into plain values (1, 2)""");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create index concurrently users_name on users (name)",
        "drop index concurrently users_password",
        "alter table parts detach partition part concurrently",
      })
  void concurrentlyIsToBeLeftOut(String sql) {
    database.run(
        """
        drop table if exists parts;
        create table parts (a integer) partition by list (a);
        create table part partition of parts for values in (1)
        """);
    try (var client = ToolClient.writing(database, database.owner())) {
      var error = client.error("execute", Json.object().put("sql", sql));
      assertThat(error.path("code").stringValue()).as(sql).isEqualTo("ERR_005");
      assertThat(error.path("message").stringValue()).contains("leave CONCURRENTLY out");
      client.ok("execute", Json.object().put("sql", sql.replace("concurrently", "")));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alter table plain add constraint q check (plain.runs is not null)",
        "alter table odd alter column a type kind",
        "alter table odd alter column a type kind using a::kind",
        "alter table odd add column d kind default 1::kind",
        "alter table odd add constraint q check (c between 1 and 2)",
        "alter table odd add constraint q check (case c when 1 then true end)",
        "create index on odd ((c between 1 and 2))",
        "create index on plain ((runs(plain)))"
      })
  void nothingRunsInADefinition(String sql) {
    try (var client = ToolClient.writing(database, database.owner())) {
      var error = client.error("execute", Json.object().put("sql", sql));
      assertThat(error.path("code").stringValue()).as(sql).isEqualTo("ERR_005");
      assertThat(error.path("message").stringValue()).contains("runs").doesNotContain("it ran");
      client.ok("execute", "{'sql':'alter table plain add constraint good check (a + 1 < 9)'}");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alter schema hidden rename to open",
        "alter schema public rename to open",
        "drop schema hidden cascade",
        "create schema other",
        "comment on schema hidden is 'x'",
        "alter type hidden.mood rename to other",
        "drop type hidden.mood",
        "alter table hidden.plans rename to other",
        "alter index vault_pkey rename to other",
        "drop index users_password",
        "alter table users rename to people",
        "create view seen as select secret from vault"
      })
  void whatIsClosedStaysAsItIs(String sql, @TempDir Path folder) throws IOException {
    try (var client = restricted(folder)) {
      var error = client.error("execute", Json.object().put("sql", sql));
      assertThat(error.path("code").stringValue()).as(sql).isEqualTo("ERR_011");
      client.ok("execute", "{'sql':'alter table plain add column more text'}");
    }
  }

  @Test
  void constraintsKeepTheirDetailsToThemselves(@TempDir Path folder) throws IOException {
    try (var client = restricted(folder)) {
      JsonNode key = client.error("execute", "{'sql':'insert into links values (1, 55)'}");
      assertThat(key.toString()).contains("constraint").doesNotContain("55", "vault");
      JsonNode check = client.error("execute", "{'sql':'update users set id = 100'}");
      assertThat(check.toString()).contains("constraint").doesNotContain("secret", "password");
    }
  }

  private ToolClient restricted(Path folder) throws IOException {
    var file =
        Files.writeString(
            folder.resolve("permissions.yaml"),
            "roles: {maker: {schemas: [public], operations: [select, insert, update, delete, ddl]}}");
    var access =
        new AccessSettings(
            true,
            List.of("public.vault"),
            List.of("public.users.password"),
            List.of(),
            List.of(),
            List.of(),
            true,
            file.toString(),
            "maker");
    var writable = ToolClient.writable("default", database.dsn(database.owner()));
    return new ToolClient(ToolClient.QUERY, access, writable);
  }

  /** In the words of SQL, not in those of its parser. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "alter table plain owner to postgres | ALTER TABLE is not run here with OWNER TO.",
        "alter table plain enable row level security"
            + " | ALTER TABLE is not run here with ENABLE ROW LEVEL SECURITY.",
        "alter table plain disable trigger all"
            + " | ALTER TABLE is not run here with DISABLE TRIGGER.",
        "drop function runs | DROP FUNCTION is not run here.",
        "drop server s | DROP SERVER is not run here.",
        "comment on function runs is 'x' | COMMENT is not run here on FUNCTION.",
        "alter function runs(plain) rename to walks | ALTER FUNCTION … RENAME is not run here.",
        "create trigger t before insert on plain execute function f()"
            + " | CREATE TRIGGER is not run here.",
        "create database d | CREATE DATABASE is not run here.",
        "create aggregate a (integer) (sfunc = f, stype = integer)"
            + " | CREATE AGGREGATE is not run here.",
        "create function f() returns int language sql as 'select 1'"
            + " | CREATE FUNCTION is not run here.",
        "revoke select on plain from public | REVOKE is not run here."
      })
  void refusalsAreInTheWordsOfSql(String sql, String message) {
    try (var client = ToolClient.writing(database, database.owner())) {
      assertThat(
              client.error("execute", Json.object().put("sql", sql)).path("message").stringValue())
          .isEqualTo(message);
    }
  }
}
