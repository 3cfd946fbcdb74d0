package dev.howdah;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.LongQuery;
import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.ServerProcess;
import dev.howdah.testing.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A call nobody waits for any more stops its statement in PostgreSQL, seen from outside. */
@OnPostgres
@Timeout(300)
final class CancellationTest {

  private static final String META =
      """
      "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",\
      "io.modelcontextprotocol/clientCapabilities":{}}""";

  private static final String INITIALIZE =
      """
      {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
      "capabilities":{},"clientInfo":{"name":"test","version":"1"}}}""";

  /** A second for us, one more for a machine that does other things too. */
  private static final Duration SOON = Duration.ofSeconds(2);

  private static final int ATTEMPTS = 5;

  /** For how long a statement is seen to go on. */
  private static final long WHILE = TimeUnit.SECONDS.toNanos(2);

  private final TestDatabase database;

  CancellationTest(TestDatabase database) {
    this.database = database;
  }

  @ParameterizedTest
  @ValueSource(strings = {"2025-11-25", "2026-07-28"})
  void stopsWhenTheClientCancelsOnStdio(String revision) throws Exception {
    boolean stateless = revision.equals("2026-07-28");
    assertSoon(
        () -> {
          try (ServerProcess server = stdio()) {
            if (!stateless) {
              handshake(server);
            }
            server.send(call(1, LongQuery.SQL, stateless));
            awaitRunning(1);

            server.send(
                """
              {"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1,\
              "reason":"enough"}}""");

            Duration stopped = untilStopped();
            server.send(call(2, "select 42", stateless));
            assertThat(server.receive()).contains("\"id\":2").contains("42");
            return stopped;
          }
        });
  }

  @Test
  void stopsWhenTheClientGoes() throws Exception {
    assertSoon(
        () -> {
          try (ServerProcess server = stdio()) {
            handshake(server);
            server.send(call(1, LongQuery.SQL, false));
            awaitRunning(1);

            server.endInput();

            Duration stopped = untilStopped();
            assertThat(server.process().waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(server.process().exitValue()).isZero();
            return stopped;
          }
        });
  }

  /** From a file, for one who writes late is not one who pipes in all he has. */
  @Test
  void answersWhatWasAskedBeforeTheInputEnded(@TempDir Path folder) throws Exception {
    Path all = folder.resolve("all.jsonl");
    Files.writeString(all, INITIALIZE + "\n" + call(1, "select 42", false) + "\n");
    try (ServerProcess server = ServerProcess.serve(all, environment())) {
      assertThat(server.receive()).contains("\"id\":0");
      assertThat(server.receive()).contains("\"id\":1").contains("42");
      assertThat(server.receive()).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void leavesNoBackendBehindWhenTheServerIsStopped(boolean forcibly) throws Exception {
    assertSoon(
        () -> {
          try (ServerProcess server = stdio()) {
            handshake(server);
            server.send(call(1, LongQuery.SQL, false));
            awaitRunning(1);

            if (forcibly) {
              server.process().destroyForcibly();
            } else {
              server.process().destroy();
            }

            return untilStopped();
          }
        });
  }

  @Test
  void stopsWhenTheConnectionOfARequestIsClosed() throws Exception {
    assertSoon(
        () -> {
          try (ServerProcess server = http();
              HttpClient client = HttpClient.newHttpClient()) {
            CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(
                    post(server.url(), call(1, LongQuery.SQL, true))
                        .header("MCP-Protocol-Version", "2026-07-28")
                        .header("Mcp-Method", "tools/call")
                        .header("Mcp-Name", "query")
                        .build(),
                    HttpResponse.BodyHandlers.ofString());
            awaitRunning(1);

            assertThat(answer.cancel(true)).isTrue();
            client.shutdownNow();

            return untilStopped();
          }
        });
  }

  @Test
  void keepsWorkingForASessionThatLostItsConnectionUntilItCancels() throws Exception {
    try (ServerProcess server = http();
        HttpClient first = HttpClient.newHttpClient();
        HttpClient second = HttpClient.newHttpClient()) {
      String session =
          first
              .send(post(server.url(), INITIALIZE).build(), HttpResponse.BodyHandlers.ofString())
              .headers()
              .firstValue("Mcp-Session-Id")
              .orElseThrow();
      CompletableFuture<HttpResponse<String>> answer =
          first.sendAsync(
              post(server.url(), call(1, LongQuery.SQL, false))
                  .header("Mcp-Session-Id", session)
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      awaitRunning(1);
      assertThat(answer.cancel(true)).isTrue();
      first.shutdownNow();
      stillRunningAfter(WHILE);

      int status =
          second
              .send(
                  post(
                          server.url(),
                          """
                          {"jsonrpc":"2.0","method":"notifications/cancelled",\
                          "params":{"requestId":1}}""")
                      .header("Mcp-Session-Id", session)
                      .build(),
                  HttpResponse.BodyHandlers.ofString())
              .statusCode();

      assertThat(status).isEqualTo(202);
      awaitRunning(0);
    }
  }

  private ServerProcess stdio() {
    return ServerProcess.serve(environment());
  }

  private ServerProcess http() {
    return ServerProcess.serve(environment(), "--transport=streamable-http", "--port=0");
  }

  /** Whatever ends a statement here, it is not that its time is over. */
  private Map<String, String> environment() {
    return Map.of(
        "DATABASE_URL", database.dsn(database.reader()), "HOWDAH_DATABASE_STATEMENT_TIMEOUT", "3h");
  }

  private static void handshake(ServerProcess server) throws IOException {
    server.send(INITIALIZE);
    assertThat(server.receive()).contains("2025-11-25");
    server.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
  }

  private static String call(int id, String sql, boolean stateless) {
    return "{\"jsonrpc\":\"2.0\",\"id\":"
        + id
        + ",\"method\":\"tools/call\",\"params\":{\"name\":\"query\",\"arguments\":{\"sql\":\""
        + sql
        + "\"}"
        + (stateless ? "," + META : "")
        + "}}";
  }

  private static HttpRequest.Builder post(String url, String body) {
    return HttpRequest.newBuilder(URI.create(url))
        .header("Content-Type", "application/json")
        .header("Accept", "application/json, text/event-stream")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  private void awaitRunning(int count) throws SQLException {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (running() != count && System.nanoTime() < deadline) {
      LockSupport.parkNanos(10_000_000);
    }
    assertThat(running()).isEqualTo(count);
  }

  private Duration untilStopped() throws SQLException {
    long start = System.nanoTime();
    awaitRunning(0);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** At its best of some attempts, for the machine may be busy. */
  private static void assertSoon(Callable<Duration> stopping) throws Exception {
    Duration shortest = stopping.call();
    for (int i = 1; i < ATTEMPTS && shortest.compareTo(SOON) >= 0; i++) {
      Duration took = stopping.call();
      shortest = took.compareTo(shortest) < 0 ? took : shortest;
    }
    assertThat(shortest).isLessThan(SOON);
  }

  private void stillRunningAfter(long nanos) throws SQLException {
    long deadline = System.nanoTime() + nanos;
    while (System.nanoTime() < deadline) {
      assertThat(running()).isEqualTo(1);
      LockSupport.parkNanos(50_000_000);
    }
  }

  /** As superuser, for others do not see what a session runs. */
  private int running() throws SQLException {
    try (Connection connection = database.connect(database.superuser());
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                select count(*)
                from pg_stat_activity
                where datname = current_database()
                  and state = 'active'
                  and query like 'select count(*) from generate_series%'
                """)) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
