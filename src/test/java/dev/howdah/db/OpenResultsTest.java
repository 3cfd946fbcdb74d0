package dev.howdah.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.resilience.Cancellation;
import dev.howdah.sql.AgentSql;
import dev.howdah.sql.guard.Access;
import dev.howdah.task.queue.Eventually;
import dev.howdah.testing.LongQuery;
import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.OpenGate;
import dev.howdah.testing.Quickest;
import dev.howdah.testing.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The rest of a result waits without being in anybody's way. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@OnPostgres
final class OpenResultsTest {

  private static final String NUMBERS = "select g as n from generate_series(1, 100000) g";
  private static final String SLOW =
      "select g as n, case when g > 4 then (%s where a <> g) end from generate_series(1, 10) g"
          .formatted(LongQuery.SQL);

  private static final Limits FEW =
      new Limits(3, 10_000, 1000, Duration.ofSeconds(90), Duration.ofSeconds(1));

  private final Gates gates = OpenGate.gates();
  private final TestServer server;
  private final Database one;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  OpenResultsTest(TestDatabase own) {
    this.server = new TestServer(own);
    this.one = database();
  }

  private Database database() {
    return new Database(
        "one",
        server.settings(),
        new PoolSettings(0, 1, Duration.ofMinutes(5), Duration.ofMinutes(5), 64 << 20));
  }

  @AfterEach
  void close() {
    one.close();
    threads.close();
  }

  @Test
  void anOpenResultGivesWayToACallThatNeedsTheConnection() {
    String next = open("ann", NUMBERS);
    assertThat(one.status().inUse()).isOne();

    assertThat(Ungated.run(one, "select 1", limits(), new Cancellation()).rowCount()).isOne();

    assertThat(failure(next, "ann")).hasMessageContaining("is gone");
    assertThat(one.status().idle()).isOne();
    assertThat(idleInTransaction()).isZero();
  }

  @Test
  void belongsToItsCaller() {
    String next = open("ann", NUMBERS);

    assertThat(failure(next, "bob").code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(as("ann").next(next, limits()).rows().text(0, 0)).isEqualTo("4");
  }

  @Test
  void theCursorOfAnotherServerSaysSo() {
    var next = open("ann", NUMBERS);
    var size = new PoolSettings(0, 1, Duration.ofMinutes(5), Duration.ofMinutes(5), 64 << 20);
    try (var other = new Database("one", server.settings(), size)) {
      var session = gates.session(other, Access.readAll(), "ann", new Cancellation());

      assertThatThrownBy(() -> session.next(next, limits()))
          .isInstanceOf(CallException.class)
          .hasMessageContaining("waits at another server");
    }
  }

  @Test
  void aCancelledPageEndsTheResult() throws InterruptedException {
    String next = open("ann", SLOW);
    var cancellation = new Cancellation();
    var page =
        CompletableFuture.supplyAsync(() -> as("ann", cancellation).next(next, limits()), threads);
    Eventually.is(() -> active() == 1);

    cancellation.cancel("enough");

    Eventually.is(() -> active() == 0);
    assertThatThrownBy(page::join)
        .isInstanceOf(CompletionException.class)
        .hasMessageContaining("The call was cancelled.");
    assertThat(failure(next, "ann")).hasMessageContaining("is gone");
    assertThat(Ungated.run(one, "select 1", limits(), new Cancellation()).rowCount()).isOne();
  }

  @Test
  void aPageHasTheTimeOfAStatement() {
    var brief = new Limits(2, 10_000, 1000, Duration.ofMillis(200), Duration.ofSeconds(1));
    String next = open("ann", SLOW);
    var failure = catchThrowableOfType(CallException.class, () -> as("ann").next(next, brief));

    assertThat(failure.code()).isEqualTo(ErrorCode.TIMEOUT);
    assertThat(idleInTransaction()).isZero();
  }

  @Test
  void closingEndsOpenResultsAtOnce() {
    String waiting = open("ann", NUMBERS);

    one.close();

    assertThat(idleInTransaction()).isZero();
    assertThat(failure(waiting, "ann").code()).isEqualTo(ErrorCode.INVALID_REQUEST);
  }

  /** What is in use when it closes is waited for, for two seconds each time. */
  @Test
  void closingDoesNotWaitForOpenResults() throws Exception {
    Duration quickest =
        Quickest.ofPrepared(
            Duration.ofSeconds(1),
            () -> {
              var database = database();
              open(database, "ann", NUMBERS, FEW);
              return database::close;
            });

    assertThat(quickest).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void closingStopsAPageThatIsBeingRead() throws InterruptedException {
    String next = open("ann", SLOW);
    var page = CompletableFuture.supplyAsync(() -> as("ann").next(next, limits()), threads);
    Eventually.is(() -> active() == 1);

    one.close();

    Eventually.is(() -> active() == 0);
    assertThatThrownBy(page::join).isInstanceOf(CompletionException.class);
  }

  @Test
  void aRowThatIsLargerThanAPageIsTheEnd() {
    var small = new Limits(10, 100, 1000, Duration.ofSeconds(5), Duration.ofSeconds(1));
    var page = open("ann", "select repeat('x', 900) from generate_series(1, 5)", small);

    assertThat(page.rows().rowCount()).isZero();
    assertThat(page.next()).isNull();
    assertThat(page.lost()).isNotNull();
    assertThat(idleInTransaction()).isZero();
  }

  @Test
  void aConnectionThatDiedSaysSo() throws SQLException {
    String next = open("ann", NUMBERS);
    server.admin(
        "select pg_terminate_backend(pid, 60000) from pg_stat_activity"
            + " where state = 'idle in transaction' and datname = current_database()");

    assertThat(failure(next, "ann").code()).isEqualTo(ErrorCode.CONNECTION_FAILED);
    assertThat(Ungated.run(one, "select 1", limits(), new Cancellation()).rowCount()).isOne();
  }

  private String open(String caller, String sql) {
    return Objects.requireNonNull(open(caller, sql, FEW).next());
  }

  private ResultPage open(String caller, String sql, Limits limits) {
    return open(one, caller, sql, limits);
  }

  private ResultPage open(Database database, String caller, String sql, Limits limits) {
    return gates
        .session(database, Access.readAll(), caller, new Cancellation())
        .open(
            new Statement(AgentSql.of(sql), List.of()),
            limits,
            2,
            Duration.ofSeconds(60),
            Rest.KEPT);
  }

  private CallException failure(String next, String caller) {
    return catchThrowableOfType(CallException.class, () -> as(caller).next(next, limits()));
  }

  private Session as(String caller) {
    return as(caller, new Cancellation());
  }

  private Session as(String caller, Cancellation cancellation) {
    return gates.session(one, Access.readAll(), caller, cancellation);
  }

  private static Limits limits() {
    return new Limits(10, 10_000, 1000, Duration.ofSeconds(90), Duration.ofSeconds(1));
  }

  private int idleInTransaction() {
    return count("state like 'idle in transaction%'");
  }

  private int active() {
    return count("state = 'active' and query like '%1000000%' and pid <> pg_backend_pid()");
  }

  private int count(String condition) {
    try {
      return Integer.parseInt(
          String.valueOf(
              server.admin(
                  "select count(*) from pg_stat_activity where datname = current_database() and "
                      + condition)));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
