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
import dev.howdah.testing.queue.Shift;
import dev.howdah.tool.Json;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** Which queue is read, and who may read what of it. */
@OnEveryPostgres
record QueueAccessTest(TestDatabase database) {

  @BeforeParameterizedClassInvocation
  static void fill(TestDatabase database) {
    for (var schema : List.of("public", "closed", "half")) {
      try (var queue = PgQueuer.install(database, PgQueuerVersion.V1_3, schema, "")) {
        Shift.fill(queue);
      }
    }
    var reader = database.reader().user();
    database.run("revoke usage on schema closed from " + reader);
    database.run(
        """
        revoke select on half.pgqueuer, half.pgqueuer_log from %1$s;
        grant select (id, priority, queue_manager_id, created, updated, heartbeat, execute_after,
          status, entrypoint) on half.pgqueuer to %1$s"""
            .formatted(reader));
  }

  private ToolClient client(AccessSettings access, QueueSettings... queues) {
    return new ToolClient(
        ToolClient.QUERY,
        access,
        new Queues(List.of(queues)),
        ToolClient.database("default", database.dsn(database.reader())));
  }

  private static AccessSettings access(List<String> tables, List<String> columns) {
    var none = AccessSettings.NONE;
    return new AccessSettings(
        none.enabled(),
        tables,
        columns,
        none.allowedStatements(),
        none.allowedFunctions(),
        none.allowedExtensions(),
        none.systemCatalogues(),
        none.permissionsFile(),
        none.localRole());
  }

