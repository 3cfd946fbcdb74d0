package dev.howdah.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.resilience.Cancellation;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing one caller does to a session is there for the next. */
@OnEveryPostgres
final class SessionStateTest {

  /** One connection, so that the next caller gets the same one if it is kept. */
  private static final PoolSettings ONE =
      new PoolSettings(0, 1, Duration.ofSeconds(5), Duration.ofMinutes(1), 1 << 20);

  private final Database database;

  SessionStateTest(TestDatabase own) {
    this.database = new Database("one", new TestServer(own).settings(), ONE);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "prepare leaked as select 1",
        "set statement_timeout = 0",
        "set session authorization default",
        "listen leaked",
        "declare leaked cursor with hold for select 1",
        "lock table pg_class in access share mode",
        "do 'begin perform set_config(''search_path'', ''leaked'', false); end'",
        "load 'auto_explain'"
      })
  void refusesWhatIsNoQueryAndLeavesNoTrace(String command) {
    CallException refusal = catchThrowableOfType(CallException.class, () -> first(command));

    assertThat(refusal.code()).isEqualTo(ErrorCode.STATEMENT_REFUSED);
    assertThat(first("select count(*) from pg_prepared_statements")).isEqualTo("0");
    assertThat(first("select count(*) from pg_cursors where name = 'leaked'")).isEqualTo("0");
    assertThat(first("select count(*) from pg_listening_channels()")).isEqualTo("0");
    assertThat(first("select count(*) from pg_settings where name like 'auto_explain.%'"))
        .isEqualTo("0");
    assertThat(first("show search_path")).doesNotContain("leaked");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select pg_advisory_lock(42)",
        "select set_config('search_path', 'leaked', false)",
        "select set_config('statement_timeout', '0', false)"
      })
  void forgetsWhatAQueryDid(String query) {
    first(query);

    assertThat(first("select count(*) from pg_locks where locktype = 'advisory'")).isEqualTo("0");
    assertThat(first("show search_path")).doesNotContain("leaked");
    assertThat(first("show statement_timeout")).isEqualTo("30s");
  }

  @Test
  void cannotBeTalkedOutOfReadingOnly() {
    for (String way :
        List.of(
            "set transaction read write",
            "begin read write",
            "commit and chain",
            "select set_config('transaction_read_only', 'off', true)")) {
      try {
        first(way);
      } catch (CallException refused) {
        assertThat(refused.code()).isNotNull();
      }
      CallException refusal =
          catchThrowableOfType(CallException.class, () -> first("create table leaked ()"));
      assertThat(refusal.code()).isEqualTo(ErrorCode.STATEMENT_REFUSED);
    }
  }

  private String first(String sql) {
    Limits limits = new Limits(10, 1 << 20, 1 << 20, Duration.ofSeconds(30), Duration.ofSeconds(5));
    Rows rows = Ungated.run(database, sql, limits, new Cancellation());
    return rows.rowCount() == 0 ? "" : String.valueOf(rows.text(0, 0));
  }
}
