package dev.howdah.tools.queue;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.queue.PgQueuer;
import dev.howdah.testing.queue.PgQueuerVersion;
import dev.howdah.tool.Format;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The lives of single jobs, and how long they ran. */
@OnEveryPostgres
record JobHistoryTest(TestDatabase database) {

  private static final UUID ANN = new UUID(0, 1);
  private static final UUID BOB = new UUID(0, 2);

  private PgQueuer install(PgQueuerVersion version) {
    var schema = "j" + version.name().toLowerCase(Locale.ROOT);
    database.run("drop schema if exists %s cascade".formatted(schema));
    return PgQueuer.install(database, version, schema, "");
  }

  private JobHistory.Result history(PgQueuer queue, long job, int limit, @Nullable String cursor) {
    try (var bench = Bench.of(database, database.reader(), queue)) {
      return new JobHistory(bench.installations())
          .answer(
              bench.queue(),
              new JobHistory.Arguments(job, limit, cursor, null, Format.JSON),
              limit);
    }
  }

  @ParameterizedTest
  @EnumSource
  void tellsALifeFromTheBeginning(PgQueuerVersion version) {
    try (var queue = install(version)) {
      queue.enqueue("other", 0, null, ofMinutes(30));
      long job = queue.enqueue("email", 3, null, ofMinutes(20));
      queue.claim(job, ANN, ofMinutes(19));
      queue.claim(job, BOB, ofMinutes(15));
      queue.finish(job, "successful", null, ofMinutes(14));

      var life = history(queue, job, 100, null);
      assertThat(life.now()).isNull();
      assertThat(life.result())
          .extracting(JobHistory.Event::event)
          .containsExactly("enqueued", "picked", "picked again", "successful");
      assertThat(life.result())
          .extracting(JobHistory.Event::secondsSincePrevious)
          .usingElementComparator(JobHistoryTest::about)
          .containsExactly(null, 60.0, 240.0, 60.0);
      assertThat(life.result()).allMatch(event -> event.entrypoint().equals("email"));
      assertThat(life.result()).allMatch(event -> event.failure() == null);
      assertThat(List.of(life.events(), life.picks(), life.lost(), life.failures()))
          .containsExactly(4L, 2L, 1L, 0L);
      assertThat(life.nextCursor()).isNull();

      List<String> paged = new ArrayList<>();
      String cursor = null;
      do {
        var page = history(queue, job, 1, cursor);
        assertThat(page.events()).isEqualTo(4);
        page.result().forEach(event -> paged.add(event.event()));
        cursor = page.nextCursor();
      } while (cursor != null);
      assertThat(paged).containsExactly("enqueued", "picked", "picked again", "successful");
    }
  }

