package dev.howdah.tools.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.howdah.auth.AccessSettings;
import dev.howdah.queue.QueueSettings;
import dev.howdah.queue.Queues;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.testing.queue.PgQueuer;
import dev.howdah.testing.queue.PgQueuerVersion;
import dev.howdah.tool.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Rows that PgQueuer does not write, but that its tables take: no tool ends over one of them. */
@OnEveryPostgres
final class QueueOddRowsTest {

  private final TestDatabase database;
  private final ToolClient client;

  QueueOddRowsTest(TestDatabase database) {
    this.database = database;
    var queues =
        Stream.of(PgQueuerVersion.values())
            .map(version -> QueueSettings.named(name(version)).at(name(version), null))
            .toList();
    this.client =
        new ToolClient(
            ToolClient.QUERY,
            AccessSettings.NONE,
            new Queues(queues),
            ToolClient.database("default", database.dsn(database.reader())));
  }

  @BeforeParameterizedClassInvocation
  static void fill(TestDatabase database) {
    for (var version : PgQueuerVersion.values()) {
      try (var queue = PgQueuer.install(database, version, name(version), "")) {
        times(database, queue);
        queue.fold();
        times(database, queue);
        numbers(database, queue);
      }
    }
  }

  /** Each kind of row at the ends of time, of which two are no points in it. */
  private static void times(TestDatabase database, PgQueuer queue) {
    database.run(
        """
        insert into %1$s (priority, queue_manager_id, created, updated, heartbeat, execute_after,
          status, entrypoint)
        select 0, case when status = 'picked' then md5(created || heartbeat)::uuid end,
          created::timestamptz, created::timestamptz, heartbeat::timestamptz,
          after::timestamptz, status::%1$s_status, entrypoint
        from (values ('-infinity', '-infinity', '-infinity', 'queued', 'ever'),
                     (now() - interval '2 h', 'now', '-infinity', 'queued', 'always'),
                     (now() - interval '1 h', 'now', '-infinity', 'queued', 'always'),
                     (now() - interval '1 h', 'now', now() - interval '3 h', 'queued', 'mixed'),
                     (now() - interval '1 h', 'now', '-infinity', 'queued', 'mixed'),
                     ('infinity', 'infinity', 'now', 'queued', 'ahead'),
                     ('now', 'now', 'infinity', 'queued', 'never'),
                     ('4713-01-01 BC', '4713-01-01 BC', '4713-01-01 BC', 'queued', 'old'),
                     ('294276-12-31', '294276-12-31', '294276-12-31', 'queued', 'new'),
                     ('-infinity', '-infinity', 'now', 'picked', 'lost'),
                     (now() - interval '1 h', now() - interval '1 h', 'now', 'picked', 'lost'),
                     ('infinity', 'infinity', 'infinity', 'picked', 'immortal'),
                     ('294276-12-31', '294276-12-31', 'now', 'picked', 'immortal'))
          as rows (created, heartbeat, after, status, entrypoint)"""
            .replace("now() - interval '1 h'", "(now() - interval '1 h')::text")
            .replace("now() - interval '2 h'", "(now() - interval '2 h')::text")
            .replace("now() - interval '3 h'", "(now() - interval '3 h')::text")
            .formatted(queue.table()));
    database.run(
        """
        insert into %1$s_log (created, job_id, status, priority, entrypoint)
        select created::timestamptz, job, status::%1$s_status, priority, 'email'
        from (values ('-infinity', 1, 'queued'), ('0044-03-15 BC', 1, 'picked'),
                     ('0001-02-29 BC', 1, 'picked'), ('now', 1, 'exception'),
                     ('294276-12-31', 1, 'picked'), ('infinity', 1, 'picked'),
                     ('infinity', 1, 'exception'),
                     ('-infinity', 2, 'picked'), ('now', 2, 'successful'),
                     ('4713-01-01 BC', 3, 'queued'), ('294276-12-31 23:59', 3, 'picked'))
          as rows (created, job, status)
        cross join (values (0), (7)) as priorities (priority)
        order by created::timestamptz"""
            .formatted(queue.table()));
    database.run(
        """
        insert into %1$s_schedules
          (expression, entrypoint, heartbeat, created, updated, next_run, last_run)
        select '* * * * *', time || random(), time::timestamptz, time::timestamptz,
          time::timestamptz, time::timestamptz, time::timestamptz
        from (values ('-infinity'), ('infinity'), ('4713-01-01 BC'), ('294276-12-31')) as t (time)"""
            .formatted(queue.table()));
  }

