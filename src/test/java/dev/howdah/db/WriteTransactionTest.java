package dev.howdah.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.resilience.Cancellation;
import dev.howdah.sql.AgentSql;
import dev.howdah.sql.guard.Door;
import dev.howdah.task.queue.Eventually;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.OpenGate;
import dev.howdah.testing.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is kept as a whole or not at all, and the session forgets it. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@OnEveryPostgres
final class WriteTransactionTest {

  private final TestServer server;
  private final Database database;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  WriteTransactionTest(TestDatabase own) {
    this.server = new TestServer(own);
    this.database = writable(2);
  }

  private Database writable(int connections) {
    var defaults = DatabaseSettings.DEFAULT;
    var settings =
        new DatabaseSettings(
            null,
            "main",
            null,
            null,
            connections,
            0,
            defaults.connectTimeout(),
            defaults.statementTimeout(),
            defaults.lockTimeout(),
            false,
            true,
            true);
    return new Database(settings, server::settings);
  }

  @BeforeEach
  void table() throws SQLException {
    server.admin(
        "drop table if exists account",
        "create table account (id integer primary key, amount integer not null)",
        "insert into account values (1, 100), (2, 100)");
  }

  @AfterEach
  void close() {
    database.close();
    threads.close();
  }

  @Test
  void triesAgainWhatLostAConflict() throws SQLException {
    var barrier = new CyclicBarrier(2);
    var runs = new AtomicInteger();
    List<CompletableFuture<List<Written>>> both =
        IntStream.of(1, 2)
            .mapToObj(
                id ->
                    CompletableFuture.supplyAsync(
                        () -> write(Isolation.SERIALIZABLE, skew(id, barrier, runs)), threads))
            .toList();
    both.forEach(CompletableFuture::join);

    assertThat(runs.get()).isGreaterThan(2);
    assertThat(server.admin("select string_agg(amount::text, ' ' order by id) from account"))
        .isIn("300 500", "500 300", "400 300", "300 400");
  }

