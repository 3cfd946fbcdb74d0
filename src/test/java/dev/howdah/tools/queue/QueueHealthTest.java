package dev.howdah.tools.queue;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.howdah.queue.Layout;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.testing.queue.PgQueuer;
import dev.howdah.testing.queue.PgQueuerVersion;
import dev.howdah.testing.queue.Shift;
import dev.howdah.tool.Format;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Verdicts on queues that do well and badly. */
@OnEveryPostgres
record QueueHealthTest(TestDatabase database) {

  private static final UUID WORKER = new UUID(0, 1);
  private static final UUID DEAD = new UUID(0, 2);

  private QueueHealth.Result judge(PgQueuerVersion version, Consumer<PgQueuer> life) {
    return judge(version, life, "PT30S");
  }

  private QueueHealth.Result judge(
      PgQueuerVersion version, Consumer<PgQueuer> life, String heartbeatTimeout) {
    var schema = "h" + version.name().toLowerCase(Locale.ROOT);
    database.run("drop schema if exists %s cascade".formatted(schema));
    try (var queue = PgQueuer.install(database, version, schema, "")) {
      life.accept(queue);
      try (var bench = Bench.of(database, database.reader(), queue)) {
        return new QueueHealth(bench.installations())
            .answer(bench.queue(), new QueueHealth.Arguments(heartbeatTimeout, null, Format.JSON));
      }
    }
  }

  private static @Nullable Verdict verdict(QueueHealth.Result result, String entrypoint) {
    return of(result, entrypoint).verdict();
  }

  private static QueueHealth.Entrypoint of(QueueHealth.Result result, String entrypoint) {
    return result.entrypoints().stream()
        .filter(each -> each.entrypoint().equals(entrypoint))
        .findFirst()
        .orElseThrow();
  }