  private static void numbers(TestDatabase database, PgQueuer queue) {
    database.run(
        """
        insert into %1$s_statistics (created, count, priority, status, entrypoint)
        select now() - n * interval '2 minutes', 9223372036854775807, 0, 'successful', 'many'
        from generate_series(1, 3) n;
        insert into %1$s_log (created, job_id, status, priority, entrypoint)
        values (now() - interval '2 minutes', 9223372036854775807, 'successful', 0, 'many'),
               (now() - interval '2 minutes', -9223372036854775808, 'exception', -2147483648, 'many'),
               (now() - interval '2 minutes', 9223372036854775807, 'picked', 2147483647, 'many')"""
            .formatted(queue.table()));
    if (queue.version().tracebacks()) {
      database.run(
          """
          insert into %1$s_log (created, job_id, status, priority, entrypoint, traceback)
          select now() - interval '1 minute', 4, 'exception', 0, 'told', told::jsonb
          from unnest(array[
            '{"additional_context": {"attempt": 99999999999, "retry_delay": 1e400}}',
            '{"additional_context": {"attempt": 1e400, "retry_delay": 1e-400}}',
            '{"additional_context": {"attempt": -1, "retry_delay": -5.25}}',
            '{"additional_context": {"attempt": 2.0, "retry_delay": 1e15}}',
            '{"additional_context": {"attempt": 2.5, "retry_delay": "30"}}',
            '{"additional_context": {"attempt": null, "reason": 7}, "exception_message": {"a": 1}}',
            '{"additional_context": [], "exception_type": null, "traceback": 1e400}',
            '[]', '"text"', 'null', '7']) told"""
              .formatted(queue.table()));
    }
  }

  private static String name(PgQueuerVersion version) {
    return version.name().toLowerCase(Locale.ROOT);
  }

  @AfterEach
  void close() {
    client.close();
  }

  @ParameterizedTest
  @EnumSource
  void answersAllTheSame(PgQueuerVersion version) {
    for (var answer : QueueCalls.answers(client, of(version)).all().entrySet()) {
      assertThat(answer.getValue().toString())
          .as(answer.getKey())
          .doesNotContain("Infinity", "NaN");
    }
    for (var job : List.of(1, 2, 3, 4)) {
      var history = client.ok("job_history", asked(version).put("job_id", job));
      assertThat(history.path("result").isEmpty()).isEqualTo(job == 4 && !version.tracebacks());
    }
  }

  @ParameterizedTest
  @EnumSource
  void tellsAgesThatThereAre(PgQueuerVersion version) {
    var ages = answer(version, "queue_age");
    assertThat(told(of(ages, "ever"))).isEqualTo("\"-infinity\" null null");
    assertThat(seconds(of(ages, "always"), "oldest_age_seconds")).isCloseTo(7200, within(120.0));
    assertThat(seconds(of(ages, "mixed"), "oldest_age_seconds")).isCloseTo(3600, within(120.0));
    assertThat(told(of(ages, "ahead"))).isEqualTo("\"infinity\" null null");
    assertThat(of(ages, "never").path("next_due").asString()).isEqualTo("infinity");
    assertThat(seconds(of(ages, "old"), "oldest_age_seconds")).isGreaterThan(6000.0 * 365 * 86_400);
    assertThat(of(ages, "new").path("deferred_count").intValue()).isEqualTo(2);
  }

  private static String told(JsonNode age) {
    return age.path("oldest_due")
        + " "
        + age.path("oldest_age_seconds")
        + " "
        + age.path("avg_age_seconds");
  }

