package dev.howdah.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.resilience.Cancellation;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the one gate lets through, and what it leaves behind. */
@OnEveryPostgres
final class DatabaseTest {

  @Parameter TestDatabase own;

  static final Limits LIMITS =
      new Limits(500, 1 << 20, 1 << 16, Duration.ofSeconds(20), Duration.ofMillis(200));

  private static TestServer server;
  private static Database database;

  @BeforeParameterizedClassInvocation
  static void table(TestDatabase own) throws SQLException {
    server = new TestServer(own);
    database = server.database();
    server.admin("create table gate (id int primary key)", "insert into gate values (1)");
  }

  @AfterParameterizedClassInvocation
  static void close() {
    database.close();
  }

  static final List<Arguments> sentAsTheyStand =
      List.of(
          Arguments.of("select $1::int + $2::int as a", List.of("40", 2), "[{\"a\":42}]"),
          Arguments.of("select $1::jsonb ? $2 as a", List.of("{\"x\":1}", "x"), "[{\"a\":true}]"),
          Arguments.of("select '{\"a\":1}'::jsonb ? 'a' as a", List.of(), "[{\"a\":true}]"),
          Arguments.of(
              "select '{fn upper(''x'')}' as a", List.of(), "[{\"a\":\"{fn upper('x')}\"}]"),
          Arguments.of("select 'a;b' as a -- ; c", List.of(), "[{\"a\":\"a;b\"}]"),
          Arguments.of("select 1 as a;", List.of(), "[{\"a\":1}]"),
          Arguments.of("select $$;$$ as a /* ; */", List.of(), "[{\"a\":\";\"}]"),
          Arguments.of(
              "select $1::text is null as a", Arrays.asList((Object) null), "[{\"a\":true}]"),
          Arguments.of("select $1::bool and true as a", List.of(true), "[{\"a\":true}]"),
          Arguments.of(
              "select $1::numeric as a", List.of(new BigDecimal("1.50")), "[{\"a\":1.50}]"),
          Arguments.of(
              "select id from gate where id = any($1)", List.of(List.of(1, 2)), "[{\"id\":1}]"),
          Arguments.of(
              "select $1::text[] as a",
              List.of(Arrays.asList("a\"b", "c\\d", null, "NULL", "", "e,{f}")),
              "[{\"a\":[\"a\\\"b\",\"c\\\\d\",null,\"NULL\",\"\",\"e,{f}\"]}]"),
          Arguments.of(
              "select $1::int[] as a",
              List.of(List.of(List.of(1, 2), List.of(3, 4))),
              "[{\"a\":[[1,2],[3,4]]}]"),
          Arguments.of(
              "select $1::jsonb as a, $2::json as b, $3::text as c, $4::jsonb[] as d",
              List.of(
                  Map.of("k", List.of(1, "x\n\"")),
                  List.of(true),
                  List.of(1),
                  List.of(Map.of("a", 1), "s")),
              "[{\"a\":{\"k\":[1,\"x\\n\\\"\"]},\"b\":[true],\"c\":\"[1]\",\"d\":[{\"a\":1},\"s\"]}]"),
          Arguments.of(
              "select $1::box[] as a",
              List.of(List.of("(1,1),(0,0)", "(2,2),(0,0)")),
              "[{\"a\":[\"(1,1),(0,0)\",\"(2,2),(0,0)\"]}]"),
          Arguments.of("COMMIT", List.of(), "[]"),
          Arguments.of("COMMIT AND CHAIN", List.of(), "[]"),
          Arguments.of("ROLLBACK", List.of(), "[]"),
          Arguments.of(
              "show transaction_read_only", List.of(), "[{\"transaction_read_only\":\"on\"}]"),
          Arguments.of("values (1, 'x')", List.of(), "[{\"column1\":1,\"column2\":\"x\"}]"));

