package dev.howdah.tools.queue;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.queue.PgQueuer;
import dev.howdah.testing.queue.PgQueuerVersion;
import dev.howdah.testing.queue.Shift;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Verdicts on queues that do well and badly. */
@OnEveryPostgres
record QueueHealthTest(TestDatabase database) implements HealthChecks {

  @ParameterizedTest
  @EnumSource
  void isOkWhereJobsRun(PgQueuerVersion version) {
    var result =
        judge(
            version,
            queue -> {
              work(queue, "email", 20, 1);
              queue.enqueue("email", 0, null, ofSeconds(2));
              queue.enqueue("email", 0, null, null, ofHours(9), ofHours(-9));
              queue.claim(queue.enqueue("email", 0, null, ofMinutes(1)), WORKER, ofSeconds(9));
            });
    assertThat(result.verdict()).isEqualTo(Verdict.OK);
    assertThat(result.reasons()).isEmpty();
    assertThat(result.sampled()).isEmpty();
    var email = of(result, "email");
    assertThat(email.verdict()).isEqualTo(Verdict.OK);
    assertThat(email.due()).isEqualTo(1);
    assertThat(email.deferred()).isEqualTo(1);
    assertThat(email.oldestDueSeconds()).isBetween(2.0, 60.0);
    assertThat(email.usualWaitSeconds()).isBetween(1.0, 51.0);
    assertThat(email.picked()).isEqualTo(1);
    assertThat(email.lost()).isZero();
    assertThat(email.failureRate()).isZero();
    assertThat(email.lastPickedSecondsAgo()).isBetween(9.0, 60.0);
    assertThat(result.unfoldedLogRows()).isEqualTo(64);
  }