  @ParameterizedTest
  @EnumSource
  void seesWhatIsLost(PgQueuerVersion version) {
    var stale = answer(version, "stale_jobs");
    assertThat(stale.valueStream().map(job -> job.path("heartbeat").asString()))
        .hasSize(4)
        .startsWith("-infinity", "-infinity");
    assertThat(stale.at("/0/seconds_since_heartbeat").isNull()).isTrue();
    assertThat(stale.at("/3/seconds_since_heartbeat").doubleValue()).isCloseTo(3600, within(120.0));
    assertThat(
            QueueCalls.pages(client, "stale_jobs", of(version), 1).stream()
                .map(job -> job.path("id").longValue()))
        .containsExactlyElementsOf(
            stale.valueStream().map(job -> job.path("id").longValue()).toList());
    assertThat(answer(version, "active_workers")).hasSizeGreaterThan(2);
    assertThat(
            answer(version, "schedules")
                .valueStream()
                .filter(each -> each.path("next_run").asString().equals("-infinity")))
        .hasSize(2)
        .allMatch(each -> each.path("overdue_seconds").isNull());
    var health = client.ok("queue_health", asked(version));
    var entrypoints = health.path("entrypoints");
    assertThat(of(entrypoints, "lost").path("lost").intValue()).isEqualTo(4);
    assertThat(of(entrypoints, "immortal").path("lost").intValue()).isZero();
    assertThat(of(entrypoints, "ever").path("due").intValue()).isEqualTo(2);
    assertThat(of(entrypoints, "ever").path("oldest_due_seconds").isNull()).isTrue();
    assertThat(seconds(of(entrypoints, "always"), "oldest_due_seconds"))
        .isCloseTo(7200, within(120.0));
    assertThat(seconds(of(entrypoints, "mixed"), "oldest_due_seconds"))
        .isCloseTo(10_800, within(120.0));
    assertThat(of(entrypoints, "never").path("deferred").intValue()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void pagesThroughTime(PgQueuerVersion version) {
    var rows = database.ask("select count(*) from " + name(version) + ".pgqueuer_log");
    for (int limit : new int[] {1, 7, 1000}) {
      assertThat(QueueCalls.pages(client, "queue_log", of(version), limit))
          .hasSize(Integer.parseInt(Objects.requireNonNull(rows)))
          .doesNotHaveDuplicates();
    }
    var whole = client.ok("job_history", asked(version).put("job_id", 1).put("limit", 1000));
    assertThat(whole.path("events").intValue()).isEqualTo(28);
    assertThat(whole.at("/result/0/created").asString()).isEqualTo("-infinity");
    assertThat(whole.at("/result/4/seconds_since_previous").isNull()).isTrue();
    assertThat(whole.at("/result/8/seconds_since_previous").doubleValue())
        .isCloseTo(43.0 * 365.25 * 86_400, within(30.0 * 86_400));
    assertThat(whole.at("/result/27/created").asString()).isEqualTo("infinity");
  }

  @ParameterizedTest
  @EnumSource
  void countsWhatFoldingWouldCount(PgQueuerVersion version) {
    var listed = QueueCalls.pages(client, "queue_stats", of(version), 1000);
    for (int limit : new int[] {1, 2, 5}) {
      assertThat(QueueCalls.pages(client, "queue_stats", of(version), limit)).isEqualTo(listed);
    }
    assertThat(listed.getFirst().path("created").asString()).isEqualTo("infinity");
    assertThat(listed.getLast().path("created").asString()).isEqualTo("-infinity");
    var email =
        listed.stream()
            .filter(row -> row.path("entrypoint").asString().equals("email"))
            .mapToLong(row -> row.path("count").longValue())
            .sum();
    assertThat(email).isEqualTo(44);
    var summed = answer(version, "throughput_summary");
    assertThat(
            summed
                .valueStream()
                .filter(row -> row.path("entrypoint").asString().equals("email"))
                .mapToLong(row -> row.path("total_count").longValue())
                .sum())
        .isEqualTo(44);
    assertThat(
            summed
                .valueStream()
                .filter(row -> row.path("entrypoint").asString().equals("many"))
                .map(row -> row.path("status").asString() + " " + row.path("total_count")))
        .containsExactly("exception 1", "picked 1", "successful " + Long.MAX_VALUE);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "V0_19")
  void tellsAttemptsThatThereAre(PgQueuerVersion version) {
    var events = client.ok("job_history", asked(version).put("job_id", 4)).path("result");
    assertThat(events.valueStream().map(event -> event.at("/failure/attempt").toString()))
        .containsExactly("null", "null", "null", "null", "null", "null", "null", "", "", "", "");
    assertThat(
            events.valueStream().map(event -> event.at("/failure/retry_delay_seconds").toString()))
        .containsExactly("null", "0.0", "-5.25", "null", "null", "null", "null", "", "", "", "");
    var failures = client.ok("failed_jobs", asked(version).put("job_id", 4)).path("result");
    assertThat(failures).hasSize(11);
    assertThat(failures.valueStream().map(failure -> failure.path("attempt").isNull()))
        .containsOnly(true);
  }

  private JsonNode answer(PgQueuerVersion version, String tool) {
    return client.ok(tool, asked(version)).path("result");
  }

  private static ObjectNode asked(PgQueuerVersion version) {
    return Json.object().put("queue", name(version));
  }

  private static Map<String, String> of(PgQueuerVersion version) {
    return Map.of("queue", name(version));
  }

  private static JsonNode of(JsonNode rows, String entrypoint) {
    return rows.valueStream()
        .filter(row -> row.path("entrypoint").asString().equals(entrypoint))
        .findFirst()
        .orElseThrow();
  }

  private static double seconds(JsonNode row, String field) {
    return row.path(field).doubleValue();
  }
}
