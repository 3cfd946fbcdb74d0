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
                    QueueSettings.named("far").at("far", null))),
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
}