  /** The same but for what a busy machine takes; all is minutes apart. */
  private static int about(@Nullable Double one, @Nullable Double other) {
    boolean same =
        (one == null || other == null) ? Objects.equals(one, other) : Math.abs(one - other) < 30;
    return same ? 0 : 1;
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "V0_.*")
  void showsRetriesAndHolds(PgQueuerVersion version) {
    try (var queue = install(version)) {
      long job = queue.enqueue("email", 0, null, ofMinutes(20));
      queue.claim(job, ANN, ofMinutes(19));
      queue.retry(
          job,
          PgQueuer.traceback(job, "TimeoutError", "no answer", 1),
          ofMinutes(18),
          ofMinutes(17));
      queue.claim(job, ANN, ofMinutes(16));
      queue.hold(job, PgQueuer.traceback(job, "KeyError", "x".repeat(9000), 0), ofMinutes(15));

      var life = history(queue, job, 100, null);
      assertThat(life.result())
          .extracting(JobHistory.Event::event)
          .containsExactly("enqueued", "picked", "retry", "picked", "held");
      assertThat(life.failures()).isEqualTo(2);
      var retry = requireNonNull(life.result().get(2).failure());
      assertThat(retry.exceptionType()).isEqualTo("TimeoutError");
      assertThat(retry.attempt()).isEqualTo(1);
      assertThat(retry.retryDelaySeconds()).isEqualTo(30.0);
      assertThat(retry.truncated()).isFalse();
      var held = requireNonNull(life.result().get(4).failure());
      assertThat(held.exceptionMessage()).hasSize(JobHistory.MOST_CHARACTERS);
      assertThat(held.truncated()).isTrue();
      assertThat(held.attempt()).isNull();
      var now = requireNonNull(life.now());
      assertThat(now.status()).isEqualTo("failed");
      assertThat(now.worker()).isNull();
      assertThat(now.attempts()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void showsHowAJobStands(PgQueuerVersion version) {
    try (var queue = install(version)) {
      long job = queue.enqueue("email", 2, null, ofMinutes(5));
      queue.claim(job, ANN, ofMinutes(4));
      queue.heartbeat(job, ofSeconds(90));
      var now = requireNonNull(history(queue, job, 100, null).now());
      assertThat(now.worker()).isEqualTo(ANN.toString());
      assertThat(now.secondsSinceHeartbeat()).isBetween(90.0, 120.0);
      assertThat(now.secondsUntilDue()).isBetween(-330.0, -300.0);
      assertThat(now.attempts()).isEqualTo(version.attempts() ? 0 : null);
      assertThat(history(queue, 987_654, 100, null))
          .isEqualTo(new JobHistory.Result(987_654, null, 0, 0, 0, 0, List.of(), null, List.of()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void measuresRunsFromWhenTheyWereLastPicked(PgQueuerVersion version) {
    try (var queue = install(version);
        var bench = Bench.of(database, database.reader(), queue)) {
      for (int i = 1; i <= 100; i++) {
        long job = queue.enqueue("email", 0, null, ofMinutes(40));
        queue.claim(job, BOB, ofMinutes(39));
        queue.claim(job, ANN, ofMinutes(10));
        queue.finish(
            job, i <= 95 ? "successful" : "exception", null, ofMinutes(10).minusSeconds(i));
      }
      long old = queue.enqueue("report", 0, null, ofMinutes(400));
      queue.claim(old, ANN, ofHours(5));
      queue.finish(old, "successful", null, ofMinutes(200));
      queue.finish(queue.enqueue("email", 0, null, ofMinutes(9)), "canceled", null, ofMinutes(8));
      var durations = new JobDurations(bench.installations());
      var result =
          durations.answer(
              bench.queue(), new JobDurations.Arguments("PT1H", null, null, Format.JSON));
      assertThat(result.lookedSince()).isNull();
      assertThat(result.result())
          .singleElement()
          .satisfies(
              email -> {
                assertThat(email.runs()).isEqualTo(100);
                assertThat(email.failed()).isEqualTo(5);
                assertThat(email.failureRate()).isEqualTo(0.05);
                assertThat(email.p50Seconds()).isBetween(50.0, 51.5);
                assertThat(email.p95Seconds()).isBetween(95.0, 96.5);
                assertThat(email.p99Seconds()).isBetween(99.0, 100.5);
                assertThat(email.maxSeconds()).isBetween(99.5, 100.5);
              });
      var day =
          durations.answer(
              bench.queue(), new JobDurations.Arguments("P1D", null, null, Format.JSON));
      assertThat(day.result())
          .extracting(JobDurations.Duration::entrypoint)
          .containsExactly("report", "email");
      assertThat(
              durations
                  .answer(
                      bench.queue(), new JobDurations.Arguments("P1D", "report", null, Format.JSON))
                  .result())
          .singleElement()
          .matches(report -> Math.abs(report.maxSeconds() - 6000) < 1);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "V0_.*")
  void countsRetriesAsRuns(PgQueuerVersion version) {
    try (var queue = install(version);
        var bench = Bench.of(database, database.reader(), queue)) {
      long job = queue.enqueue("email", 0, null, ofMinutes(20));
      queue.claim(job, ANN, ofMinutes(19));
      queue.retry(job, PgQueuer.traceback(job, "E", "e", 1), ofMinutes(18), ofMinutes(17));
      queue.claim(job, ANN, ofMinutes(10));
      queue.finish(job, "successful", null, ofMinutes(6));
      assertThat(
              new JobDurations(bench.installations())
                  .answer(
                      bench.queue(), new JobDurations.Arguments("PT1H", null, null, Format.JSON))
                  .result())
          .singleElement()
          .matches(email -> email.runs() == 2 && email.retried() == 1 && email.failed() == 0);
    }
  }
}
