package dev.howdah.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.resilience.Cancellation;
import dev.howdah.task.queue.Eventually;
import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.Quickest;
import dev.howdah.testing.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections come, go, die and are cancelled. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@OnPostgres
final class LifecycleTest {

  /** Much more than anybody here waits for. */
  private static final Duration EVER = Duration.ofMinutes(20);

  private final TestServer server;
  private final Database database;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  LifecycleTest(TestDatabase own) {
    this.server = new TestServer(own);
    this.database = new Database("two", server.settings("application_name=lifecycle"), size(2));
  }

  @AfterEach
  void close() {
    database.close();
    threads.close();
  }

  @Test
  void connectsNotBeforeTheFirstUse() {
    assertThat(database.status().connected()).isFalse();
    assertThat(database.status().idle()).isZero();

    assertThat(text("select 1")).isEqualTo("1");

    assertThat(database.status().connected()).isTrue();
    assertThat(database.status().idle()).isOne();
    assertThat(database.status().serverVersion()).isNotNull();
    assertThat(database.status().maxSize()).isEqualTo(2);
    assertThat(text("show application_name")).isEqualTo("lifecycle");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select pg_sleep(1000)",
        "select count(*) from generate_series(1, 100000000000)",
        "select 1 from (select pg_sleep(1000)) s, pg_sleep(1000)"
      })
  void cancelledStatementsAreGoneWithinASecond(String sql) throws Exception {
    List<CompletableFuture<String>> cancelled = new ArrayList<>();
    Duration quickest =
        Quickest.ofPrepared(
            Duration.ofSeconds(1),
            () -> {
              var cancellation = new Cancellation();
              cancelled.add(start(sql, cancellation));
              Eventually.is(() -> active(sql) == 1);
              return () -> {
                cancellation.cancel("no longer wanted");
                Eventually.is(() -> active(sql) == 0);
              };
            });

    assertThat(quickest).isLessThan(Duration.ofSeconds(1));
    for (var each : cancelled) {
      assertThat(failure(each).code()).isEqualTo(ErrorCode.CANCELLED);
      assertThat(failure(each).details()).containsEntry("reason", "no longer wanted");
    }
  }

  @Test
  void aCancelThatComesTooEarlyOrTooLateHitsNobodyElse() {
    for (int i = 0; i < 60; i++) {
      var cancellation = new Cancellation();
      var running = start("select pg_sleep(0.002)", cancellation);
      LockSupport.parkNanos(i * 100_000L);
      cancellation.cancel("race");
      running.exceptionally(e -> "cancelled").join();

      assertThat(text("select pg_sleep(0.003)::text || 'alive'")).isEqualTo("alive");
    }
  }

  @Test
  void aCancelBetweenConnectingAndSendingIsNotLost() {
    // Sent while the connection is idle, a request has no effect, so it is repeated.
    text("select 1");
    for (int i = 0; i < 20; i++) {
      var cancellation = new Cancellation();
      var running = start("select pg_sleep(1000)", cancellation);
      LockSupport.parkNanos(i * 20_000L);
      cancellation.cancel("race");

      assertThat(failure(running).code()).isEqualTo(ErrorCode.CANCELLED);
    }
  }

  @Test
  void refusesToStartWhatIsCancelledAlready() {
    var cancellation = new Cancellation();
    cancellation.cancel("before");

    assertThat(failure(start("select 1", cancellation)).code()).isEqualTo(ErrorCode.CANCELLED);
    assertThat(database.status().idle()).isZero();
  }

  @Test
  void aCallThatWaitsForAConnectionEndsAtOnceWhenCancelled() throws InterruptedException {
    var holders = new Cancellation();
    var first = start("select pg_sleep(1000)", holders);
    var second = start("select pg_sleep(1000)", holders);
    Eventually.is(() -> active("select pg_sleep(1000)") == 2);
    var waiting = new Cancellation();
    var third = start("select 3", waiting);
    Eventually.is(() -> database.status().waiting() == 1);

    waiting.cancel("gave up");

    assertThat(failure(third).code()).isEqualTo(ErrorCode.CANCELLED);
    assertThat(database.status().waiting()).isZero();
    var fourth = start("select 4", new Cancellation());
    holders.cancel("done");
    assertThat(fourth.join()).isEqualTo("4");
    assertThat(failure(first).code()).isEqualTo(ErrorCode.CANCELLED);
    assertThat(failure(second).code()).isEqualTo(ErrorCode.CANCELLED);
  }

  @Test
  void aCallThatWaitsTooLongSaysSo() throws InterruptedException {
    var settings = new PoolSettings(0, 1, Duration.ofMillis(50), EVER, 64 << 20);
    try (var one = new Database("one", server.settings(), settings)) {
      var holder = new Cancellation();
      var first = start(one, "select pg_sleep(1000), 'one'", holder);
      Eventually.is(() -> active("select pg_sleep(1000), 'one'") == 1);

      var failure = failure(start(one, "select 2", new Cancellation()));

      assertThat(failure.code()).isEqualTo(ErrorCode.TIMEOUT);
      assertThat(failure.details()).containsEntry("what", "pool");
      holder.cancel("done");
      failure(first);
    }
  }

  @Test
  void aCallThatConnectsEndsAtOnceWhenCancelled() throws IOException, InterruptedException {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var nowhere =
            new Database(
                "silent",
                ConnectionSettings.of(
                    "postgresql://u@127.0.0.1:" + silent.getLocalPort() + "/d?sslmode=disable",
                    java.util.Map.of()),
                size(1))) {
      var cancellation = new Cancellation();
      var call = start(nowhere, "select 1", cancellation);
      Eventually.is(() -> nowhere.status().inUse() == 1);

      cancellation.cancel("gave up");

      assertThat(failure(call).code()).isEqualTo(ErrorCode.CANCELLED);
    }
  }

  @Test
  void theNextCallSucceedsAfterEveryIdleConnectionWasTerminated()
      throws SQLException, InterruptedException {
    for (int round = 0; round < 3; round++) {
      useBoth();
      assertThat(database.status().idle()).isEqualTo(2);
      terminate();

      assertThat(text("select 7")).isEqualTo("7");
      assertThat(text("select 8")).isEqualTo("8");
    }
  }

  /** Two statements at the same time, each of which needs a connection. */
  private void useBoth() throws SQLException, InterruptedException {
    String waiting = "select pg_advisory_xact_lock_shared(42)";
    List<CompletableFuture<String>> both = new ArrayList<>();
    try (var gate = server.own().connect(server.own().superuser());
        var statement = gate.createStatement()) {
      statement.execute("select pg_advisory_lock(42)");
      for (int i = 0; i < 2; i++) {
        both.add(start(waiting, new Cancellation()));
      }
      Eventually.is(() -> active(waiting) == 2);
    }
    both.forEach(CompletableFuture::join);
  }

  @Test
  void aStatementWhoseConnectionIsTerminatedIsNotRunAgain()
      throws SQLException, InterruptedException {
    text("select 1");
    var running = start("select pg_sleep(1000)", new Cancellation());
    Eventually.is(() -> active("select pg_sleep(1000)") == 1);
    // Later it is no connection that was dead before.
    Thread.sleep(Duration.ofMillis(1_100));

    terminate();

    assertThat(failure(running).code()).isEqualTo(ErrorCode.CONNECTION_FAILED);
    assertThat(active("select pg_sleep(1000)")).isZero();
    assertThat(text("select 1")).isEqualTo("1");
  }

  @Test
  void closingCancelsWhatRuns() throws InterruptedException {
    var running = start("select pg_sleep(1000)", new Cancellation());
    Eventually.is(() -> active("select pg_sleep(1000)") == 1);

    database.close();

    Eventually.is(() -> active("select pg_sleep(1000)") == 0);
    assertThat(failure(running)).hasMessage("The server is shutting down.");
    assertThatThrownBy(() -> text("select 1")).hasMessage("The server is shutting down.");
    Eventually.is(() -> connections() == 0);
  }

  @Test
  void manyCallsShareFewConnections() {
    List<CompletableFuture<String>> calls = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      calls.add(start("select " + i, new Cancellation()));
    }
    for (int i = 0; i < 200; i++) {
      assertThat(calls.get(i).join()).isEqualTo(Integer.toString(i));
    }
    assertThat(database.status().inUse()).isZero();
    assertThat(connections()).isBetween(1, 2);
  }

  @Test
  void closesConnectionsThatNobodyUses() throws InterruptedException {
    var settings = new PoolSettings(0, 2, EVER, Duration.ofMillis(300), 64 << 20);
    try (var brief = new Database("brief", server.settings("application_name=brief"), settings)) {
      DatabaseTest.text(brief, "select 1");
      Eventually.is(() -> brief.status().idle() == 0);
    }
  }

  private CompletableFuture<String> start(String sql, Cancellation cancellation) {
    return start(database, sql, cancellation);
  }

  private CompletableFuture<String> start(Database on, String sql, Cancellation cancellation) {
    return CompletableFuture.supplyAsync(
        () -> String.valueOf(Ungated.run(on, sql, limits(), cancellation).text(0, 0)), threads);
  }

  private static Limits limits() {
    return new Limits(10, 10_000, 1000, EVER, EVER);
  }

  private String text(String sql) {
    return DatabaseTest.text(database, sql);
  }

  private static CallException failure(CompletableFuture<String> call) {
    var thrown =
        catchThrowableOfType(
            CompletionException.class, () -> call.orTimeout(3, TimeUnit.MINUTES).join());
    if (thrown.getCause() instanceof CallException failure) {
      return failure;
    }
    throw thrown;
  }

  private static PoolSettings size(int connections) {
    return new PoolSettings(0, connections, EVER, EVER, 64 << 20);
  }

  private int active(String sql) {
    return count(
        "select count(*) from pg_stat_activity where state = 'active' and query = '"
            + sql.replace("'", "''")
            + "'");
  }

  private int connections() {
    return count("select count(*) from pg_stat_activity where application_name = 'lifecycle'");
  }

  private void terminate() throws SQLException {
    server.admin(
        "select pg_terminate_backend(pid, 60000) from pg_stat_activity"
            + " where application_name = 'lifecycle'");
  }

  private int count(String sql) {
    try {
      return Integer.parseInt(String.valueOf(server.admin(sql)));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
