package dev.howdah.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.howdah.config.Size;
import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.resilience.Cancellation;
import dev.howdah.sql.AgentSql;
import dev.howdah.sql.guard.Access;
import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.OpenGate;
import dev.howdah.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that does not look at its own time limit. */
@OnPostgres
final class SilentServerTest {

  /** PostgreSQL compares for ten seconds or more, and looks for nothing meanwhile. */
  private static final String LONG =
      "select repeat('a', 200000) like '%' || repeat('a', 100000) || 'b%'";

  private static final String OF_A_COLUMN =
      "select repeat('a', n) like '%' || repeat('a', n / 2) || 'b%' from lengths";

  private static final Limits LIMITS =
      new Limits(10, 1000, 1000, Duration.ofMillis(300), Duration.ofMillis(300));

  private static final QuerySettings ONE_AT_A_TIME =
      new QuerySettings(
          10, 10, new Size(1024), new Size(1024), Duration.ofSeconds(1), 0, 1, 0, false);

  private static final String OTHERS =
      "select count(*) from pg_stat_activity"
          + " where datname = current_database() and pid <> pg_backend_pid()";

  private final Gates gates = OpenGate.gates();

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void isATimeLimitThatWasReached(TestDatabase own) throws InterruptedException {
    try (var database = new TestServer(own).database()) {
      CallException failure =
          catchThrowableOfType(
              CallException.class, () -> Ungated.run(database, LONG, LIMITS, new Cancellation()));

      assertThat(failure.code()).isEqualTo(ErrorCode.TIMEOUT);
      assertThat(failure.details()).containsEntry("what", "statement");
      // Had it been waited for, PostgreSQL would have said so itself.
      assertThat(failure).hasMessageContaining("counts as running until it has ended");
      assertThat(Ungated.run(database, "select 1", Limits.OURS, new Cancellation()).rowCount())
          .isEqualTo(1);
    }
    while (!"0".equals(own.ask(OTHERS))) {
      Thread.sleep(100);
    }
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void keepsItsPlacesForAsLongAsItGoesOn(TestDatabase own) throws Exception {
    var server = new TestServer(own);
    server.admin("create table lengths as select 300000 as n");
    var size = new PoolSettings(0, 2, Duration.ofMillis(200), Duration.ofMinutes(1), 64 << 20);
    try (var database = new Database("two", server.settings(), size)) {
      assertThat(failure(database, "ann", OF_A_COLUMN, LIMITS).code()).isEqualTo(ErrorCode.TIMEOUT);

      assertThat(database.status().inUse()).isOne();
      assertThat(failure(database, "ann", "select 1", Limits.OURS).code())
          .isEqualTo(ErrorCode.RATE_LIMITED);
      assertThat(run(database, "bob", "select 1", Limits.OURS).rowCount()).isOne();

      while (database.status().inUse() > 0) {
        Thread.sleep(100);
      }
      assertThat(own.ask(OTHERS + " and query like '%lengths%'")).isEqualTo("0");
      assertThat(run(database, "ann", "select 1", Limits.OURS).rowCount()).isOne();
    }
  }

  private CallException failure(Database database, String caller, String sql, Limits limits) {
    return catchThrowableOfType(CallException.class, () -> run(database, caller, sql, limits));
  }

  private Rows run(Database database, String caller, String sql, Limits limits) {
    Session session = gates.session(database, Access.readAll(), caller, new Cancellation());
    try (var _ = session.turn(ONE_AT_A_TIME)) {
      return session.run(new Statement(AgentSql.of(sql), List.of()), limits);
    }
  }
}