  @ParameterizedTest
  @EnumSource
  void isOkWhereThereIsNothing(PgQueuerVersion version) {
    var result = judge(version, queue -> assertThat(queue.fold()).isZero());
    assertThat(result.verdict()).isEqualTo(Verdict.OK);
    assertThat(result.reasons()).isEmpty();
    assertThat(result.entrypoints()).isEmpty();
    assertThat(result.unfoldedLogRows()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void isStalledWhereWorkersHaveGone(PgQueuerVersion version) {
    var result =
        judge(
            version,
            queue -> {
              work(queue, "email", 5, 110);
              work(queue, "report", 5, 2);
              queue.enqueue("email", 0, null, ofMinutes(20));
              queue.enqueue("email", 0, null, ofMinutes(10));
            });
    assertThat(result.verdict()).isEqualTo(Verdict.STALLED);
    assertThat(verdict(result, "email")).isEqualTo(Verdict.STALLED);
    assertThat(verdict(result, "report")).isEqualTo(Verdict.OK);
    var reason = result.reasons().getFirst();
    assertThat(reason.reason()).isEqualTo("nobody_takes_jobs");
    assertThat(reason.message())
        .isEqualTo(
            "Due at email: 2 jobs, the oldest since 20 min; no worker took one for at least 60"
                + " min, and one was last seen to 110 min ago.");
    assertThat(reason.nextTool()).isEqualTo("active_workers");
  }

  @ParameterizedTest
  @EnumSource
  void isNotStalledWhereWorkersAreBusy(PgQueuerVersion version) {
    var result =
        judge(
            version,
            queue -> {
              work(queue, "video", 12, 50);
              long running = queue.enqueue("video", 0, null, ofMinutes(40));
              queue.claim(running, WORKER, ofMinutes(40));
              queue.heartbeat(running, ofSeconds(3));
              queue.enqueue("video", 0, null, ofMinutes(30));
            });
    assertThat(result.verdict()).isEqualTo(Verdict.DEGRADED);
    assertThat(result.reasons())
        .singleElement()
        .satisfies(
            reason -> {
              assertThat(reason.reason()).isEqualTo("late");
              assertThat(reason.message())
                  .matches(
                      "The oldest job of video that is due waits for 30 min, where 95 of 100 wait"
                          + " at most [\\d.]+ s; 1 runs now\\.");
            });
  }

  /** Jobs that are put off by an hour waited no hour. */
  @ParameterizedTest
  @EnumSource
  void isLateWhereJobsAreDueThatWerePutOff(PgQueuerVersion version) {
    Consumer<PgQueuer> life =
        queue -> {
          for (int i = 0; i < 20; i++) {
            var ago = ofMinutes(90).plusSeconds(i);
            long job = queue.enqueue("email", 0, null, null, ago, ago.minusHours(1));
            queue.claim(job, WORKER, ofMinutes(2));
            queue.finish(job, "successful", null, ofMinutes(1));
          }
        };
    var overdue =
        judge(
            version,
            queue -> {
              life.accept(queue);
              queue.enqueue("email", 0, null, null, ofMinutes(115), ofMinutes(55));
            });
    assertThat(overdue.verdict()).isEqualTo(Verdict.DEGRADED);
    assertThat(overdue.reasons())
        .singleElement()
        .satisfies(
            reason ->
                assertThat(reason.message())
                    .isEqualTo(
                        "The oldest job of email that is due waits for 55 min; what is usual cannot"
                            + " be told, because jobs are put off; 0 run now."));
    var justDue =
        judge(
            version,
            queue -> {
              life.accept(queue);
              queue.enqueue("email", 0, null, null, ofMinutes(62), ofMinutes(2));
            });
    assertThat(justDue.verdict()).isEqualTo(Verdict.OK);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "V0_.*")
  void doesNotCountWhatARetryWaits(PgQueuerVersion version) {
    var result =
        judge(
            version,
            queue -> {
              for (int i = 0; i < 20; i++) {
                long job = queue.enqueue("email", 0, null, ofMinutes(55));
                queue.claim(job, WORKER, ofMinutes(54));
                queue.retry(job, PgQueuer.traceback(job, "E", "e", 1), ofMinutes(53), ofMinutes(3));
                queue.claim(job, WORKER, ofMinutes(2));
                queue.finish(job, "successful", null, ofMinutes(1));
              }
              long known =
                  queue.enqueue("email", 0, null, null, ofMinutes(50), ofMinutes(2).plusSeconds(1));
              queue.claim(known, WORKER, ofMinutes(2));
            });
    assertThat(of(result, "email").usualWaitSeconds()).isBetween(59.0, 61.0);
  }

  @Test
  void isLateAfterHalfAnHourWhateverIsUsual() {
    assertThat(lateReasons(1700, 180, false)).isEmpty();
    assertThat(lateReasons(1900, 180, false)).containsExactly("late");
    assertThat(lateReasons(1900, 1000, false)).isEmpty();
    assertThat(lateReasons(2100, 1000, false)).containsExactly("late");
    assertThat(lateReasons(290, 1, true)).isEmpty();
    assertThat(lateReasons(310, 1000, true)).containsExactly("late");
  }

  private static List<String> lateReasons(double oldest, double usual, boolean putOff) {
    var seen =
        new HealthFacts.Seen(
            "email",
            Optional.of(new WaitingJobs.Entrypoint("email", true, oldest, putOff, 1L, 0L, true)),
            Optional.empty(),
            Optional.of(new HealthReader.Recent("email", 1.0, 1, 1, 0, 0, 0, null, 0, usual, null)),
            Optional.of(new HealthReader.Claim("email", 1)),
            true,
            3600);
    return HealthRules.attended(seen, 60).stream().map(HealthReason::reason).toList();
  }

  @ParameterizedTest
  @EnumSource
  void doesNotJudgeWhatNobodyWorksAt(PgQueuerVersion version) {
    var result =
        judge(
            version,
            queue -> {
              work(queue, "email", 5, 2);
              queue.enqueue("old", 0, null, ofHours(900));
            });
    assertThat(result.verdict()).isEqualTo(Verdict.OK);
    assertThat(verdict(result, "old")).isNull();
    assertThat(result.reasons())
        .singleElement()
        .matches(reason -> reason.severity() == HealthReason.Severity.NOTICE)
        .matches(reason -> reason.reason().equals("unattended"));
  }

  @ParameterizedTest
  @EnumSource
  void saysWhereNobodyWorksAtAll(PgQueuerVersion version) {
    var result = judge(version, queue -> queue.enqueue("email", 0, null, ofHours(30)));
    assertThat(result.verdict()).isEqualTo(Verdict.DEGRADED);
    assertThat(result.reasons())
        .extracting(HealthReason::reason)
        .containsExactly("no_worker", "unattended");
  }

  @ParameterizedTest
  @EnumSource
  void findsWhatDeadWorkersHold(PgQueuerVersion version) {
    Consumer<PgQueuer> life =
        queue -> {
          work(queue, "email", 5, 2);
          for (int i = 0; i < 3; i++) {
            long job = queue.enqueue("email", 0, null, ofMinutes(20));
            queue.claim(job, DEAD, ofMinutes(20));
            queue.heartbeat(job, ofMinutes(15));
          }
          for (int i = 0; i < 2; i++) {
            long job = queue.enqueue("email", 0, null, ofMinutes(20));
            queue.claim(job, WORKER, ofMinutes(20));
            queue.heartbeat(job, i == 0 ? ofSeconds(1) : ofMinutes(15));
          }
        };
    var result = judge(version, life);
    assertThat(result.verdict()).isEqualTo(Verdict.DEGRADED);
    assertThat(result.reasons())
        .extracting(HealthReason::reason)
        .containsExactly("lost_jobs", "slots_of_dead_workers");
    assertThat(result.reasons().getFirst().nextArguments())
        .containsEntry("threshold", "PT60S")
        .containsEntry("entrypoint", "email");
    assertThat(result.reasons().getFirst().message())
        .isEqualTo(
            "4 of 5 picked jobs of email had no heartbeat for more than 60 s, the longest for 15"
                + " min.");
    assertThat(result.reasons().getLast().message())
        .isEqualTo(
            "1 worker that gives no sign of life keeps 3 jobs of email, which count against its"
                + " concurrency limit until another worker takes them over.");
    assertThat(of(result, "email").lost()).isEqualTo(4);
    assertThat(judge(version, life, "PT10M").reasons()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void findsAJobThatIsPickedAgainAndAgain(PgQueuerVersion version) {
    long[] bad = new long[1];
    var result =
        judge(
            version,
            queue -> {
              work(queue, "email", 5, 2);
              bad[0] = queue.enqueue("email", 0, null, ofMinutes(20));
              for (int i = 0; i < 4; i++) {
                queue.claim(bad[0], new UUID(0, i), ofMinutes(10 - i));
              }
              queue.heartbeat(bad[0], ofSeconds(1));
            });
    assertThat(result.verdict()).isEqualTo(Verdict.DEGRADED);
    var reason = result.reasons().getFirst();
    assertThat(reason.reason()).isEqualTo("picked_again");
    assertThat(reason.nextTool()).isEqualTo("job_history");
    assertThat(reason.nextArguments()).containsEntry("job_id", bad[0]);
    assertThat(reason.message())
        .isEqualTo(
            "Job %d of email was taken 3 times from a worker that had it: workers died, or their"
                    .formatted(bad[0])
                + " heartbeats come late.");
  }

  /** One of each, in words for one. */
  @Test
  void tellsOfOneAsOfOne() {
    var result =
        judge(
            PgQueuerVersion.V1_0,
            queue -> {
              long job = queue.enqueue("email", 0, null, ofMinutes(20));
              queue.claim(job, WORKER, ofMinutes(19));
              queue.claim(job, DEAD, ofMinutes(18));
              queue.heartbeat(job, ofMinutes(15));
              queue.enqueue("old", 0, null, ofHours(30));
              database.run(
                  "update %1$s set id = 2147483646 where entrypoint = 'old'"
                      .formatted(queue.table()));
              database.run("drop index hv1_0.pgqueuer_updated_id_id1_idx");
              database.run(
                  "drop index hv1_0.pgqueuer_log_created; drop index hv1_0.pgqueuer_log_status");
              database.run("drop index hv1_0.pgqueuer_statistics_unique_count");
            });
    assertThat(result.reasons())
        .extracting(HealthReason::message)
        .containsExactlyInAnyOrder(
            "The queue table's ids have four bytes and 1 of them is left; then nothing can be added."
                + " PgQueuer's upgrade since 1.1.1 widens them.",
            "1 of 1 picked job of email had no heartbeat for more than 60 s, the longest for 15"
                + " min.",
            "1 worker that gives no sign of life keeps 1 job of email, which counts against its"
                + " concurrency limit until another worker takes it over.",
            "Job 1 of email was taken 1 time from a worker that had it: workers died, or their"
                + " heartbeats come late.",
            "Waiting at old: 1 job, but no worker was seen to take one for a day; it is not judged.",
            "The queue table has no valid index pgqueuer_updated_id_id1_idx; what PgQueuer searches"
                + " there gets slower with every row.",
            "The log table has no valid indexes pgqueuer_log_created, pgqueuer_log_status; what"
                + " PgQueuer searches there gets slower with every row.",
            "The statistics table has no valid index pgqueuer_statistics_unique_count;"
                + " PgQueuer cannot fold its log.");
  }

  @Test
  void tellsOfManyAsOfMany() {
    assertThat(
            reasons(
                new HealthReader.Running("email", 3, 2, 2, 2, 900.0, null),
                new HealthReader.Recent("email", 1.0, 9, 9, 0, 0, 5, 7L, 4, null, null)))
        .containsExactly(
            "2 of 3 picked jobs of email had no heartbeat for more than 60 s, the longest for 15"
                + " min.",
            "2 workers that give no sign of life keep 2 jobs of email, which count against its"
                + " concurrency limit until another worker takes them over.",
            "Jobs of email were taken 5 times from a worker that had them, job 7 alone 4 times:"
                + " workers died, or their heartbeats come late.");
  }

  private static List<String> reasons(HealthReader.Running running, HealthReader.Recent recent) {
    var seen =
        new HealthFacts.Seen(
            "email",
            Optional.empty(),
            Optional.of(running),
            Optional.of(recent),
            Optional.empty(),
            true,
            3600);
    return HealthRules.attended(seen, 60).stream().map(HealthReason::message).toList();
  }

  @ParameterizedTest
  @EnumSource
  void countsFailures(PgQueuerVersion version) {
    var result =
        judge(
            version,
            queue -> {
              work(queue, "email", 8, 2);
              for (int i = 0; i < 2; i++) {
                long job = queue.enqueue("email", 0, null, ofMinutes(20));
                queue.claim(job, WORKER, ofMinutes(20));
                queue.finish(job, "exception", PgQueuer.traceback(job, "E", "e", 0), ofMinutes(19));
              }
            });
    assertThat(result.verdict()).isEqualTo(Verdict.DEGRADED);
    assertThat(of(result, "email").failureRate()).isEqualTo(0.2);
    assertThat(result.reasons())
        .singleElement()
        .matches(reason -> reason.reason().equals("failures"))
        .matches(
            reason ->
                reason
                    .message()
                    .equals("2 of 10 runs of email failed, 0 of them to be tried again."));
  }

  @ParameterizedTest
  @EnumSource
  void judgesADay(PgQueuerVersion version) {
    var result = judge(version, Shift::fill);
    assertThat(result.verdict()).isEqualTo(Verdict.DEGRADED);
    assertThat(verdict(result, "nobody")).isNull();
    assertThat(result.reasons())
        .extracting(HealthReason::reason)
        .containsExactly("lost_jobs", "slots_of_dead_workers", "picked_again", "unattended");
    assertThat(result.entrypoints())
        .extracting(QueueHealth.Entrypoint::entrypoint)
        .containsExactly("email", "thumbnail", "report", "nobody");
  }

  @Test
  void shortensTimes() {
    assertThat(HealthRules.time(0.5)).isEqualTo("0.5 s");
    assertThat(HealthRules.time(119)).isEqualTo("119 s");
    assertThat(HealthRules.time(600)).isEqualTo("10 min");
    assertThat(HealthRules.time(7200)).isEqualTo("2 h");
    assertThat(HealthRules.time(864_000)).isEqualTo("10 days");
  }
}