  /** Each reads both amounts and writes their sum plus 100 to one of them; the first runs meet. */
  private static List<Judges.Step> skew(int id, CyclicBarrier barrier, AtomicInteger runs) {
    return List.of(
        Ungated.step("select sum(amount) as s from account", earlier -> List.of()),
        Ungated.step(
            "update account set amount = $1::int + 100 where id = $2",
            earlier -> {
              if (runs.incrementAndGet() <= 2) {
                meet(barrier);
              }
              Rows sum = Objects.requireNonNull(earlier.results().getFirst().rows());
              return List.of(sum.printed(0, 0), id);
            }));
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void givesUpAfterSomeAttempts() {
    var attempts = new AtomicInteger();
    var always =
        Ungated.step(
            "do $$ begin raise sqlstate '40001'; end $$",
            earlier -> {
              attempts.incrementAndGet();
              return List.of();
            });
    var failure =
        catchThrowableOfType(
            CallException.class, () -> write(Isolation.READ_COMMITTED, List.of(always)));

    assertThat(attempts.get()).isEqualTo(4);
    assertThat(failure.details()).containsEntry("sqlstate", "40001").containsEntry("attempts", 4);
    assertThat(failure).hasMessageEndingWith("; it was tried 4 times, and may succeed later.");
  }

  @Test
  void triesOutWithoutKeeping() {
    var delete = Writing.one(new Statement(AgentSql.of("delete from account"), List.of()));
    var written =
        OpenGate.session(database, new Cancellation())
            .tryOut(delete, Door.WRITE, limits())
            .results()
            .getFirst();

    assertThat(written.affected()).isEqualTo(2);
    assertThat(first("select count(*) from account")).isEqualTo("2");
  }

  @Test
  void aCancelledOneKeepsNothingAndLeavesNothingOpen() throws SQLException, InterruptedException {
    var cancellation = new Cancellation();
    var running =
        CompletableFuture.supplyAsync(
            () ->
                write(
                    database,
                    Isolation.READ_COMMITTED,
                    steps("delete from account", "select pg_sleep(1000)"),
                    cancellation),
            threads);
    Eventually.is(() -> active("select pg_sleep(1000)") == 1);

    cancellation.cancel("no longer wanted");

    Eventually.is(() -> active("select pg_sleep(1000)") == 0);
    var thrown = catchThrowableOfType(CompletionException.class, running::join);
    assertThat(thrown).hasCauseInstanceOf(CallException.class).hasMessageContaining("cancelled");
    assertThat(first("select count(*) from account")).isEqualTo("2");
    assertThat(
            server.admin(
                "select count(*) from pg_stat_activity where state like 'idle in%'"
                    + " and datname = current_database()"))
        .isEqualTo("0");
  }

  @ParameterizedTest
  @EnumSource(names = {"READ_COMMITTED", "SERIALIZABLE"})
  void saysThatNobodyKnowsWhenTheConnectionIsLostAtCommit(Isolation isolation) throws SQLException {
    server.admin(
        """
        create or replace function last_words() returns trigger language plpgsql as
          'begin perform pg_terminate_backend(pg_backend_pid()); perform pg_sleep(5); return null; end'""",
        """
        create constraint trigger last_words after insert on account
          deferrable initially deferred for each row execute function last_words()""");
    var failure =
        catchThrowableOfType(
            CallException.class,
            () -> write(isolation, steps("insert into account values (3, 1)")));

    assertThat(failure.code()).isEqualTo(ErrorCode.CONNECTION_FAILED);
    assertThat(failure.details()).containsEntry("outcome", "unknown");
    assertThat(first("select count(*) from account")).isEqualTo("2");
  }

  @Test
  void refusesAReadOnlyDatabase() {
    try (var reading = server.database()) {
      var failure =
          catchThrowableOfType(
              CallException.class,
              () ->
                  write(
                      reading,
                      Isolation.READ_COMMITTED,
                      steps("delete from account"),
                      new Cancellation()));
      assertThat(failure.code()).isEqualTo(ErrorCode.ACCESS_DENIED);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "set_config('search_path', 'leaked', false)",
        "set_config('role', 'pg_monitor', false)",
        "pg_advisory_lock(42)",
        "set_config('leaked.by', 'us', false)"
      })
  void theSessionForgetsWhatACommitWouldKeep(String call) {
    try (var one = writable(1)) {
      write(one, "update account set amount = 1 where " + call + " is not null");

      assertThat(text(one, "select current_setting('search_path')")).doesNotContain("leaked");
      assertThat(text(one, "select coalesce(current_setting('leaked.by', true), '')")).isEmpty();
      assertThat(text(one, "select (current_user = session_user)::text")).isEqualTo("true");
      assertThat(text(one, "select count(*) from pg_locks where locktype = 'advisory'"))
          .isEqualTo("0");
    }
  }

  @Test
  void dropsTemporaryTablesPreparedStatementsAndListening() {
    try (var one = writable(1)) {
      write(
          one,
          "create temporary table leaked (a integer)",
          "do $$ begin execute 'prepare leaked as select 1'; execute 'listen leaked'; end $$");

      assertThat(text(one, "select count(*) from pg_class where relname = 'leaked'"))
          .isEqualTo("0");
      assertThat(text(one, "select count(*) from pg_prepared_statements")).isEqualTo("0");
      assertThat(text(one, "select count(*) from pg_listening_channels()")).isEqualTo("0");
      assertThat(one.status().idle()).isOne();
    }
  }

  @Test
  void takesARoleAndAPathForTheTransactionAlone() throws SQLException {
    server.admin("drop role if exists \"Odd 'role'\\\"", "create role \"Odd 'role'\\\"");
    try {
      server.admin("create schema if not exists \"Odd path\"");
      var as = new RunAs("Odd 'role'\\", "\"Odd path\", pg_catalog");
      var who =
          "select current_user || '|' || current_setting('search_path') || '|' || session_user";
      var expected = "Odd 'role'\\|\"Odd path\", pg_catalog|" + server.own().superuser().user();
      Rows read = Ungated.run(database, as, who, List.of(), limits(), new Cancellation());
      assertThat(read.text(0, 0)).isEqualTo(expected);
      Rows written =
          Ungated.write(
                  database, as, Isolation.READ_COMMITTED, steps(who), limits(), new Cancellation())
              .getFirst()
              .rows();
      assertThat(Objects.requireNonNull(written).text(0, 0)).isEqualTo(expected);
      assertThat(first("select current_user = session_user")).isEqualTo("t");

      var refused =
          catchThrowableOfType(
              CallException.class,
              () ->
                  Ungated.run(
                      database,
                      new RunAs("nobody", null),
                      "delete from account",
                      List.of(),
                      limits(),
                      new Cancellation()));
      assertThat(refused.code()).isEqualTo(ErrorCode.ACCESS_DENIED);
      assertThat(refused.getMessage()).doesNotContain("nobody");
    } finally {
      server.admin("drop role \"Odd 'role'\\\"");
    }
  }

  private static List<Judges.Step> steps(String... texts) {
    return Arrays.stream(texts).map(text -> Ungated.step(text, earlier -> List.of())).toList();
  }

  private List<Written> write(Isolation isolation, List<Judges.Step> steps) {
    return write(database, isolation, steps, new Cancellation());
  }

  private static List<Written> write(Database on, String... texts) {
    return write(on, Isolation.READ_COMMITTED, steps(texts), new Cancellation());
  }

  private static List<Written> write(
      Database on, Isolation isolation, List<Judges.Step> steps, Cancellation cancellation) {
    return Ungated.write(on, RunAs.ITSELF, isolation, steps, limits(), cancellation);
  }

  private static Limits limits() {
    return new Limits(10, 10_000, 1000, Duration.ofMinutes(20), Duration.ofMinutes(1));
  }

  private String first(String sql) {
    return text(database, sql);
  }

  private static String text(Database on, String sql) {
    return String.valueOf(Ungated.run(on, sql, limits(), new Cancellation()).text(0, 0));
  }

  private int active(String sql) {
    try {
      return Integer.parseInt(
          String.valueOf(
              server.admin(
                  "select count(*) from pg_stat_activity where state = 'active' and query = '"
                      + sql
                      + "'")));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
