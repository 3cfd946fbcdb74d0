package dev.howdah.tools.queue;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.howdah.queue.Layout;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.Quickest;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.testing.queue.PgQueuer;
import dev.howdah.testing.queue.PgQueuerVersion;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code queue_health} looks at where there is much, and what it says of the rest. */
@OnEveryPostgres
record HealthSamplesTest(TestDatabase database) implements HealthChecks {

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
                  : "Of the waiting jobs only the 5000 with the lowest ids of their priority");
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
                select 0, 'queued', 'email' from generate_series(1, 4999)"""
                    .formatted(queue.table()));
    var whole = judge(PgQueuerVersion.V1_0, life);
    assertThat(of(whole, "email").due()).isEqualTo(4999);
    assertThat(whole.sampled()).isEmpty();
    var cut =
        judge(
            PgQueuerVersion.V1_0,
            queue -> {
              life.accept(queue);
              life.accept(queue);
            });
    assertThat(of(cut, "email").due()).isEqualTo(5_000);
    assertThat(cut.sampled().getFirst())
        .isEqualTo(
            "Of the waiting jobs only the 5000 with the lowest ids of their priority were looked"
                + " at: no index leads to what is due at an entrypoint. queue_age with exact: true"
                + " looks at all.");
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
    assertThat(mail.due()).isBetween(250L, 4000L);
    assertThat(result.reasons().getFirst().message())
        .startsWith("Due at mail: at least " + mail.due() + " jobs, the oldest since 2 h;");
    assertThat(result.sampled().getFirst())
        .matches(
            "Of the waiting jobs only the 5000 with the lowest ids of their priority were looked"
                + " at, and those of entrypoints that workers take jobs of on about 300 of the"
                + " table's 1[0-9]{3} pages: no index leads to what is due at an entrypoint."
                + " queue_age with exact: true looks at all.");
  }

  /** One job of many, which none of the pages has that are looked at. */
  @Test
  void doesNotCallWellWhatItDidNotSee() {
    var result =
        judge(
            PgQueuerVersion.V1_0,
            queue ->
                database.run(
                    """
                    alter table %1$s set (fillfactor = 10);
                    insert into %1$s_log (created, job_id, status, priority, entrypoint)
                    select now() - interval '10 minutes', 0, 'picked', 0, name
                    from unnest(array['mail', 'bulk']) name;
                    insert into %1$s (priority, status, entrypoint)
                    select 0, 'queued', 'bulk' from generate_series(1, 20000)"""
                        .formatted(queue.table())));
    var mail = of(result, "mail");
    assertThat(mail.due()).isNull();
    assertThat(mail.deferred()).isNull();
    assertThat(result.reasons())
        .extracting(
            HealthReason::reason,
            HealthReason::nextTool,
            HealthReason::nextArguments,
            HealthReason::message)
        .contains(
            tuple(
                "not_looked_at",
                "queue_age",
                Map.of("exact", true),
                "Whether jobs wait at mail is not known: none was seen, but not all jobs were"
                    + " looked at."));
  }

  @Test
  void looksIntoThePartitionsOfAQueue() {
    var result =
        judge(
            PgQueuerVersion.V1_0,
            queue ->
                database.run(
                    """
                    create table %1$s_parts (like %1$s including defaults) partition by hash (id);
                    create table %1$s_1 partition of %1$s_parts for values with (modulus 2, remainder 0);
                    create table %1$s_2 partition of %1$s_parts for values with (modulus 2, remainder 1);
                    alter table %1$s rename to whole;
                    alter table %1$s_parts rename to pgqueuer;
                    grant select on %1$s to %2$s;
                    insert into %1$s_log (created, job_id, status, priority, entrypoint)
                    values (now() - interval '10 minutes', 0, 'picked', 0, 'mail');
                    insert into %1$s (priority, created, updated, execute_after, status, entrypoint)
                    select 0, now() - age, now() - age, now() - age, 'queued', name
                    from (values (1, interval '3 hours', 'old', 10050),
                                 (2, interval '2 hours', 'mail', 5)) v (place, age, name, jobs),
                         generate_series(1, jobs)
                    order by place"""
                        .formatted(queue.table(), database.reader().user())));
    var mail = of(result, "mail");
    assertThat(mail.verdict()).isEqualTo(Verdict.STALLED);
    assertThat(mail.due()).isEqualTo(5);
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
  void judgesManyEntrypointsAtOnce() throws Exception {
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
    assertThat(Quickest.of(ofSeconds(20), () -> assertThat(facts.entrypoints()).hasSize(200_000)))
        .isLessThan(ofSeconds(20));
  }
}
