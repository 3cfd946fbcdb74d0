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

/** Whoever may define some things does not change others by what they share, nor learns of them. */
@OnEveryPostgres
final class SharedDefinitionsTest {

  private final TestDatabase database;

  SharedDefinitionsTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void build() {
    database.run(
        """
        drop schema if exists hidden cascade;
        drop materialized view if exists kept_secrets, kept_through, kept_names cascade;
        drop view if exists peoples cascade;
        drop view if exists report, peek, seen, over, free cascade;
        drop table if exists links, vault, users, people, plain, keyed, filed, child, parent, counted cascade;
        drop sequence if exists numbers, own cascade;
        drop type if exists mood, pair cascade;
        drop domain if exists fine cascade;
        create schema hidden;
        create type mood as enum ('calm');
        create type pair as (a integer);
        create domain fine as integer constraint positive check (value > 0);
        create sequence numbers;
        create sequence own;
        create table plain (a integer, b integer);
        create table keyed (id integer primary key, n integer);
        create table parent (id integer, n integer);
        create table child (id integer primary key) inherits (parent);
        create view seen as select a from plain;
        create view over as select a from seen;
        create view free as select b from plain;
        create table vault (id integer default nextval('numbers'), m mood,
          key_id integer references keyed, child_id integer references child, p plain);
        create view hidden.through as select a from over;
        create table people (id serial primary key, secret_no serial, name text);
        create table counted (id integer default nextval('own'));
        create table filed (n integer);
        create view peek as select id from vault;
        insert into people values (1, 4711, 'ada');
        insert into plain values (1, 2)
        """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alter type mood add value 'angry'",
        "alter type mood rename value 'calm' to 'angry'",
        "alter type mood rename to temper",
        "alter type pair add attribute b integer",
        "alter type pair rename attribute a to b",
        "alter domain fine rename to worse",
        "alter domain fine rename constraint positive to other",
        "alter sequence numbers restart",
        "alter sequence numbers increment by -1",
        "alter sequence if exists public.numbers maxvalue 2000000",
        "alter table keyed alter column id type bigint",
        "create or replace view seen as select 4711 as a",
        "create or replace view over as select 4711 as a",
        "alter view seen set (security_barrier = true)",
        "alter table seen alter column a set default 1",
        "alter table parent alter column n type bigint",
      })
  void whatClosedThingsRestOnStays(String sql, @TempDir Path folder) throws IOException {
    try (var client = restricted(folder)) {
      JsonNode error = client.error("execute", Json.object().put("sql", sql));
      assertThat(error.path("code").stringValue()).as(sql).isEqualTo("ERR_011");
      assertThat(error.toString()).doesNotContain("vault", "hidden", "through");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alter sequence own restart",
        "alter table keyed alter column n type bigint using n",
        "alter table filed alter column n type bigint",
        "alter table keyed add column more text",
        "create or replace view free as select 2 as b",
        "create or replace view later as select nextval('own') as b",
        "alter view free set (security_barrier = true)",
        "create or replace view fresh as select 1 as a",
        "create type other as enum ('a')",
        "alter table people rename to persons",
        "alter table plain rename column a to c",
        "alter index keyed_pkey rename to keyed_key",
        "create index some_name on plain (a)",
        "create table made (id serial, m mood, f fine, k bigint generated always as identity)",
      })
  void whatOnlyOpenThingsRestOnChanges(String sql, @TempDir Path folder) throws IOException {
    database.run(
        "drop view if exists fresh, later; drop type if exists other; drop table if exists made, persons");
    if (sql.contains("keyed alter column n")) {
      database.run("alter table vault drop column key_id");
    }
    if (sql.contains("people")) {
      // Who may not see a column may not change its table either.
      sql = sql.replace("people", "filed");
    }
    try (var client = restricted(folder)) {
      client.ok("execute", Json.object().put("sql", sql));
    }
  }

  @Test
  void aNewDependentIsSeen(@TempDir Path folder) throws IOException {
    String sql = "create or replace view free as select 2 as b";
    try (var client = restricted(folder)) {
      client.ok("execute", Json.object().put("sql", sql));
      database.run("create view hidden.late as select b from free");
      JsonNode error = client.error("execute", Json.object().put("sql", sql));
      assertThat(error.path("code").stringValue()).isEqualTo("ERR_011");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alter table plain rename to vault",
        "alter table plain rename to users",
        "alter table plain rename to secrets",
        "alter view free rename to secrets",
        "alter sequence own rename to secrets",
        "alter index keyed_pkey rename to secrets",
        "alter table keyed rename constraint keyed_pkey to secrets",
        "create table users (id integer)",
        "create table secrets (id integer)",
        "create view secrets as select 1 as a",
        "create index secrets on plain (a)",
        "create index vault on plain (a)",
        "alter table plain add constraint secrets unique (a)",
        "alter table plain add constraint vault unique (a)",
        "create table made (id integer constraint secrets primary key)",
        "create table made (id integer generated always as identity (sequence name secrets))",
        "create type secrets as enum ('a')",
        "create type vault as enum ('a')",
      })
  void noClosedNameIsTaken(String sql, @TempDir Path folder) throws IOException {
    try (var client = restricted(folder)) {
      JsonNode error = client.error("execute", Json.object().put("sql", sql));
      assertThat(error.path("code").stringValue()).as(error.toString()).isEqualTo("ERR_011");
      assertThat(error.toString()).doesNotContain("exists");
    }
  }

