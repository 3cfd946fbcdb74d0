package dev.howdah.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.howdah.config.Size;
import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.resilience.Cancellation;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How much work a statement may make, and that its session has nothing of it afterwards. */
@OnEveryPostgres
final class WorkLimitsTest {

  private static final String LARGE_SORT =
      "select x from generate_series(1, 200000) x order by md5(x::text), x";

  private static final WorkSettings TIGHT =
      new WorkSettings(Size.parse("1MB"), Size.parse("64kB"), 0);

  private static final List<String> SHOWN =
      List.of(
          "temp_file_limit",
          "work_mem",
          "maintenance_work_mem",
          "max_parallel_workers_per_gather",
          "max_parallel_maintenance_workers");

  private final TestServer server;
  private final String reader;

  WorkLimitsTest(TestDatabase own) {
    this.server = new TestServer(own);
    this.reader = own.reader().user();
  }

  @Test
  void limitATransactionAndNotItsSession() {
    try (var database = database(server.settings(), TIGHT)) {
      assertThat(SHOWN.stream().map(name -> first(database, "show " + name)))
          .containsExactly("1MB", "64kB", "1MB", "0", "0");
      assertThat(SHOWN.stream().map(name -> between(database, "show " + name)))
          .isEqualTo(SHOWN.stream().map(name -> server("show " + name)).toList());
    }
  }

  @Test
  void endASortThatTakesMoreTemporarySpace() {
    try (var database = database(server.settings(), TIGHT)) {
      var failure = catchThrowableOfType(CallException.class, () -> first(database, LARGE_SORT));

      assertThat(failure.code()).isEqualTo(ErrorCode.STATEMENT_FAILED);
      assertThat(failure).hasMessageMatching(".* \"?temp_file_limit\"? \\(1024kB\\)");
      assertThat(failure.details())
          .containsEntry("sqlstate", "53400")
          .hasEntrySatisfying(
              "hint", hint -> assertThat(hint).asString().startsWith("Sort, group or join fewer"));
      assertThat(first(database, "select 1")).isEqualTo("1");
    }
  }

  @Test
  void leaveToTheServerWhatIsNotConfigured() {
    try (var database = database(server.settings(), WorkSettings.DEFAULT)) {
      assertThat(first(database, "show temp_file_limit")).isEqualTo("4GB");
      assertThat(SHOWN.stream().skip(1).map(name -> first(database, "show " + name)))
          .isEqualTo(SHOWN.stream().skip(1).map(name -> server("show " + name)).toList());
    }
  }

  @Test
  void needTheRightToLimitTemporaryFiles() throws SQLException {
    assertThat(asReader(TIGHT)).containsExactly("-1", "64kB", "1MB", "0", "0");

    server.admin("grant set on parameter temp_file_limit to " + reader);
    try {
      assertThat(asReader(TIGHT)).containsExactly("1MB", "64kB", "1MB", "0", "0");
    } finally {
      server.admin("revoke set on parameter temp_file_limit from " + reader);
    }
  }

  @Test
  void raiseNothing() throws SQLException {
    server.admin(
        "alter role " + reader + " set temp_file_limit = '512kB'",
        "alter role " + reader + " set work_mem = '1MB'",
        "alter role " + reader + " set maintenance_work_mem = '1536kB'",
        "alter role " + reader + " set max_parallel_workers_per_gather = 1",
        "alter role " + reader + " set max_parallel_maintenance_workers = 1",
        "grant set on parameter temp_file_limit to " + reader);
    try {
      assertThat(asReader(new WorkSettings(Size.parse("1GB"), Size.parse("2MB"), 8)))
          .containsExactly("512kB", "1MB", "1536kB", "1", "1");
    } finally {
      server.admin(
          "alter role " + reader + " reset all",
          "revoke set on parameter temp_file_limit from " + reader);
    }
  }

  @Test
  void haveARange() {
    assertThatThrownBy(() -> new WorkSettings(Size.parse("1025GB"), null, null))
        .hasMessage("temp-files must be between 1MB and 1024GB, was 1025GB");
    assertThatThrownBy(() -> new WorkSettings(Size.parse("1GB"), Size.parse("63kB"), null))
        .hasMessage("work-mem must be between 64kB and 1024GB, was 63kB");
    assertThatThrownBy(() -> new WorkSettings(Size.parse("1GB"), null, 1025))
        .hasMessage("parallel-workers must be between 0 and 1024, was 1025");
  }

  private Stream<String> asReader(WorkSettings work) {
    try (var database = database(server.reader(), work)) {
      return SHOWN.stream().map(name -> first(database, "show " + name)).toList().stream();
    }
  }

  private static Database database(ConnectionSettings connection, WorkSettings work) {
    return new Database(DatabaseSettings.DEFAULT, () -> connection, work, RolePolicy.IGNORE);
  }

  private static String first(Database database, String sql) {
    Rows rows = Ungated.run(database, sql, Limits.OURS, new Cancellation());
    return String.valueOf(rows.text(0, 0));
  }

  /** What the session has between two calls. */
  private static String between(Database database, String sql) {
    return database.leased(
        new Cancellation(),
        (open, lease) -> Texts.text(lease.wire().run(List.of(sql), 0, List.of(), 1).cell(0, 0)));
  }

  private @Nullable String server(String sql) {
    try {
      return server.admin(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
