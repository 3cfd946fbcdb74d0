package dev.howdah.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.resilience.Cancellation;
import dev.howdah.sql.Identifier;
import dev.howdah.sql.Sql;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.OpenGate;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Statements of ours, from record to record. */
@OnEveryPostgres
final class QueryTest {

  @Parameter TestDatabase own;

  private static Database database;

  record Arguments(String schemaName, @Nullable String pattern, int limit, List<String> kinds) {}

  record Relation(
      String name,
      long oidNumber,
      boolean isSystem,
      double share,
      int columns,
      @Nullable String comment,
      @Nullable Integer nothing,
      List<String> words) {}

  record None() {}

  record One(int a) {}

  record Setting(String setting) {}

  @BeforeParameterizedClassInvocation
  static void open(TestDatabase own) {
    database = new TestServer(own).database();
  }

  @AfterParameterizedClassInvocation
  static void close() {
    database.close();
  }

  @Test
  void bindsArgumentsAndReadsRows() {
    var sql =
        Sql.of(
            """
            select c.relname as name, c.oid as oid_number, c.oid < 16384 as is_system,
                   0.25::float8 as share, length(c.relname) as columns, null as comment,
                   null::int as nothing, array['a b', 'c"d', 'NULL', null] as words
            from pg_class c
            where c.relnamespace = cast(:schema_name as regnamespace)
              and (cast(:pattern as text) is null or c.relname like :pattern)
              and c.relkind = any(cast(:kinds as text[]))
            order by c.relname
            limit :limit
            """);

    var rows =
        database.query(
            sql,
            new Arguments("pg_catalog", "pg\\_cl%", 1, List.of("r", "v")),
            Relation.class,
            new Cancellation());

    assertThat(rows)
        .containsExactly(
            new Relation(
                "pg_class", 1259, true, 0.25, 8, null, null, List.of("a b", "c\"d", "NULL")));
    assertThat(
            database.query(
                sql,
                new Arguments("pg_catalog", null, 3, List.of("r")),
                Relation.class,
                new Cancellation()))
        .hasSize(3);
  }

  @Test
  void splicesNames() {
    var sql = Sql.of("select 1 as a from {table}").with("table", Identifier.of("pg_am"));

    assertThat(database.query(sql, new None(), One.class, new Cancellation())).contains(new One(1));
  }

  @Test
  void failsLoudlyWhereTextAndRecordDiffer() {
    assertThatThrownBy(() -> one(Sql.of("select 1 as b")))
        .hasMessage("One.a has no column among [b]");
    assertThatThrownBy(() -> one(Sql.of("select null as a")))
        .hasMessage("One.a is NULL in the result");
    assertThatThrownBy(() -> one(Sql.of("select :b as a")))
        .hasMessage("None has no component for :b");
  }

  @ParameterizedTest
  @CsvSource({"15500, 15500ms", "30000, 30s", "3600000, 30s"})
  void givesOurStatementsNoMoreTimeThanOthersHave(long millis, String told) {
    try (var brief =
        ToolClient.brief("default", own.dsn(own.reader()), Duration.ofMillis(millis))) {
      var sql = Sql.of("select current_setting('statement_timeout') as setting");
      var session = OpenGate.session(brief, new Cancellation());
      assertThat(
              List.of(
                  brief.query(sql, new None(), Setting.class, new Cancellation()),
                  session.query(sql, new None(), Setting.class),
                  session.queryBounded(sql, new None(), Setting.class)))
          .containsOnly(List.of(new Setting(told)));
    }
  }

  @Test
  void endsOurStatementsWhenOthersWouldEnd() {
    try (var brief = ToolClient.brief("default", own.dsn(own.reader()), Duration.ofMillis(300))) {
      var session = OpenGate.session(brief, new Cancellation());
      assertThatThrownBy(
              () ->
                  session.queryBounded(
                      Sql.of("select 1 as a from pg_sleep(60)"), new None(), One.class))
          .isInstanceOfSatisfying(
              CallException.class,
              e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.TIMEOUT);
                assertThat(e.details()).containsEntry("timeout_ms", 300L);
              });
    }
  }

  @Test
  void hidesThePositionInOurText() {
    assertThatThrownBy(() -> one(Sql.of("select nothing as a")))
        .isInstanceOfSatisfying(
            CallException.class, e -> assertThat(e.details()).doesNotContainKey("position"));
  }

  @Test
  void staysReadOnly() {
    assertThatThrownBy(() -> one(Sql.of("create table x (a int)")))
        .isInstanceOfSatisfying(
            CallException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STATEMENT_REFUSED));
  }

  private static void one(Sql sql) {
    var unused = database.query(sql, new None(), One.class, new Cancellation());
    assertThat(unused).isNotNull();
  }
}
