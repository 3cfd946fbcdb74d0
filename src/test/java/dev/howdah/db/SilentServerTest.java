package dev.howdah.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.resilience.Cancellation;
import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.TestDatabase;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that does not look at its own time limit. */
@OnPostgres
final class SilentServerTest {

  /** PostgreSQL compares for ten seconds or more, and looks for nothing meanwhile. */
  private static final String LONG =
      "select repeat('a', 200000) like '%' || repeat('a', 100000) || 'b%'";

  private static final String OTHERS =
      "select count(*) from pg_stat_activity"
          + " where datname = current_database() and pid <> pg_backend_pid()";

  @Test
  @Timeout(120)
  void isATimeLimitThatWasReached(TestDatabase own) throws InterruptedException {
    Limits limits = new Limits(10, 1000, 1000, Duration.ofMillis(300), Duration.ofMillis(300));
    try (var database = new TestServer(own).database()) {
      long start = System.nanoTime();

      CallException failure =
          catchThrowableOfType(
              CallException.class, () -> Ungated.run(database, LONG, limits, new Cancellation()));

      assertThat(failure.code()).isEqualTo(ErrorCode.TIMEOUT);
      assertThat(failure.details()).containsEntry("what", "statement");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(9));
      assertThat(Ungated.run(database, "select 1", Limits.OURS, new Cancellation()).rowCount())
          .isEqualTo(1);
    }
    while (!"0".equals(own.ask(OTHERS))) {
      Thread.sleep(100);
    }
  }
}
