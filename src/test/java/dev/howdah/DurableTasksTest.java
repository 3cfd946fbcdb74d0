package dev.howdah;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.LongQuery;
import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.ServerProcess;
import dev.howdah.testing.TestDatabase;
import dev.howdah.tool.Json;
import java.io.IOException;
import java.sql.Connection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tasks that outlive the process, in the program as it is shipped. */
@OnPostgres
@Timeout(300)
final class DurableTasksTest {

  private static final String META = "io.modelcontextprotocol/";

  private static final AtomicInteger LAST_ID = new AtomicInteger();

  private final TestDatabase database;

  DurableTasksTest(TestDatabase database) {
    this.database = database;
  }

  private ServerProcess start() {
    return start(Map.of());
  }

  private ServerProcess start(Map<String, String> more) {
    var environment = new HashMap<>(more);
    environment.put("DATABASE_URL", database.dsn(database.reader()));
    environment.put("HOWDAH_TASKS_STORE", "postgres");
    environment.put("HOWDAH_TASKS_DSN", database.dsn(database.owner()));
    return ServerProcess.serve(environment);
  }

  @Test
  void aResultIsThereAfterARestart() throws Exception {
    String task;
    try (ServerProcess server = start()) {
      task = begin(server, "select 7 as seven");
      until(server, task, "completed");
    }

    try (ServerProcess server = start()) {
      JsonNode found = get(server, task);

      assertThat(found.at("/result/structuredContent/rows/0/seven").intValue(0)).isEqualTo(7);
    }
  }

  @Test
  void aTaskWhoseRowSomebodyChangedIsStillOne() throws Exception {
    try (ServerProcess server = start()) {
      String task = begin(server, "select 7 as seven");
      until(server, task, "completed");
      String lasting = begin(server, LongQuery.SQL);
      database.run(
          "update howdah.task set expires = 'infinity', updated = 'infinity', begun = '-infinity',"
              + " poll_interval_ms = -5, progress = 'NaN', version = 9223372036854775807");

      JsonNode found = get(server, task);
      JsonNode running = get(server, lasting);

      assertThat(found.at("/result/structuredContent/rows/0/seven").intValue(0)).isEqualTo(7);
      assertThat(found.path("ttlMs").longValue(0)).isBetween(1L << 40, 1L << 53);
      assertThat(found.path("pollIntervalMs").longValue(0)).isEqualTo(1);
      assertThat(running.path("status").stringValue("")).isEqualTo("working");
      ask(server, "tasks/cancel", Json.object().put("taskId", lasting));
      until(server, lasting, "cancelled");
    }
  }

  @Test
  void aTaskOfAServerThatWasStoppedHasFailed() throws Exception {
    JsonNode found = stopped();
    for (int i = 0; i < 3 && found.path("status").stringValue("").equals("working"); i++) {
      // A server waits five seconds for what it stops, which a slow machine may exceed.
      found = stopped();
    }

    assertThat(found.path("status").stringValue("")).isEqualTo("failed");
    assertThat(found.at("/error/message").stringValue(""))
        .isEqualTo("The server was stopped before this was done.");
  }

  /** A task as another server finds it whose own was stopped. */
  private JsonNode stopped() throws Exception {
    String task;
    try (ServerProcess server = start()) {
      task = begin(server, LongQuery.SQL);
      server.process().destroy();
      assertThat(server.process().waitFor(2, TimeUnit.MINUTES)).isTrue();
    }
    try (ServerProcess server = start()) {
      return get(server, task);
    }
  }

  @Test
  void aReadOfAServerThatWasKilledBeginsAgain() throws Exception {
    Map<String, String> again =
        Map.of(
            "HOWDAH_TASKS_RESTART_READS",
            "true",
            "HOWDAH_TASKS_LEASE",
            "10s",
            "HOWDAH_DATABASE_LOCK_TIMEOUT",
            "1h");
    database.run("create table closed as select generate_series(1, 3) as n");
    String task;
    try (ServerProcess server = start(again);
        Connection lock = database.connect(database.owner())) {
      lock.setAutoCommit(false);
      lock.createStatement().execute("lock table closed in access exclusive mode");
      task = begin(server, "select count(*) as n from closed");
      server.process().destroyForcibly().waitFor();
    }

    try (ServerProcess server = start(again)) {
      until(server, task, "completed");

      assertThat(get(server, task).at("/result/structuredContent/rows/0/n").intValue(0))
          .isEqualTo(3);
      assertThat(database.ask("select restarts from howdah.task where id = '" + task + "'"))
          .isEqualTo("1");
    } finally {
      database.run("drop table closed");
    }
  }

  @Test
  void theStoreIsNotWhereAgentsAre() throws Exception {
    for (String same :
        List.of(
            database.dsn(database.owner()),
            database.dsn(database.owner()).replace("127.0.0.1", "localhost"))) {
      try (ServerProcess server =
          ServerProcess.serve(
              Map.of(
                  "DATABASE_URL",
                  database.dsn(database.owner()),
                  "HOWDAH_TASKS_STORE",
                  "postgres",
                  "HOWDAH_TASKS_DSN",
                  same))) {
        assertThat(server.process().waitFor(3, TimeUnit.MINUTES)).isTrue();
        assertThat(server.process().exitValue()).isNotZero();
      }
    }
  }

  @Test
  void aStoreThatOthersHaveTheirTasksInIsNotListedToACallerWithoutAToken() throws Exception {
    try (ServerProcess server = start()) {
      server.send(
          """
          {"jsonrpc":"2.0","id":"i","method":"initialize","params":{"protocolVersion":"2025-11-25",\
          "capabilities":{},"clientInfo":{"name":"test","version":"1"}}}""");
      JsonNode able =
          Json.MAPPER
              .readTree(Objects.requireNonNull(server.receive()))
              .at("/result/capabilities/tasks");
      server.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
      server.send("{\"jsonrpc\":\"2.0\",\"id\":\"l\",\"method\":\"tasks/list\"}");

      assertThat(able.has("cancel")).isTrue();
      assertThat(able.has("list")).isFalse();
      assertThat(server.receive()).contains("-32601");
    }
  }

  private static String begin(ServerProcess server, String sql) throws IOException {
    ObjectNode params = Json.object().put("name", "query");
    params.putObject("arguments").put("sql", sql).put("background", true);
    JsonNode created = ask(server, "tools/call", params);
    assertThat(created.path("resultType").stringValue("")).as("%s", created).isEqualTo("task");
    return created.path("taskId").stringValue();
  }

  private static JsonNode get(ServerProcess server, String task) throws IOException {
    return ask(server, "tasks/get", Json.object().put("taskId", task));
  }

  private static void until(ServerProcess server, String task, String status)
      throws IOException, InterruptedException {
    while (!get(server, task).path("status").stringValue("").equals(status)) {
      Thread.sleep(50);
    }
  }

  private static JsonNode ask(ServerProcess server, String method, ObjectNode params)
      throws IOException {
    ObjectNode meta = params.putObject("_meta").put(META + "protocolVersion", "2026-07-28");
    meta.putObject(META + "clientCapabilities").putObject("extensions").putObject(META + "tasks");
    ObjectNode request =
        Json.object()
            .put("jsonrpc", "2.0")
            .put("id", LAST_ID.incrementAndGet())
            .put("method", method);
    request.set("params", params);
    server.send(request.toString());
    JsonNode answer = Json.MAPPER.readTree(Objects.requireNonNull(server.receive()));
    assertThat(answer.has("result")).as("%s", answer).isTrue();
    return answer.path("result");
  }
}
