package dev.howdah.tools.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.Login;
import dev.howdah.testing.Replicated;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.testing.queue.Durability;
import dev.howdah.testing.queue.PgQueuer;
import dev.howdah.testing.queue.PgQueuerVersion;
import dev.howdah.testing.queue.Shift;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Whatever reads works on a hot standby, where nothing can be written, not even for a moment. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class QueueStandbyTest {

  private final Replicated replicated = Replicated.start(QueueStandbyTest.class);
  private final TestDatabase primary = replicated.primary();
  private final TestDatabase standby = replicated.standby();

  @BeforeAll
  void fill() {
    try (var queue = PgQueuer.install(primary, PgQueuerVersion.V1_3, "public", "")) {
      Shift.fill(queue);
    }
    primary.run("create table note (id int primary key, body text)");
    primary.run("insert into note select n, 'note ' || n from generate_series(1, 20) n");
    primary.run("analyze");
  }

  @AfterAll
  void close() {
    replicated.close();
  }

  private static ToolClient client(TestDatabase database, Login login) {
    return ToolClient.of(database, login);
  }

  @Test
  void isOne() {
    assertThat(standby.ask("select pg_is_in_recovery()")).isEqualTo("t");
    assertThat(primary.ask("select pg_is_in_recovery()")).isEqualTo("f");
  }

  @Test
  void answersThereAsOnThePrimary() {
    try (var there = client(standby, standby.reader());
        var here = client(primary, primary.reader())) {
      var answers = QueueCalls.answers(there, Map.of());
      for (var same :
          List.of(
              "queue_size {}",
              "queue_table_info {}",
              "failed_jobs {'include_retries':true}",
              "queue_log {}",
              "queue_stats {}",
              "throughput_summary {}")) {
        var expected = here.ok(QueueCalls.tool(same), QueueCalls.json(same)).path("result");
        assertThat(answers.get(same).path("result")).as(same).isEqualTo(expected).isNotEmpty();
      }
      assertThat(answers.get("queue_health {}").path("verdict").asString()).isEqualTo("degraded");
      assertThat(answers.get("queue_age {}").path("result")).hasSize(4);
      assertThat(answers.get("stale_jobs {}").path("result")).hasSize(2);
      assertThat(answers.get("active_workers {}").path("result")).hasSize(3);
      assertThat(answers.get("schedules {}").path("result")).hasSize(3);
      assertThat(answers.get("job_durations {'period':'P1D'}").path("result")).isNotEmpty();
      assertThat(answers.get("job_history {'job_id':1}").path("events").intValue()).isEqualTo(3);
      assertThat(answers.get("schema_info {}").path("version").asString())
          .isEqualTo("1.1.1 or later");
    }
  }

  @Test
  void answersTheOtherToolsToo() {
    try (var client = client(standby, standby.reader())) {
      assertThat(client.ok("query", "{'sql':'select body from note order by id'}").path("rows"))
          .hasSize(20);
      var page = client.ok("query", "{'sql':'select id from note order by id','row_limit':7}");
      assertThat(page.path("rows")).hasSize(7);
      assertThat(client.ok("explain", "{'sql':'select * from note'}").toString()).contains("note");
      assertThat(client.ok("list_tables", "{}").toString()).contains("\"note\"");
      assertThat(client.ok("describe_table", "{'table':'note'}").toString()).contains("\"body\"");
      assertThat(client.ok("search_objects", "{'pattern':'note'}").toString()).contains("note");
      assertThat(client.ok("list_schemas", "{}").toString()).contains("public");
      assertThat(client.ok("get_schema", "{}").toString()).contains("note");
      assertThat(client.ok("server_info", "{}").toString()).contains("howdah");
    }
  }

  @Test
  void seesWhatIsNewThere() {
    try (var client = client(standby, standby.reader());
        var queue = PgQueuer.install(primary, PgQueuerVersion.V1_0, "later", "")) {
      queue.enqueue("fresh", 0, null, java.time.Duration.ZERO);
      assertThat(client.ok("query", "{'sql':'select entrypoint from later.pgqueuer'}").toString())
          .contains("fresh");
    }
  }

  /** Those have rows on the primary only. */
  @Test
  void saysWhatAStandbyHasNotGot() {
    var logins = primary.reader();
    primary.run("drop schema if exists volatile cascade");
    PgQueuer.install(primary, PgQueuerVersion.V1_3, "volatile", "", Durability.BALANCED).close();
    try (var client = Bench.client(standby, logins, "volatile")) {
      assertThat(client.ok("queue_size", "{}").path("result")).isEmpty();
      var error = client.error("queue_log", "{}");
      assertThat(error.path("code").asString()).isEqualTo("ERR_014");
      assertThat(error.path("message").asString())
          .startsWith("The table volatile.pgqueuer_log is UNLOGGED")
          .endsWith("ask its primary.");
      assertThat(client.ok("schema_info", "{}").at("/result/1/persistence").asString())
          .isEqualTo("UNLOGGED");
    }
  }
}