  @ParameterizedTest
  @FieldSource
  void sentAsTheyStand(String sql, List<@Nullable Object> parameters, String json)
      throws IOException {
    assertThat(json(sql, parameters)).isEqualTo(json);
    assertThat(json("select id from gate", List.of())).isEqualTo("[{\"id\":1}]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "select 1; drop table gate | STATEMENT_REFUSED | Only one statement at a time",
        "select 1; select 2 | STATEMENT_REFUSED | Only one statement at a time",
        "commit; drop table gate | STATEMENT_REFUSED | Only one statement at a time",
        "-- nothing | INVALID_REQUEST | The statement is empty",
        ";;  | INVALID_REQUEST | The statement is empty",
        "create table x (a int) | STATEMENT_REFUSED | The transaction is read-only: cannot execute CREATE TABLE",
        "insert into gate values (2) | STATEMENT_REFUSED | read-only",
        "select * from gate for update | STATEMENT_REFUSED | read-only",
        "set transaction read write | STATEMENT_FAILED | must be set before any query",
        "select set_config('transaction_read_only', 'off', false) | STATEMENT_FAILED | read-write mode",
        "copy gate to stdout | STATEMENT_REFUSED | COPY to or from the client is not possible.",
        "copy gate from stdin | STATEMENT_REFUSED | read-only",
        "select $1::int + $2::int | INVALID_REQUEST | it has 2, and you sent 0.",
        "select nothing from gate | STATEMENT_FAILED | column \"nothing\" does not exist",
        "selec 1 | STATEMENT_FAILED | syntax error at or near \"selec\"",
        "select 1/0 | STATEMENT_FAILED | division by zero",
        "select {fn upper('x')} | STATEMENT_FAILED | syntax error at or near \"{\"",
        "select id from gate where id ? 1 | STATEMENT_FAILED | operator does not exist: integer ? integer",
      })
  void refusesWithPostgresOwnWords(String sql, ErrorCode code, String message) throws IOException {
    var failure = failure(sql, List.of());

    assertThat(failure).hasMessageContaining(message);
    assertThat(failure.code()).isEqualTo(code);
    assertThat(json("select id from gate", List.of())).isEqualTo("[{\"id\":1}]");
    assertThat(database.status().inUse()).isZero();
  }

  @Test
  void keepsHintPositionAndSqlstate() {
    var details = failure("select idd from gate", List.of()).details();

    assertThat(details).containsEntry("sqlstate", "42703").containsEntry("position", 8);
    assertThat(details.get("hint")).asString().contains("gate.id");
    assertThat(failure("select nothing($1)", List.of(List.of(1))).details())
        .containsEntry("position", 8);
  }

