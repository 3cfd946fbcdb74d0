package dev.howdah.tools.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.auth.AccessSettings;
import dev.howdah.queue.QueueSettings;
import dev.howdah.queue.Queues;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.testing.queue.PgQueuer;
import dev.howdah.testing.queue.PgQueuerVersion;
import dev.howdah.tool.Json;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is long is cut and says so; what is far back is found by going on. */
@OnEveryPostgres
final class QueueLimitsTest {

  private final TestDatabase database;
  private final ToolClient client;

  QueueLimitsTest(TestDatabase database) {
    this.database = database;
    this.client =
        new ToolClient(
            ToolClient.QUERY,
            AccessSettings.NONE,
            new Queues(
                List.of(
                    QueueSettings.named("long").at("long", null),
                    QueueSettings.named("far").at("far", null),
                    QueueSettings.named("tied").at("tied", null),
                    QueueSettings.named("heavy").at("heavy", null),
                    QueueSettings.named("wordy").at("wordy", null),
                    QueueSettings.named("many").at("many", null))),
            ToolClient.database("default", database.dsn(database.reader())));
  }

  @BeforeParameterizedClassInvocation
  static void fill(TestDatabase database) {
    PgQueuer.install(database, PgQueuerVersion.V1_3, "long", "").close();
    database.run(
        """
        insert into long.pgqueuer (priority, status, entrypoint, payload, headers)
        select 0, 'queued', 'email',
               convert_to('{"text": "' || repeat('ä', 2000000) || '"}', 'UTF8'),
               jsonb_build_object('h', repeat('x', 100000))
        from generate_series(1, 3);
        insert into long.pgqueuer (priority, status, entrypoint, payload)
        select -1, 'queued', 'email', convert_to(repeat('y', 65536), 'UTF8')
        from generate_series(1, 100);
        insert into long.pgqueuer_log (job_id, status, priority, entrypoint, traceback)
        values (1, 'exception', 0, 'email', jsonb_build_object(
                  'job_id', 1, 'timestamp', '2026-05-11T08:00:00+00:00',
                  'exception_type', 'ValueError',
                  'exception_message', repeat('m', 5000),
                  'traceback', repeat('line', 100000) || 'ValueError: the end',
                  'additional_context', jsonb_build_object('attempt', 7))),
               (2, 'exception', 0, 'email', '"only a text"'),
               (3, 'exception', 0, 'email', '{"additional_context": {"attempt": "many"}}'),
               (4, 'exception', 0, 'email', '{"additional_context": {"attempt": 99999999999}}')
        """);
    PgQueuer.install(database, PgQueuerVersion.V1_3, "far", "").close();
    database.run(
        """
        insert into far.pgqueuer_log (created, job_id, status, priority, entrypoint, traceback)
        select now() - make_interval(secs => 250001 - n), n, 'queued', 0,
               case when n % 100000 = 1 then 'rare' else 'often' end,
               case when n % 100000 = 1 then '{"exception_type": "Late"}'::jsonb end
        from generate_series(1, 250000) n;
        analyze far.pgqueuer_log
        """);
    PgQueuer.install(database, PgQueuerVersion.V1_3, "tied", "").close();
    database.run(
        """
        insert into tied.pgqueuer_log (job_id, status, priority, entrypoint, traceback)
        select n, 'queued', 0, case when n % 100000 = 1 then 'rare' else 'often' end,
               case when n % 100000 = 1 then '{"exception_type": "Late"}'::jsonb end
        from generate_series(1, 110000) n;
        insert into tied.pgqueuer_log (created, job_id, status, priority, entrypoint, traceback)
        values (now() - interval '1 hour', 7, 'queued', 0, 'rare', '{"exception_type": "Late"}')
        """);
    PgQueuer.install(database, PgQueuerVersion.V1_3, "heavy", "").close();
    database.run(
        """
        alter table heavy.pgqueuer_log alter column traceback set storage external;
        alter table heavy.pgqueuer alter column headers set storage external;
        insert into heavy.pgqueuer_log (job_id, status, priority, entrypoint, traceback)
        select 1, 'exception', 0, 'email', jsonb_build_object(
                 'job_id', 1, 'timestamp', repeat('t', 20000000), 'exception_type', 'ValueError',
                 'exception_message', repeat('m', 5000), 'traceback',
                 repeat('ä', 10000000) || 'ValueError: the end', 'additional_context',
                 jsonb_build_object('attempt', 7, 'more', repeat('c', 20000000)))
        from generate_series(1, 4);
        insert into heavy.pgqueuer (priority, status, entrypoint, headers)
        values (0, 'queued', 'email', jsonb_build_object('h', repeat('x', 20000000)))
        """);
    PgQueuer.install(database, PgQueuerVersion.V1_3, "wordy", "").close();
    database.run(
        """
        insert into wordy.pgqueuer_log (created, job_id, status, priority, entrypoint)
        select now() - make_interval(secs => 100 - n - at), n, cast(s as wordy.pgqueuer_status), 0,
               n || repeat('x', 60000)
        from generate_series(1, 50) n,
             lateral (values ('picked', 0), ('successful', n / 10.0)) as v (s, at)
        """);
    PgQueuer.install(database, PgQueuerVersion.V1_3, "many", "").close();
    database.run(
        """
        insert into many.pgqueuer_log (job_id, status, priority, entrypoint)
        select 1, 'queued', 0, 'e' || n from generate_series(1, 100000) n;
        analyze many.pgqueuer_log;
        insert into many.pgqueuer (priority, status, entrypoint)
        select 0, 'queued', repeat('e', 20) || n from generate_series(1, 10001) n
        """);
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void cutsLongPayloadsAndHeaders() {
    var job = client.ok("queue_table_info", "{'limit':1}").at("/result/0");
    var payload = job.path("payload");
    assertThat(payload.path("kind").stringValue()).isEqualTo("json");
    assertThat(payload.path("bytes").intValue()).isEqualTo(4_000_012);
    assertThat(payload.path("truncated").booleanValue()).isTrue();
    assertThat(payload.path("preview").stringValue()).startsWith("{\"text\": \"ä").hasSize(517);
    assertThat(job.at("/headers/truncated").booleanValue()).isTrue();
    assertThat(job.at("/headers/bytes").intValue()).isEqualTo(100_009);
    assertThat(job.at("/headers/preview").stringValue()).hasSize(1000);
    var more = client.ok("queue_table_info", "{'limit':1,'payload_bytes':65536}");
    assertThat(more.at("/result/0/payload/preview").stringValue()).hasSizeBetween(30_000, 40_000);
  }

  @Test
  void cutsAPageThatGrowsTooLong() {
    var page = client.ok("queue_table_info", "{'payload_bytes':65536,'limit':1000}");
    assertThat(page.path("result").size()).isBetween(7, 20);
    assertThat(page.toString().length()).isLessThan(1 << 20);
    int seen = page.path("result").size();
    while (page.path("next_cursor").isString()) {
      page =
          client.ok(
              "queue_table_info",
              Json.object()
                  .put("payload_bytes", 65_536)
                  .put("limit", 1000)
                  .put("cursor", page.path("next_cursor").stringValue()));
      seen += page.path("result").size();
    }
    assertThat(seen).isEqualTo(103);
  }

  @Test
  void cutsPagesOfStatisticsWithLongNames() {
    var seen = new ArrayList<String>();
    String cursor = null;
    do {
      var arguments = Json.object().put("queue", "wordy").put("limit", 1000);
      var page =
          client.ok("queue_stats", cursor == null ? arguments : arguments.put("cursor", cursor));
      assertThat(page.toString().length()).isLessThan(1 << 20);
      page.path("result")
          .forEach(row -> seen.add(row.path("entrypoint") + row.path("status").toString()));
      cursor = page.path("next_cursor").stringValue(null);
    } while (cursor != null);
    assertThat(seen).hasSize(100).doesNotHaveDuplicates();
  }

  @Test
  void cutsDurationsOfEntrypointsWithLongNames() {
    var answer = client.ok("job_durations", "{'queue':'wordy'}");
    assertThat(answer.path("truncated").booleanValue()).isTrue();
    assertThat(answer.path("result").size()).isBetween(2, 20);
    assertThat(answer.at("/result/0/entrypoint").stringValue()).startsWith("50x");
    var rest = client.ok("job_durations", "{}");
    assertThat(rest.path("truncated").booleanValue()).isFalse();
  }

  @Test
  void keepsTheEndOfALongTraceback() {
    var failures = client.ok("failed_jobs", "{}").path("result");
    var cut = failures.get(3);
    assertThat(cut.at("/traceback/traceback").stringValue())
        .startsWith("…")
        .endsWith("ValueError: the end")
        .hasSize(4001);
    assertThat(cut.at("/traceback/truncated").booleanValue()).isTrue();
    assertThat(cut.at("/traceback/additional_context/attempt").intValue()).isEqualTo(7);
    assertThat(cut.at("/traceback/timestamp").stringValue()).isEqualTo("2026-05-11T08:00:00+00:00");
    assertThat(cut.path("exception_type").stringValue()).isEqualTo("ValueError");
    assertThat(cut.path("exception_message").stringValue()).hasSize(2000);
    assertThat(cut.path("attempt").intValue()).isEqualTo(7);
    assertThat(failures.get(2).at("/traceback/value").stringValue()).isEqualTo("only a text");
    assertThat(failures.get(1).path("attempt").isNull()).isTrue();
    assertThat(failures.get(0).path("attempt").isNull()).isTrue();
  }

  @Test
  void goesOnWhereASearchStopped() {
    for (var arguments : List.of("{'entrypoint':'rare'}", "{'include_retries':true}")) {
      var tool = arguments.contains("retries") ? "failed_jobs" : "queue_log";
      var found = new ArrayList<Long>();
      int pages = 0;
      JsonNode page;
      String cursor = null;
      do {
        var next =
            ((ObjectNode) Json.MAPPER.readTree(arguments.replace('\'', '"'))).put("queue", "far");
        page = client.ok(tool, cursor == null ? next : next.put("cursor", cursor));
        page.path("result").forEach(row -> found.add(row.path("job_id").longValue()));
        assertThat(page.path("searched_to").isNull()).isEqualTo(page.path("next_cursor").isNull());
        cursor = page.path("next_cursor").stringValue(null);
        pages++;
      } while (cursor != null);
      assertThat(found).containsExactly(200_001L, 100_001L, 1L);
      assertThat(pages).isEqualTo(3);
    }
    assertThat(client.ok("queue_log", "{'queue':'far','job_id':100001}").path("result")).hasSize(1);
    assertThat(
            client
                .ok("failed_jobs", "{'queue':'far','job_id':1,'include_retries':true}")
                .path("result"))
        .hasSize(1);
  }

  /** As many jobs put into the queue at once are: all of them in the same moment. */
  @Test
  void comesPastManyRowsOfOneMoment() {
    for (var tool : List.of("queue_log", "failed_jobs")) {
      var next = Json.object().put("queue", "tied");
      if (tool.equals("queue_log")) {
        next.put("entrypoint", "rare");
      } else {
        next.put("include_retries", true);
      }
      var found = new ArrayList<Long>();
      JsonNode page;
      int pages = 0;
      do {
        page = client.ok(tool, next.deepCopy());
        page.path("result").forEach(row -> found.add(row.path("job_id").longValue()));
        next.set("cursor", page.path("next_cursor"));
      } while (page.path("next_cursor").isString() && ++pages < 9);
      assertThat(page.path("next_cursor").isNull()).as(tool).isTrue();
      assertThat(found).containsExactly(100_001L, 1L, 7L);
    }
  }

  @Test
  void cutsWhatIsVeryLong() {
    var failures = client.ok("failed_jobs", "{'queue':'heavy'}");
    assertThat(failures.toString().length()).isLessThan(100_000);
    var first = failures.at("/result/0");
    assertThat(first.path("exception_type").stringValue()).isEqualTo("ValueError");
    assertThat(first.path("exception_message").stringValue()).hasSize(2000);
    assertThat(first.path("attempt").intValue()).isEqualTo(7);
    assertThat(first.at("/traceback/traceback").stringValue())
        .startsWith("…ä")
        .endsWith("ääValueError: the end")
        .hasSize(4001);
    assertThat(first.at("/traceback/timestamp").stringValue()).hasSize(100);
    assertThat(first.at("/traceback/additional_context").isNull()).isTrue();
    assertThat(first.at("/traceback/bytes").intValue()).isGreaterThan(60_000_000);
    // Enough has been looked into by then.
    var last = failures.at("/result/3");
    assertThat(last.path("exception_type").isNull()).isTrue();
    assertThat(last.at("/traceback/truncated").booleanValue()).isTrue();
    assertThat(last.at("/traceback/bytes").intValue()).isGreaterThan(60_000_000);
    assertThat(client.ok("queue_log", "{'queue':'heavy'}").at("/result/0/traceback"))
        .isEqualTo(first.path("traceback"));
    var history = client.ok("job_history", "{'queue':'heavy','job_id':1}");
    assertThat(history.path("failures").intValue()).isEqualTo(4);
    assertThat(history.at("/result/0/failure/exception_type").stringValue())
        .isEqualTo("ValueError");
    assertThat(history.at("/result/0/failure/traceback").stringValue()).hasSize(4000);
    assertThat(history.at("/result/3/failure/exception_type").isNull()).isTrue();
    assertThat(history.at("/result/3/failure/truncated").booleanValue()).isTrue();
    var headers = client.ok("queue_table_info", "{'queue':'heavy'}").at("/result/0/headers");
    assertThat(headers.path("truncated").booleanValue()).isTrue();
    assertThat(headers.path("bytes").intValue()).isGreaterThan(20_000_000);
    assertThat(headers.path("preview").isNull()).isTrue();
  }

  @Test
  void findsTheFailuresOfAnEntrypoint() {
    database.run(
        """
        insert into far.pgqueuer_log (created, job_id, status, priority, entrypoint)
        select now() - interval '9 days' - make_interval(secs => n), n, 'exception', 0,
               case when n in (4000, 8000) then 'unlucky' else 'often' end
        from generate_series(1, 9000) n""");
    try {
      var first = client.ok("failed_jobs", "{'queue':'far','entrypoint':'unlucky'}");
      assertThat(first.at("/result/0/job_id").intValue()).isEqualTo(4000);
      assertThat(first.path("result")).hasSize(1);
      assertThat(first.path("searched_to").isString()).isTrue();
      var second =
          client.ok(
              "failed_jobs",
              Json.object()
                  .put("queue", "far")
                  .put("entrypoint", "unlucky")
                  .put("cursor", first.path("next_cursor").stringValue()));
      assertThat(second.at("/result/0/job_id").intValue()).isEqualTo(8000);
      assertThat(second.path("next_cursor").isNull()).isTrue();
      assertThat(second.path("searched_to").isNull()).isTrue();
    } finally {
      database.run("delete from far.pgqueuer_log where status = 'exception'");
    }
  }

  @Test
  void givesTheRowsThatASearchByStatusHas() {
    var page = client.ok("queue_log", "{'queue':'far','status':'failed'}");
    assertThat(page.path("result")).isEmpty();
    assertThat(page.path("next_cursor").isNull()).isTrue();
    assertThat(database.ask("select count(*) from far.pgqueuer_log")).isEqualTo("250000");
  }

  @Test
  void givesAsManySumsAsAnAnswerHolds() {
    var few = client.ok("throughput_summary", "{'queue':'many'}");
    assertThat(few.path("result")).hasSize(1000);
    assertThat(few.path("truncated").booleanValue()).isTrue();
    var most = client.ok("throughput_summary", "{'queue':'many','limit':10000}");
    assertThat(most.path("result").size()).isBetween(5000, 9999);
    assertThat(most.toString().length()).isLessThan(1 << 20);
    assertThat(most.path("truncated").booleanValue()).isTrue();
    var one = client.ok("throughput_summary", "{'queue':'many','entrypoint':'e1'}");
    assertThat(one.path("result")).hasSize(1);
    assertThat(one.path("truncated").booleanValue()).isFalse();
  }

  @Test
  void givesAsManyEntrypointsAsAnAnswerHolds() {
    for (var tool : List.of("queue_age", "queue_size")) {
      var answer = client.ok(tool, "{'queue':'many','limit':10000}");
      assertThat(answer.path("result").size()).as(tool).isBetween(1500, 9999);
      assertThat(answer.toString().length()).as(tool).isLessThan(1 << 20);
      assertThat(answer.path("truncated").booleanValue()).as(tool).isTrue();
    }
  }
}