  /** Jobs that wait a second and run for two. */
  private static void work(PgQueuer queue, String entrypoint, int jobs, int minutesAgo) {
    for (int i = 0; i < jobs; i++) {
      var ago = ofMinutes(minutesAgo).plusSeconds(i);
      long job = queue.enqueue(entrypoint, 0, null, ago);
      queue.claim(job, WORKER, ago.minusSeconds(1));
      queue.finish(job, "successful", null, ago.minusSeconds(3));
    }
  }

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
    assertThat(result)
        .isEqualTo(new QueueHealth.Result(Verdict.OK, List.of(), List.of(), List.of(), 0));
  }

  @ParameterizedTest
  @EnumSource
  void isStalledWhereWorkersHaveGone(PgQueuerVersion version) {
    var result =
        judge(
            version,
            queue -> {
              work(queue, "email", 5, 120);
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
                + " min, and one was last seen to 120 min ago.");
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
                  .isEqualTo(
                      "The oldest job of video that is due waits for 30 min, where 95 of 100 wait"
                          + " at most 1 s; 1 runs now.");
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
  void tellsOfIdsThatRunOut(PgQueuerVersion version) {
    Consumer<PgQueuer> life =
        queue ->
            database.run(
                "select setval('%s', 2000000000)".formatted(ownedAfterTheIndexes(queue.table())));
    var result =
        judge(
            version,
            queue -> {
              life.accept(queue);
              work(queue, "email", 2, 1);
            });
    var type =
        database.ask(
            "select data_type from information_schema.columns where table_name = 'pgqueuer' and"
                + " column_name = 'id' and table_schema = 'h%s'"
                    .formatted(version.name().toLowerCase(Locale.ROOT)));
    if (Objects.equals(type, "bigint")) {
      assertThat(result.verdict()).isEqualTo(Verdict.OK);
    } else {
      assertThat(result.verdict()).isEqualTo(Verdict.DEGRADED);
      assertThat(result.reasons())
          .singleElement()
          .matches(reason -> reason.reason().equals("ids_run_out"))
          .matches(reason -> reason.message().contains("147483645 of them are left"));
    }
  }

  /** The sequence of a table's ids, which the catalogue lists behind the indexes from now on. */
  private String ownedAfterTheIndexes(String table) {
    var sequence =
        Objects.requireNonNull(
            database.ask("select pg_get_serial_sequence('%s', 'id')".formatted(table)));
    database.run(
        "alter sequence %s owned by none; alter sequence %s owned by %s.id"
            .formatted(sequence, sequence, table));
    return sequence;
  }

  /** A sequence is not the reader's to see, but the last row is. */
  @ParameterizedTest
  @EnumSource(names = {"V1_0", "UPGRADED"})
  void tellsOfIdsThatRunOutInEveryTable(PgQueuerVersion version) {
    var result =
        judge(
            version,
            queue -> {
              work(queue, "email", 2, 1);
              queue.schedule("* * * * *", "tick", null, ofSeconds(-30));
              queue.fold();
              for (var table : List.of("_statistics", "_schedules")) {
                database.run(
                    "update %1$s%2$s set id = 2147483600 where id = (select max(id) from %1$s%2$s)"
                        .formatted(queue.table(), table));
              }
            });
    assertThat(result.reasons())
        .extracting(HealthReason::message)
        .anyMatch(
            message -> message.startsWith("The statistics table's ids have four bytes and 47"))
        .anyMatch(
            message -> message.startsWith("The schedules table's ids have four bytes and 47"));
  }

  @ParameterizedTest
  @EnumSource
  void tellsWhatIsMissing(PgQueuerVersion version) {
    var schema = "h" + version.name().toLowerCase(Locale.ROOT);
    var result =
        judge(
            version,
            queue -> {
              work(queue, "email", 20, 1);
              database.run("drop index %s.pgqueuer_updated_id_id1_idx".formatted(schema));
              database.run("drop index %s.pgqueuer_log_created".formatted(schema));
              database.run("alter table %s.pgqueuer disable trigger user".formatted(schema));
              database.run("alter table %s.pgqueuer set unlogged".formatted(schema));
            });
    assertThat(result.verdict()).isEqualTo(Verdict.OK);
    assertThat(result.reasons())
        .extracting(HealthReason::reason, HealthReason::nextTool)
        .containsExactlyInAnyOrder(
            tuple("missing_index", "schema_info"),
            tuple("missing_index", "schema_info"),
            tuple("no_trigger", "schema_info"),
            tuple("unlogged_queue", "schema_info"));
    assertThat(result.reasons())
        .extracting(HealthReason::message)
        .anyMatch(message -> message.contains("no valid index pgqueuer_updated_id_id1_idx;"))
        .anyMatch(message -> message.contains("no valid index pgqueuer_log_created;"))
        .anyMatch(message -> message.contains("workers of new jobs is disabled;"));
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
  void listsTheWorstOfManyEntrypoints() {
    var result =
        judge(
            PgQueuerVersion.V1_3,
            queue ->
                database.run(
                    """
                    insert into %1$s_log (created, job_id, status, priority, entrypoint)
                    select now() - interval '9 seconds', n, cast(s as %1$s_status), 0, 'e' || n
                    from generate_series(1, 9000) n,
                      unnest(array['picked', case when n > 10 then 'successful' end]) s
                    where s is not null;
                    insert into %1$s_log (created, job_id, status, priority, entrypoint)
                    select now(), n, 'exception', 0, 'e9'
                    from generate_series(1, 10) n;
                    insert into %1$s (priority, status, entrypoint)
                    select 0, 'queued', 'unseen' || n from generate_series(1, 300) n"""
                        .formatted(queue.table())));
    assertThat(result.entrypoints()).hasSize(200);
    assertThat(result.entrypoints().getFirst().entrypoint()).isEqualTo("e9");
    assertThat(result.reasons()).hasSize(200);
    assertThat(result.reasons().getFirst().reason()).isEqualTo("failures");
    assertThat(result.sampled())
        .containsExactly(
            "Of 9300 entrypoints that were seen the worst 200 are listed; of the others 300 with"
                + " jobs due, 0 with deferred ones only, 0 with picked ones.",
            "Reasons beyond the worst 200 are not listed: 101 times unattended.");
  }

  /**
   * One of many entrypoints is stalled, the last one by name, behind more than are looked at by
   * name, of which each has older jobs.
   */
  @ParameterizedTest
  @EnumSource(names = {"V0_19", "V1_0_UPGRADED", "V1_3"})
  void findsTheStalledOneOfMany(PgQueuerVersion version) {
    for (int others : new int[] {1000, 2500}) {
      var result =
          judge(
              version,
              queue ->
                  database.run(
                      """
                      insert into %1$s_log (created, job_id, status, priority, entrypoint)
                      select now() - interval '9 seconds', n, cast(s as %1$s_status), 0, 'e' || n
                      from generate_series(1, %2$d) n, unnest(array['picked', 'successful']) s;
                      insert into %1$s_log (created, job_id, status, priority, entrypoint)
                      values (now() - interval '4 hours', 0, 'picked', 0, 'zz "last\\"');
                      insert into %1$s (priority, status, entrypoint)
                      select 0, 'queued', 'e' || n from generate_series(1, %2$d) n;
                      insert into %1$s (priority, created, updated, execute_after, status, entrypoint)
                      select 0, t, t, t, 'queued', 'a' || n
                      from generate_series(1, %2$d) n, (values (now() - interval '2 days')) v(t);
                      insert into %1$s (priority, execute_after, status, entrypoint)
                      select 0, now() + interval '1 day', 'queued', 'd'
                      from generate_series(1, 10000) n;
                      insert into %1$s (priority, created, updated, execute_after, status, entrypoint)
                      select 0, t, t, t, 'queued', 'zz "last\\"'
                      from (values (now() - interval '10 minutes')) v(t)"""
                          .formatted(queue.table(), others)));
      assertThat(result.verdict()).as("%d others", others).isEqualTo(Verdict.STALLED);
      var worst = result.entrypoints().getFirst();
      assertThat(worst.entrypoint()).isEqualTo("zz \"last\\\"");
      assertThat(worst.verdict()).isEqualTo(Verdict.STALLED);
      assertThat(worst.due()).isEqualTo(1);
      assertThat(worst.deferred()).isZero();
      assertThat(worst.oldestDueSeconds()).isBetween(600.0, 660.0);
      assertThat(result.reasons().getFirst().message())
          .isEqualTo(
              "Due at zz \"last\\\": 1 job, the oldest since 10 min; no worker took one for at"
                  + " least 60 min, and one was last seen to 4 h ago.");
      assertThat(result.entrypoints()).allMatch(each -> each.due() != null);
      assertThat(result.sampled().getFirst())
          .startsWith(
              version.indexesByEntrypoint()
                  ? "Of the entrypoints with waiting jobs only the first 2000 by name were"
                  : "Of the waiting jobs only the 10000 with the lowest ids of their priority");
    }
  }

  /** What is not seen is not told, and not called well. */
  @ParameterizedTest
  @EnumSource(names = {"V0_19", "V1_0_UPGRADED", "V1_3"})
  void doesNotTellOfEntrypointsItDidNotLookAt(PgQueuerVersion version) {
    var result =
        judge(
            version,
            queue ->
                database.run(
                    """
                    insert into %1$s (priority, execute_after, status, entrypoint)
                    select 0, now() + interval '1 day', 'queued', 'a' || n
                    from generate_series(1, 12000) n;
                    insert into %1$s (priority, status, entrypoint) values (0, 'queued', 'z')"""
                        .formatted(queue.table())));
    assertThat(result.verdict()).isEqualTo(Verdict.DEGRADED);
    assertThat(result.reasons())
        .singleElement()
        .matches(reason -> reason.reason().equals("no_worker"));
    assertThat(result.entrypoints())
        .hasSize(200)
        .allMatch(each -> Long.valueOf(0).equals(each.due()) && each.verdict() == null);
  }

  /** As many as are looked at: no other is left out. */
  @Test
  void doesNotSayThatItSampledWhereItLookedAtAll() {
    var result =
        judge(
            PgQueuerVersion.V1_3,
            queue ->
                database.run(
                    """
                    insert into %1$s (priority, status, entrypoint)
                    select 0, 'queued', 'a' || n from generate_series(1, 2000) n"""
                        .formatted(queue.table())));
    assertThat(result.sampled().getFirst())
        .isEqualTo(
            "Of 2000 entrypoints that were seen the worst 200 are listed; of the others 1800 with"
                + " jobs due, 0 with deferred ones only, 0 with picked ones.");
  }

  /** One priority has all of the jobs that are looked at where no index leads to them. */
  @Test
  void looksAtAsManyJobsAsItSays() {
    Consumer<PgQueuer> life =
        queue ->
            database.run(
                """
                insert into %1$s (priority, status, entrypoint)
                select 0, 'queued', 'email' from generate_series(1, 9999)"""
                    .formatted(queue.table()));
    var whole = judge(PgQueuerVersion.V1_0, life);
    assertThat(of(whole, "email").due()).isEqualTo(9999);
    assertThat(whole.sampled()).isEmpty();
    var cut =
        judge(
            PgQueuerVersion.V1_0,
            queue -> {
              life.accept(queue);
              life.accept(queue);
            });
    assertThat(of(cut, "email").due()).isEqualTo(10_000);
    assertThat(cut.sampled().getFirst())
        .isEqualTo(
            "Of the waiting jobs only the 10000 with the lowest ids of their priority were looked"
                + " at: no index leads to what is due at an entrypoint. queue_age looks at all.");
  }

  /** Another entrypoint fills the log: what is taken once a minute is found nevertheless. */
  private void busy(PgQueuer queue, int picksASecond, int seconds) {
    database.run(
        """
        insert into %1$s_log (created, job_id, status, priority, entrypoint)
        select now() - make_interval(secs => n / %2$d.0), n, cast(s as %1$s_status), 0, 'bulk'
        from generate_series(1, %2$d * %3$d) n,
             unnest(array['queued', 'picked', 'successful']) s"""
            .formatted(queue.table(), picksASecond, seconds));
  }

  private void onceAMinute(PgQueuer queue, int first, int last) {
    taken(queue, first, last, 60);
  }

  private void taken(PgQueuer queue, int first, int last, int every) {
    database.run(
        """
        insert into %1$s_log (created, job_id, status, priority, entrypoint)
        select now() - make_interval(secs => s), 900000 + s, 'picked', 0, 'mail'
        from generate_series(%2$d, %3$d, %4$d) s;
        insert into %1$s (priority, created, updated, execute_after, status, entrypoint)
        select 0, t, t, t, 'queued', 'mail'
        from generate_series(now() - interval '20 minutes', now(), '1 minute') t"""
            .formatted(queue.table(), first, last, every));
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 30, 44, 50, 55})
  void seesWhatIsTakenOnceAMinuteBesideMuchElse(int last) {
    var result =
        judge(
            PgQueuerVersion.V1_3,
            queue -> {
              busy(queue, 20, 1200);
              onceAMinute(queue, last, 1200);
            });
    var mail = of(result, "mail");
    assertThat(mail.verdict()).isNotEqualTo(Verdict.STALLED).isNotNull();
    assertThat(mail.lastPickedSecondsAgo()).isBetween((double) last, last + 55.0);
    assertThat(result.reasons()).noneMatch(each -> each.reason().equals("nobody_takes_jobs"));
  }

  @Test
  void isStalledWhereOneOfTwoWorkersHasGone() {
    var result =
        judge(
            PgQueuerVersion.V1_3,
            queue -> {
              busy(queue, 4, 7200);
              onceAMinute(queue, 1800, 7200);
            });
    assertThat(verdict(result, "mail")).isEqualTo(Verdict.STALLED);
    assertThat(verdict(result, "bulk")).isEqualTo(Verdict.OK);
    assertThat(result.reasons().getFirst().message())
        .startsWith(
            "Due at mail: 21 jobs, the oldest since 20 min; no worker took one for at least")
        .endsWith(" ago.");
  }

  /** So much happens that five minutes cannot be looked through. */
  @Test
  void doesNotClaimToKnowWhatItDidNotRead() {
    var result =
        judge(
            PgQueuerVersion.V1_3,
            queue -> {
              busy(queue, 50, 900);
              taken(queue, 420, 900, 1);
            });
    var reason = result.reasons().getFirst();
    assertThat(reason.reason()).isEqualTo("nobody_takes_jobs");
    assertThat(reason.severity()).isEqualTo(HealthReason.Severity.DEGRADED);
    assertThat(result.sampled())
        .anyMatch(each -> each.startsWith("The newest 20000 log rows were looked through"));
  }

  /** A retry at the head of the queue, behind others' jobs what waits for two hours. */
  @ParameterizedTest
  @EnumSource(names = {"V0_19", "V1_0", "V1_0_UPGRADED", "V1_3"})
  void isNotMisledByOneYoungJobAtTheHead(PgQueuerVersion version) {
    var result =
        judge(
            version,
            queue ->
                database.run(
                    """
                    insert into %1$s_log (created, job_id, status, priority, entrypoint)
                    values (now() - interval '10 minutes', 0, 'picked', 0, 'mail');
                    insert into %1$s (priority, created, updated, execute_after, status, entrypoint)
                    select 0, now() - age, now() - age, now() - age, 'queued', name
                    from (values (1, interval '2 seconds', 'mail', 1),
                                 (2, interval '3 hours', 'old', 10050),
                                 (3, interval '2 hours', 'mail', 5000)) v (place, age, name, jobs),
                         generate_series(1, jobs)
                    order by place"""
                        .formatted(queue.table())));
    var mail = of(result, "mail");
    assertThat(mail.verdict()).isEqualTo(Verdict.STALLED);
    assertThat(mail.due()).isEqualTo(5001);
    assertThat(mail.oldestDueSeconds()).isBetween(7200.0, 7300.0);
  }

  /** As before, in a table of too many pages to look through. */
  @Test
  void saysOnHowManyPagesItLooked() {
    var result =
        judge(
            PgQueuerVersion.V1_0,
            queue ->
                database.run(
                    """
                    alter table %1$s set (fillfactor = 10);
                    insert into %1$s_log (created, job_id, status, priority, entrypoint)
                    values (now() - interval '10 minutes', 0, 'picked', 0, 'mail');
                    insert into %1$s (priority, created, updated, execute_after, status, entrypoint)
                    select 0, now() - age, now() - age, now() - age, 'queued', name
                    from (values (1, interval '3 hours', 'old', 10050),
                                 (2, interval '2 hours', 'mail', 5000)) v (place, age, name, jobs),
                         generate_series(1, jobs)
                    order by place"""
                        .formatted(queue.table())));
    var mail = of(result, "mail");
    assertThat(mail.verdict()).isEqualTo(Verdict.STALLED);
    assertThat(mail.due()).isBetween(500L, 4500L);
    assertThat(result.reasons().getFirst().message())
        .startsWith("Due at mail: at least " + mail.due() + " jobs, the oldest since 2 h;");
    assertThat(result.sampled().getFirst())
        .matches(
            "Of the waiting jobs only the 10000 with the lowest ids of their priority were looked"
                + " at, and those of entrypoints that workers take jobs of on about 600 of the"
                + " table's 1[0-9]{3} pages: no index leads to what is due at an entrypoint."
                + " queue_age looks at all.");
  }

  @Test
  void tellsOfTablesThatAreMissing() {
    var result =
        judge(
            PgQueuerVersion.V1_3,
            queue -> {
              work(queue, "email", 20, 1);
              database.run("drop table %1$s_statistics, %1$s_schedules".formatted(queue.table()));
            });
    assertThat(result.verdict()).isEqualTo(Verdict.OK);
    assertThat(result.reasons())
        .extracting(HealthReason::reason, HealthReason::message)
        .containsExactlyInAnyOrder(
            tuple(
                "missing_table",
                "There is no statistics table; without it PgQueuer cannot fold its log. If it has a"
                    + " name of its own, this server was not told it."),
            tuple(
                "missing_table",
                "There is no schedules table; without it PgQueuer cannot run anything by schedule."
                    + " If it has a name of its own, this server was not told it."));
  }

  @Test
  void tellsWhatMissingConstraintsDo() {
    var result =
        judge(
            PgQueuerVersion.V1_3,
            queue -> {
              work(queue, "email", 20, 1);
              database.run(
                  """
                  alter table %1$s drop constraint pgqueuer_pkey;
                  alter table %1$s_schedules drop constraint pgqueuer_schedules_pkey,
                    drop constraint pgqueuer_schedules_expression_entrypoint_key"""
                      .formatted(queue.table()));
            });
    assertThat(result.reasons())
        .extracting(HealthReason::message)
        .containsExactlyInAnyOrder(
            "The queue table has no valid index pgqueuer_pkey; two rows can have one id, and what"
                + " PgQueuer searches there gets slower with every row.",
            "The schedules table has no valid indexes pgqueuer_schedules_pkey,"
                + " pgqueuer_schedules_expression_entrypoint_key; two rows can have one id, and"
                + " what PgQueuer searches there gets slower with every row, and a schedule"
                + " can be there twice.");
  }

  /** Whoever enqueues gives the names. */
  @Test
  void holdsItsAnswerSmallWhateverTheNames() {
    var result =
        judge(
            PgQueuerVersion.V1_3,
            queue ->
                database.run(
                    """
                    insert into %1$s_log (created, job_id, status, priority, entrypoint)
                    select now() - interval '10 minutes', n, 'picked', 0, repeat('x', 60000) || n
                    from generate_series(1, 150) n;
                    insert into %1$s (priority, created, updated, execute_after, status, entrypoint)
                    select 0, t, t, t, 'queued', repeat('x', 60000) || n
                    from generate_series(1, 150) n,
                         (values (now() - interval '1 hour')) v (t)"""
                        .formatted(queue.table())));
    assertThat(result.toString()).hasSizeLessThan((int) ToolClient.QUERY.maxResultBytes());
    assertThat(result.verdict()).isEqualTo(Verdict.STALLED);
    assertThat(result.reasons().getFirst().message()).hasSizeLessThan(400);
    assertThat(result.sampled()).anyMatch(each -> each.startsWith("Of 150 entrypoints"));
  }

  /** So many that each may be looked at only a few times. */
  @Test
  void judgesManyEntrypointsAtOnce() {
    var claims =
        IntStream.range(0, 200_000).mapToObj(n -> new HealthReader.Claim("e" + n, 1)).toList();
    var layout = new Layout("r", false, "", Map.of(), List.of(), null, null, List.of());
    var facts =
        new HealthFacts(
            WaitingJobs.NONE,
            List.of(),
            List.of(),
            claims,
            List.of(),
            layout,
            Set.of(),
            Set.of(),
            Map.of(),
            0,
            60);
    assertTimeout(ofSeconds(20), () -> assertThat(facts.entrypoints()).hasSize(200_000));
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