  @ParameterizedTest
  @CsvSource({"select $1::int[] || $2::int[]", "select $1"})
  void saysThatTheNumberOfParametersIsWrong(String sql) {
    assertThat(failure(sql, List.of()).code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    if (sql.contains("$2")) {
      assertThat(failure(sql, List.of(List.of(1))))
          .hasMessage("The statement has more placeholders than the 1 values given.");
    }
    assertThat(failure("select 1", List.of("x"))).hasMessageContaining("parameter $1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\0b", "a\ud83d", "\udc4db"})
  void refusesParametersThatAreNoText(String value) {
    assertThat(failure("select $1", List.of(value)).code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(failure("select $1::text[]", List.of(List.of(value))).code())
        .isEqualTo(ErrorCode.INVALID_REQUEST);
  }

  @Test
  void leavesNothingBehindInTheSession() throws IOException {
    var one = new PoolSettings(0, 1, Duration.ofSeconds(5), Duration.ofMinutes(1), 64L << 20);
    try (var single = new Database("one", server.settings(), one)) {
      var pid = text(single, "select pg_backend_pid()");
      text(single, "select pg_advisory_lock(42)");
      text(single, "select set_config('search_path', 'nowhere', false)");
      assertThatThrownBy(() -> text(single, "select pg_advisory_lock(43), 1/(random()*0)::int"))
          .hasMessageContaining("division by zero");

      assertThat(
              text(
                  single,
                  "select count(*) from pg_locks where pid = pg_backend_pid() and locktype = 'advisory'"))
          .isEqualTo("0");
      assertThat(text(single, "show search_path")).isEqualTo("\"$user\", public");
      assertThat(text(single, "select pg_backend_pid()")).isEqualTo(pid);
    }
  }

  @Test
  void stopsStatementsThatTakeTooLong() {
    var limits = new Limits(10, 1000, 100, Duration.ofMillis(200), Duration.ofSeconds(5));
    var failure =
        catchThrowableOfType(
            CallException.class,
            () -> Ungated.run(database, "select pg_sleep(30)", limits, new Cancellation()));

    assertThat(failure.code()).isEqualTo(ErrorCode.TIMEOUT);
    assertThat(failure.details())
        .containsEntry("what", "statement")
        .containsEntry("timeout_ms", 200L);
  }

  @Test
  void saysThatALockWasNotHad() throws SQLException {
    var settings = server.settings();
    try (var holder = java.sql.DriverManager.getConnection(settings.url(), settings.properties());
        var statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("lock table gate");

      var failure = failure("select * from gate", List.of());

      assertThat(failure.code()).isEqualTo(ErrorCode.TIMEOUT);
      assertThat(failure.details())
          .containsEntry("what", "lock")
          .containsEntry("sqlstate", "55P03");
      holder.rollback();
    }
  }

  @Test
  void tellsMissingPrivileges() {
    try (var reader = new Database("reader", server.reader(), PoolSettings.DEFAULT)) {
      assertThatThrownBy(() -> text(reader, "select id from gate"))
          .isInstanceOfSatisfying(
              CallException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ACCESS_DENIED))
          .hasMessageContaining("permission denied for table gate");
    }
  }

  @Test
  void survivesAStatementThatChangesTheDriversSettings() throws IOException {
    for (String sql :
        List.of(
            "set datestyle = 'German'",
            "select set_config('client_encoding', 'LATIN1', true)",
            "set standard_conforming_strings = off")) {
      try {
        text(database, sql);
      } catch (CallException e) {
        assertThat(e.code()).isEqualTo(ErrorCode.STATEMENT_REFUSED);
      }
      assertThat(json("select 'ü\\' as a", List.of())).isEqualTo("[{\"a\":\"ü\\\\\"}]");
    }
  }

  @Test
  void limitsTheServersWork() {
    var rows =
        Ungated.run(database, "select generate_series(1, 100000000)", LIMITS, new Cancellation());

    assertThat(rows.rowCount()).isEqualTo(500);
    assertThat(rows.cut()).contains(Rows.Cut.ROWS);
  }

  @Test
  void losesOnlyTheConnectionToAResultThatIsTooLarge() {
    var small = new PoolSettings(0, 1, Duration.ofSeconds(5), Duration.ofMinutes(1), 1 << 20);
    try (var one = new Database("one", server.settings(), small)) {
      assertThatThrownBy(() -> text(one, "select repeat('x', 100000) from generate_series(1, 400)"))
          .isInstanceOfSatisfying(
              CallException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STATEMENT_FAILED))
          .hasMessageStartingWith("The result is too large");
      assertThat(text(one, "select 1")).isEqualTo("1");
    }
  }

  static String text(Database database, String sql) {
    Rows rows = Ungated.run(database, sql, LIMITS, new Cancellation());
    return String.valueOf(rows.rowCount() == 0 ? null : rows.text(0, 0));
  }

  private static CallException failure(String sql, List<? extends @Nullable Object> parameters) {
    return catchThrowableOfType(
        CallException.class,
        () -> Ungated.run(database, sql, parameters, LIMITS, new Cancellation()));
  }

  private static String json(String sql, List<? extends @Nullable Object> parameters)
      throws IOException {
    var out = new ByteArrayOutputStream();
    Ungated.run(database, sql, parameters, LIMITS, new Cancellation()).writeJson(out);
    return out.toString(java.nio.charset.StandardCharsets.UTF_8);
  }
}