  private static String told(JsonNode error) {
    return error.path("code").stringValue() + " " + error.path("message").stringValue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "queue_size",
        "queue_table_info",
        "failed_jobs",
        "active_workers",
        "stale_jobs",
        "queue_age"
      })
  void refusesABlockedQueueLikeQueryDoes(String tool) {
    try (var client =
        client(access(List.of("public.pgqueuer"), List.of()), QueueSettings.DEFAULT)) {
      var refused = client.error("query", "{'sql':'select 1 from pgqueuer'}");
      var error = client.error(tool, "{}");
      assertThat(told(error)).isEqualTo(told(refused)).startsWith("ERR_011 ");
      assertThat(client.ok("schedules", "{}").path("result")).hasSize(3);
      var info = client.ok("schema_info", "{}");
      assertThat(info.at("/result/0/exists").booleanValue()).isFalse();
      assertThat(info.at("/result/1/exists").booleanValue()).isTrue();
      assertThat(info.path("version").isNull()).isTrue();
      assertThat(info.path("similar").toString()).doesNotContain("public");
    }
  }

  @Test
  void refusesABlockedLog() {
    try (var client = client(access(List.of("pgqueuer_log"), List.of()), QueueSettings.DEFAULT)) {
      assertThat(client.error("queue_log", "{}").path("code").stringValue()).isEqualTo("ERR_011");
      assertThat(client.error("failed_jobs", "{}").path("code").stringValue()).isEqualTo("ERR_011");
      assertThat(client.ok("queue_size", "{}").path("result")).isNotEmpty();
    }
  }

  /** Else a refusal would tell a table that exists from one that does not. */
  @Test
  void saysTheSameOfAQueueThatIsNotThere() {
    var missing = QueueSettings.DEFAULT.at(null, "no_");
    try (var client = client(access(List.of("no_pgqueuer"), List.of()), missing)) {
      var refused = client.error("query", "{'sql':'select 1 from no_pgqueuer'}");
      assertThat(told(client.error("queue_size", "{}"))).isEqualTo(told(refused));
    }
    try (var client = client(access(List.of("secrets"), List.of()), missing)) {
      assertThat(told(client.error("queue_size", "{}"))).contains("set queue.prefix");
    }
  }

  @Test
  void leavesBlockedColumnsOut() {
    var columns = List.of("public.pgqueuer.payload", "public.pgqueuer.headers");
    try (var client = client(access(List.of(), columns), QueueSettings.DEFAULT)) {
      var answer = client.ok("queue_table_info", "{}");
      assertThat(answer.path("hidden_columns").toString()).isEqualTo("[\"payload\",\"headers\"]");
      assertThat(answer.path("result")).hasSize(14);
      assertThat(answer.toString()).doesNotContain("bob", "4bf9", "Grüße");
    }
    try (var client =
        client(access(List.of(), List.of("pgqueuer_log.traceback")), QueueSettings.DEFAULT)) {
      var answer = client.ok("failed_jobs", "{'include_retries':true}");
      assertThat(answer.path("result")).hasSize(8);
      assertThat(answer.toString()).doesNotContain("ValueError", "KeyError");
    }
  }

  @Test
  void knowsFailuresWhoseTracebackIsHidden() {
    var retries = "{'include_retries':true}";
    try (var whole = client(AccessSettings.NONE, QueueSettings.DEFAULT);
        var blocked =
            client(access(List.of(), List.of("pgqueuer_log.traceback")), QueueSettings.DEFAULT)) {
      var told = whole.ok("failed_jobs", retries);
      assertThat(told.path("hidden_columns")).isEmpty();
      var untold = blocked.ok("failed_jobs", retries);
      assertThat(untold.path("hidden_columns").toString()).isEqualTo("[\"traceback\"]");
      assertThat(untold.path("result").findValues("id"))
          .isEqualTo(told.path("result").findValues("id"));
      assertThat(untold.path("result").findValues("kind"))
          .isEqualTo(told.path("result").findValues("kind"));
      assertThat(untold.at("/result/0/traceback").isNull()).isTrue();
      var retried =
          told.path("result")
              .valueStream()
              .filter(failure -> failure.path("kind").stringValue().equals("retry"))
              .findFirst()
              .orElseThrow();
      var job = "{'job_id':%d}".formatted(retried.path("job_id").longValue());
      var known = whole.ok("job_history", job);
      var history = blocked.ok("job_history", job);
      assertThat(history.path("failures")).isEqualTo(known.path("failures"));
      assertThat(history.path("result").findValues("event"))
          .isEqualTo(known.path("result").findValues("event"))
          .contains(StringNode.valueOf("retry"));
      assertThat(history.path("hidden_columns").toString()).isEqualTo("[\"traceback\"]");
      assertThat(blocked.ok("queue_log", "{}").path("hidden_columns").toString())
          .isEqualTo("[\"traceback\"]");
    }
  }

  @Test
  void refusesWhereAColumnIsBlockedThatItNeeds() {
    try (var client =
        client(access(List.of(), List.of("pgqueuer.entrypoint")), QueueSettings.DEFAULT)) {
      var refused = client.error("query", "{'sql':'select entrypoint from pgqueuer'}");
      assertThat(told(client.error("queue_size", "{}"))).isEqualTo(told(refused));
    }
  }

  @Test
  void hidesWhatJobsCarryWhenTold() {
    try (var client = client(AccessSettings.NONE, QueueSettings.DEFAULT.withoutPayloads())) {
      var answer = client.ok("queue_table_info", "{}");
      assertThat(answer.path("hidden_columns").toString()).isEqualTo("[\"payload\",\"headers\"]");
      assertThat(answer.at("/result/0/payload").isNull()).isTrue();
      assertThat(answer.toString()).doesNotContain("bob", "4bf9");
      for (var sql : List.of("select payload from pgqueuer", "select q from pgqueuer q")) {
        assertThat(client.error("query", Json.object().put("sql", sql)).path("code").stringValue())
            .as(sql)
            .isEqualTo("ERR_011");
      }
      assertThat(client.ok("query", "{'sql':'select id from pgqueuer'}").path("rows")).isNotEmpty();
    }
  }

  @Test
  void hidesWhatJobsCarryOnlyInTheDatabaseOfTheirQueue() {
    var sql = "{'sql':'select payload from public.pgqueuer','database':'%s'}";
    try (var other = database.another(QueueAccessTest.class)) {
      PgQueuer.install(other, PgQueuerVersion.V1_3, "public", "").close();
      try (var client =
          new ToolClient(
              ToolClient.QUERY,
              access(List.of(), List.of()),
              new Queues(
                  List.of(
                      QueueSettings.DEFAULT,
                      QueueSettings.named("there").in("second").withoutPayloads())),
              ToolClient.database("default", database.dsn(database.reader())),
              ToolClient.database("second", other.dsn(other.reader())))) {
        assertThat(client.ok("query", sql.formatted("default")).path("rows")).isNotEmpty();
        assertThat(client.error("query", sql.formatted("second")).path("code").stringValue())
            .isEqualTo("ERR_011");
        assertThat(client.ok("queue_table_info", "{}").path("hidden_columns")).isEmpty();
      }
    }
  }

  @Test
  void saysWhichGrantIsMissing() {
    var closed = QueueSettings.named("closed").at("closed", null);
    try (var client = client(AccessSettings.NONE, closed)) {
      assertThat(told(client.error("queue_size", "{}")))
          .startsWith("ERR_011 The database role " + database.reader().user() + " may not read ")
          .contains("closed.pgqueuer", "grant usage on schema \"closed\"", "grant select on");
      var info = client.ok("schema_info", "{}");
      assertThat(info.at("/result/0/exists").booleanValue()).isTrue();
      assertThat(info.at("/result/0/readable").booleanValue()).isFalse();
    }
  }

  @Test
  void readsTheColumnsThatAreGranted() {
    var half = QueueSettings.named("half").at("half", null);
    try (var client = client(AccessSettings.NONE, half)) {
      var answer = client.ok("queue_table_info", "{}");
      assertThat(answer.path("result")).hasSize(14);
      assertThat(answer.path("hidden_columns").toString())
          .isEqualTo("[\"dedupe_key\",\"payload\",\"headers\",\"attempts\"]");
      assertThat(told(client.error("queue_log", "{}"))).contains("half.pgqueuer_log");
    }
  }

  @Test
  void saysWhatItLookedForAndHowToSetIt() {
    try (var other = database.another(QueueAccessTest.class)) {
      PgQueuer.install(other, PgQueuerVersion.V1_3, "aside", "").close();
      PgQueuer.install(other, PgQueuerVersion.V1_3, "public", "my_").close();
      try (var client = ToolClient.of(other, other.reader())) {
        assertThat(told(client.error("queue_size", "{}")))
            .isEqualTo(
                "ERR_014 There is no table pgqueuer along the search path (public) of the database"
                    + " default. There is aside.pgqueuer: set queue.schema (PGQUEUER_SCHEMA) to"
                    + " aside.");
        assertThat(client.ok("schema_info", "{}").path("similar").toString())
            .isEqualTo("[\"aside.pgqueuer\",\"public.my_pgqueuer\"]");
        try (var there = Bench.client(other, other.reader(), "public")) {
          assertThat(told(there.error("queue_size", "{}")))
              .endsWith(
                  "There is public.my_pgqueuer: set queue.prefix (PGQUEUER_PREFIX) to \"my_\".");
        }
        other.run("drop schema aside cascade");
        assertThat(told(client.error("queue_size", "{}")))
            .endsWith(
                "There is public.my_pgqueuer: set queue.prefix (PGQUEUER_PREFIX) to \"my_\" and"
                    + " queue.schema (PGQUEUER_SCHEMA) to public.");
        other.run("drop schema public cascade");
        assertThat(told(client.error("queue_size", "{}")))
            .startsWith(
                "ERR_014 There is no table pgqueuer along the search path of the database default,"
                    + " on which there is no schema that the database role "
                    + other.reader().user()
                    + " may use. ");
        other.run("create schema public");
        assertThat(told(client.error("queue_size", "{}")))
            .contains("pgq install", "queue.queue-table (PGQUEUER_QUEUE_TABLE)");
      }
    }
  }

  @Test
  void saysWhatToGrantBeforeWhatToSet() {
    try (var other = database.another(QueueAccessTest.class)) {
      PgQueuer.install(other, PgQueuerVersion.V1_3, "aside", "").close();
      var role = other.reader().user();
      other.run("revoke usage on schema aside from " + role);
      try (var client = ToolClient.of(other, other.reader())) {
        assertThat(told(client.error("queue_size", "{}")))
            .endsWith(
                "There is aside.pgqueuer, in a schema that the database role %1$s may not use: its owner can allow it, grant usage on schema \"aside\" to \"%1$s\"; grant select on \"aside\".\"pgqueuer\" to \"%1$s\"; then set queue.schema (PGQUEUER_SCHEMA) to aside."
                    .formatted(role));
      }
    }
  }

  @Test
  void followsAnInstallationThatChanges() {
    try (var other = database.another(QueueAccessTest.class)) {
      try (var client = ToolClient.of(other, other.reader())) {
        assertThat(client.error("queue_size", "{}").path("code").stringValue())
            .isEqualTo("ERR_014");
        PgQueuer.install(other, PgQueuerVersion.V0_24, "public", "").close();
        other.run("grant usage on schema public to " + other.reader().user());
        assertThat(client.ok("schema_info", "{}").path("version").stringValue())
            .isEqualTo("0.24.1 or a later 0.x");
        other.run("alter table pgqueuer add column attempts int not null default 3");
        other.run("alter type pgqueuer_status add value 'failed'");
        other.run(
            "insert into pgqueuer (priority, status, entrypoint) values (0, 'failed', 'report')");
        var jobs = client.ok("queue_table_info", "{'status':'failed'}").path("result");
        assertThat(jobs.at("/0/attempts").intValue()).isEqualTo(3);
        other.run("drop table pgqueuer_log");
        assertThat(told(client.error("queue_log", "{}")))
            .startsWith("ERR_014 There is no table pgqueuer_log")
            .contains("queue.log-table (PGQUEUER_QUEUE_TABLE_LOG)");
        assertThat(client.ok("schema_info", "{}").path("version").stringValue())
            .isEqualTo("0.18 or older");
        other.run("alter table pgqueuer drop column execute_after");
        assertThat(told(client.error("queue_age", "{}")))
            .startsWith("ERR_014 The table public.pgqueuer lacks execute_after");
      }
    }
  }

  @Test
  void findsEachQueueInItsDatabase() {
    try (var other = database.another(QueueAccessTest.class)) {
      try (var queue = PgQueuer.install(other, PgQueuerVersion.V1_0, "jobs", "b_")) {
        queue.enqueue("only here", 0, null, Duration.ZERO);
      }
      var queues =
          new Queues(
              List.of(
                  QueueSettings.DEFAULT,
                  QueueSettings.named("billing").at("jobs", "b_").in("second"),
                  QueueSettings.named("lost").in("third")));
      try (var client =
          new ToolClient(
              ToolClient.QUERY,
              AccessSettings.NONE,
              queues,
              ToolClient.database("default", database.dsn(database.reader())),
              ToolClient.database("second", other.dsn(other.reader())))) {
        assertThat(client.ok("queue_size", "{'queue':'billing'}").toString()).contains("only here");
        assertThat(client.ok("queue_size", "{'database':'second'}").toString())
            .contains("only here");
        assertThat(client.ok("queue_size", "{}").toString()).contains("nobody");
        assertThat(client.ok("queue_size", "{'database':'default'}").toString()).contains("nobody");
        assertThat(told(client.error("queue_size", "{'queue':'billing','database':'default'}")))
            .isEqualTo(
                "ERR_008 The queue billing is in the database second, not in default; leave"
                    + " database out.");
        assertThat(told(client.error("queue_size", "{'queue':'lost'}")))
            .startsWith("ERR_008 There is no database third");
        assertThat(told(client.error("queue_size", "{'queue':'b'}")))
            .isEqualTo(
                "ERR_008 There is no queue b; known are default, billing in second, lost in third.");
      }
    }
  }

  @Test
  void needsADatabase() {
    try (var client = new ToolClient(ToolClient.QUERY)) {
      var error = client.error("queue_size", Json.object());
      assertThat(told(error))
          .isEqualTo("ERR_001 Database not configured. Provide --dsn or set DATABASE_URL.");
    }
  }
}