  @Test
  void noViewTakesANameThatIsTrusted(@TempDir Path folder) throws IOException {
    var file =
        Files.writeString(
            folder.resolve("trusting.yaml"),
            """
            roles: {maker: {schemas: [public], tables: ["public.*", public.report],
              operations: [select, ddl], blocked_columns: {public.vault: [nothing]}}}
            """);
    try (var client = client(file)) {
      JsonNode error = client.error("execute", "{'sql':'alter view free rename to report'}");
      assertThat(error.path("code").stringValue()).isEqualTo("ERR_011");
      client.ok("execute", "{'sql':'alter view free rename to reports'}");
    }
    database.run("drop view if exists reports");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "query   | select null::%s",
        "query   | select null::%s[]",
        "query   | select * from json_to_record('{}') as r (a %s)",
        "execute | create table made (a %s)",
        "execute | create table made of %s",
        "execute | alter table plain add column c %s",
        "execute | create domain more as %s",
      })
  void aClosedTypeIsAsUnknownAsNone(String tool, String sql, @TempDir Path folder)
      throws IOException {
    try (var client = restricted(folder)) {
      for (String closed : List.of("vault", "hidden.through")) {
        String none = closed.replace("vault", "vaulx").replace("through", "throxgh");
        String one = client.error(tool, Json.object().put("sql", sql.formatted(closed))).toString();
        String other = client.error(tool, Json.object().put("sql", sql.formatted(none))).toString();
        assertThat(other.replace("vaulx", "vault").replace("throxgh", "through")).isEqualTo(one);
        assertThat(one).contains("ERR_011");
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "query   | select last_value from people_secret_no_seq",
        "query   | select currval('people_secret_no_seq')",
        "query   | select lastval()",
        "query   | select pg_catalog.lastval() + 1",
        "execute | insert into plain values (nextval('people_secret_no_seq'))",
        "execute | insert into plain select setval('people_secret_no_seq', 1)",
        "execute | insert into plain values (lastval())",
        "execute | alter sequence people_secret_no_seq restart",
        "execute | drop sequence people_secret_no_seq",
        "execute | create table made (id integer default nextval('people_secret_no_seq'))",
        "query   | select last_value from numbers",
        "execute | insert into plain values (nextval('numbers'))",
        "execute | insert into plain select setval('numbers', 1)",
      })
  void theSequenceOfWhatIsClosedIsClosed(String tool, String sql, @TempDir Path folder)
      throws IOException {
    try (var client = restricted(folder)) {
      JsonNode error = client.error(tool, Json.object().put("sql", sql));
      assertThat(error.path("code").stringValue()).as(error.toString()).isEqualTo("ERR_011");
    }
  }

  @Test
  void thatOfAnotherColumnIsOpen(@TempDir Path folder) throws IOException {
    try (var client = restricted(folder)) {
      client.ok("query", "{'sql':'select last_value from people_id_seq'}");
      String sql = "insert into plain values (nextval('people_id_seq'))";
      client.ok("execute", Json.object().put("sql", sql));
    }
  }

  /** The condition of an index over it would tell of any value. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "create index on kept_secrets (id) where secret_no = 4711",
        "create index on kept_secrets ((1 / (secret_no - 4711)))",
        "create unique index on kept_through (id)",
        "refresh materialized view kept_secrets",
        "alter materialized view kept_secrets rename to mine",
      })
  void whatKeepsClosedValuesIsClosed(String sql, @TempDir Path folder) throws IOException {
    database.run(
        """
        create view peoples as select id, secret_no from people;
        create materialized view kept_secrets as select id, secret_no from people;
        create materialized view kept_through as select id, secret_no from peoples;
        create materialized view kept_names as select id, name from people
        """);
    try (var client = restricted(folder)) {
      JsonNode error = client.error("execute", Json.object().put("sql", sql));
      assertThat(error.path("code").stringValue()).as(sql).isEqualTo("ERR_011");
      client.ok("execute", Json.object().put("sql", "create index on kept_names (name)"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create table made as execute \"S_1\"('public', 'people')",
        "create temp table made as execute \"S_1\" with no data",
      })
  void nothingIsMadeOfWhatASessionHasPrepared(String sql, @TempDir Path folder) throws IOException {
    try (var client = restricted(folder)) {
      JsonNode error = client.error("execute", Json.object().put("sql", sql));
      assertThat(error.path("code").stringValue()).as(sql).isEqualTo("ERR_005");
    }
  }

  @Test
  void ownershipThatMovesIsSeen(@TempDir Path folder) throws IOException {
    String sql = "{'sql':'select last_value from own'}";
    try (var client = restricted(folder)) {
      client.ok("query", sql);
      database.run("alter sequence own owned by people.secret_no");
      assertThat(client.error("query", sql).path("code").stringValue()).isEqualTo("ERR_011");
    }
  }

  @Test
  void nothingTellsOfWhoHasTheRowType(@TempDir Path folder) throws IOException {
    try (var client = restricted(folder)) {
      String sql = "alter table plain add column c text default 'x'";
      JsonNode error = client.error("execute", Json.object().put("sql", sql));
      assertThat(error.toString()).contains("0A000").doesNotContain("vault");
    }
  }

  private ToolClient restricted(Path folder) throws IOException {
    return client(
        Files.writeString(
            folder.resolve("permissions.yaml"),
            "roles: {maker: {schemas: [public], operations: [select, insert, update, delete, ddl]}}"));
  }

  private ToolClient client(Path file) {
    var access =
        new AccessSettings(
            true,
            List.of("public.vault", "public.secrets"),
            List.of("public.users.password", "public.people.secret_no"),
            List.of(),
            List.of(),
            List.of(),
            true,
            file.toString(),
            "maker");
    return new ToolClient(
        ToolClient.QUERY, access, ToolClient.writable("default", database.dsn(database.owner())));
  }
}
