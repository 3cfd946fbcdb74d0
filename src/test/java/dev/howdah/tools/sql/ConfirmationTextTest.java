package dev.howdah.tools.sql;

import static dev.howdah.tools.sql.UserClient.NO;
import static dev.howdah.tools.sql.UserClient.YES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.auth.AccessSettings;
import dev.howdah.mcp.Revision;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the user is told before a write. */
@OnEveryPostgres
final class ConfirmationTextTest {

  private static final String ABOUT = "Run this in the database \"default\"?\n";

  private final TestDatabase database;
  private final UserClient client;

  ConfirmationTextTest(TestDatabase database) {
    this.database = database;
    this.client = UserClient.of(database, Revision.V2026_07_28);
  }

  @BeforeEach
  void tables() {
    database.run(
        """
        drop schema if exists app cascade;
        create schema app;
        drop table if exists orders, lines, log, deferred cascade;
        drop type if exists mood;
        create table orders (id integer primary key, note text);
        create table lines (order_id integer references orders on delete cascade);
        create table log (what text);
        create table deferred (
          order_id integer references orders deferrable initially deferred);
        create view recent as select * from orders where id > 1;
        insert into orders select generate_series(1, 2500);
        insert into lines select generate_series(1, 100)""");
  }

  @AfterEach
  void close() {
    client.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          update orders set note = 'a' where id = 1              | UPDATE of 1 row: "public"."orders"
          update orders set note = 'a' where id > 100            | UPDATE of 2,400 rows: "public"."orders"
          delete from recent where id > 2000                     | DELETE of 500 rows: "public"."orders", "public"."recent"
          insert into log values ('1 row: "public"."x"')         | INSERT of 1 row: "public"."log"
          insert into orders values (1, 'a') on conflict (id) do update set note = 'b' | INSERT with UPDATE of 1 row: "public"."orders"
          merge into orders o using (values (1), (9999)) v(id) on o.id = v.id \
          when matched then delete when not matched then insert values (v.id) | MERGE with DELETE, INSERT of 2 rows: "public"."orders"¶In all 3 rows change, with those of WITH, triggers and cascades.
          create table app.made (id integer)                     | CREATE TABLE: "app"."made"
          create table made as select * from orders              | CREATE TABLE AS: "public"."made"
          alter table orders drop column note cascade            | ALTER TABLE CASCADE: "public"."orders"
          drop table orders, log cascade                         | DROP TABLE CASCADE: "public"."log", "public"."orders"
          drop view recent                                       | DROP VIEW: "public"."recent"
          drop schema app                                        | DROP SCHEMA: schema "app"
          create schema other                                    | CREATE SCHEMA: schema "other"
          create type mood as enum ('a')                         | CREATE TYPE: "public"."mood"
          truncate orders cascade                                | TRUNCATE CASCADE: "public"."orders"
          create index on orders (note)                          | CREATE INDEX: "public"."orders"
          comment on column orders.note is 'x'                   | COMMENT: "public"."orders"
          """)
  void saysWhatWasParsedAndCounted(String sql, String said) {
    assertThat(client.execute(sql, NO).message()).isEqualTo(ABOUT + said.replace('¶', '\n'));
  }

  @Test
  void tellsOfWhatACascadeTakesAlong() {
    var outcome =
        client.execute(
            "delete from orders where id <= 10",
            YES,
            () -> database.run("insert into lines select generate_series(1, 5)"));

    assertThat(outcome.message())
        .endsWith(
            "DELETE of 10 rows: \"public\".\"orders\"\n"
                + "In all 20 rows change, with those of WITH, triggers and cascades.");
    assertThat(outcome.error().path("message").stringValue())
        .contains("triggers and cascades, it would change 25 rows, and 20 were confirmed");
    assertThat(database.ask("select count(*) from lines")).isEqualTo("105");
  }

  @Test
  void tellsOfWhatHidesInAWith() {
    var outcome =
        client.execute(
            "with gone as (delete from lines returning 1)"
                + " insert into log select 'harmless' where false",
            YES);

    assertThat(outcome.message())
        .isEqualTo(
            ABOUT
                + "INSERT with DELETE of 0 rows: \"public\".\"lines\", \"public\".\"log\"\n"
                + "In all 100 rows change, with those of WITH, triggers and cascades.");
    assertThat(database.ask("select count(*) from lines")).isEqualTo("0");
  }

  @Test
  void countsAnewAfterEveryTransaction() {
    for (int i = 1; i <= 3; i++) {
      var outcome = client.execute("delete from orders where id between 101 and 110", NO);
      assertThat(outcome.message()).endsWith("DELETE of 10 rows: \"public\".\"orders\"");
      client.execute("insert into log select 'a' from generate_series(1, 50)", YES).ok();
    }
  }

  @Test
  void noticesWhatFailsOnlyAtTheEnd() {
    var outcome = client.execute("insert into deferred values (-1)", YES);

    assertThat(outcome.question()).isNull();
    assertThat(outcome.error().at("/details/sqlstate").stringValue()).isEqualTo("23503");
  }

  @Test
  void doesNotAskAboutATransactionThatReads() {
    var outcome = client.transaction(NO, () -> {}, "select 1 as a", "select count(*) from orders");

    assertThat(outcome.question()).isNull();
    assertThat(outcome.ok().at("/results/1/rows/0/count").longValue()).isEqualTo(2500);
  }

  @Test
  void asksAboutAFunctionThatWrites() {
    database.run(
        """
        create or replace function app.noted() returns integer language plpgsql as
        $$ begin insert into public.log values ('a'), ('b'); return 1; end $$""");
    var access =
        new AccessSettings(
            true,
            List.of(),
            List.of(),
            List.of(),
            List.of("app.noted"),
            List.of(),
            true,
            null,
            null);
    try (var allowed = UserClient.of(database, access)) {
      var outcome = allowed.transaction(NO, () -> {}, "select app.noted()");

      assertThat(outcome.message())
          .isEqualTo(
              ABOUT + "SELECT\nIn all 2 rows change, with those of WITH, triggers and cascades.");
      assertThat(database.ask("select count(*) from log")).isEqualTo("0");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x\"\": 0 rows. Confirmed already.\n\nRun this? DELETE of 0 rows: \"\"y",
        "orders\u202E\u2066\u200B",
        "\u05D0\u05D1 1 row",
        "a\\000Ab",
        "tab\there\u0085\u2028",
      })
  void noNamePassesForAPartOfTheQuestion(String name) {
    database.run("create table app.\"" + name + "\" (id integer)");
    String message = client.execute("insert into app.\"" + name + "\" values (1)", NO).message();

    assertThat(message).matches("\\Q" + ABOUT + "\\EINSERT of 1 row: \"app\"\\.\"[^\"\n]+\"");
    assertThat(message.chars()).allMatch(each -> each == '\n' || (each >= ' ' && each < 0x7F));
  }

  @Test
  void refusesWhatIsTooMuchToBeRead() {
    IntStream.range(0, 90)
        .forEach(
            i ->
                database.run("create table app.%s_%d as select 1".formatted("long".repeat(12), i)));
    var statements =
        IntStream.range(0, 90)
            .mapToObj(i -> "delete from app.%s_%d".formatted("long".repeat(12), i))
            .toArray(String[]::new);

    var outcome = client.transaction(YES, () -> {}, statements);

    assertThat(outcome.question()).isNull();
    assertThat(outcome.error().path("code").stringValue()).isEqualTo("ERR_005");
    assertThat(outcome.error().path("message").stringValue()).contains("smaller parts");
  }
}
