package dev.howdah;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.config.Size;
import dev.howdah.testing.Haproxy;
import dev.howdah.testing.LongQuery;
import dev.howdah.testing.NeedsHaproxy;
import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import dev.howdah.transport.http.HttpSettings;
import dev.howdah.transport.http.HttpTransport;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Three servers behind the proxy that {@code deploy/haproxy.cfg} sets up. */
@OnPostgres
@NeedsHaproxy
@Timeout(300)
final class ProxyTest {

  private static final int SERVERS = 3;
  private static final String SERVED_BY = "X-Served-By";

  private static final HttpSettings SETTINGS =
      new HttpSettings(
          "127.0.0.1",
          0,
          "/mcp",
          List.of(),
          List.of(),
          false,
          false,
          Size.parse("1MB"),
          Duration.ofMinutes(5),
          100,
          16);

  private final TestDatabase database;
  private final Haproxy haproxy;
  private final List<ToolClient> servers = new ArrayList<>();
  private final List<HttpTransport> transports = new ArrayList<>();
  private final HttpClient client = HttpClient.newHttpClient();

  ProxyTest(TestDatabase database, Haproxy haproxy) {
    this.database = database;
    this.haproxy = haproxy;
  }

  @BeforeEach
  void start() {
    for (int i = 0; i < SERVERS; i++) {
      var server = ToolClient.of(database, database.owner());
      servers.add(server);
      transports.add(HttpTransport.start(SETTINGS, server.server(), InstantSource.system()));
    }
  }

  @AfterEach
  void stop() {
    transports.forEach(HttpTransport::close);
    servers.forEach(ToolClient::close);
    client.close();
  }

  private static String shipped() throws IOException {
    return Files.readString(Path.of("deploy", "haproxy.cfg"));
  }

  /** The file with its servers found by their ports instead of a name, and told in the answer. */
  private String configuration(String shipped, int port) {
    String found =
        IntStream.range(0, SERVERS)
            .mapToObj(i -> "    server s%d 127.0.0.1:%d".formatted(i, transports.get(i).port()))
            .collect(Collectors.joining("\n"));
    String configuration =
        shipped
            .replace("bind :8080", "bind 127.0.0.1:" + port)
            .replaceFirst("(?m)^ +server-template .*$", found)
            .concat("    http-response set-header " + SERVED_BY + " %s\n");
    assertThat(configuration).contains("127.0.0.1:" + port, found);
    return configuration;
  }

  private Haproxy.Running proxy() throws IOException {
    String shipped = shipped();
    return haproxy.start(port -> configuration(shipped, port));
  }

  private static HttpRequest.Builder post(Haproxy.Running proxy, String body) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + proxy.port() + "/mcp"))
        .header("Content-Type", "application/json")
        .header("Accept", "application/json, text/event-stream")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  private static HttpRequest modern(Haproxy.Running proxy, String sql) {
    String body =
        """
        {"jsonrpc":"2.0","id":1,"method":"tools/call","params":
         {"name":"query","arguments":{"sql":"%s"},"_meta":
          {"io.modelcontextprotocol/protocolVersion":"2026-07-28",
           "io.modelcontextprotocol/clientCapabilities":{}}}}"""
            .formatted(sql);
    return post(proxy, body)
        .header("MCP-Protocol-Version", "2026-07-28")
        .header("Mcp-Method", "tools/call")
        .header("Mcp-Name", "query")
        .build();
  }

  private HttpResponse<String> initialize(Haproxy.Running proxy) throws Exception {
    return send(
        post(
                proxy,
                """
                {"jsonrpc":"2.0","id":1,"method":"initialize","params":
                 {"protocolVersion":"2025-11-25","capabilities":{},
                  "clientInfo":{"name":"t","version":"0"}}}""")
            .build());
  }

  private HttpResponse<String> inSession(Haproxy.Running proxy, String session) throws Exception {
    return send(
        post(
                proxy,
                """
                {"jsonrpc":"2.0","id":2,"method":"tools/call","params":
                 {"name":"query","arguments":{"sql":"select 7 as seven"}}}""")
            .header("MCP-Protocol-Version", "2025-11-25")
            .header("Mcp-Session-Id", session)
            .build());
  }

  private HttpResponse<String> send(HttpRequest request) throws Exception {
    return client.send(request, BodyHandlers.ofString());
  }

  private static String session(HttpResponse<String> initialized) {
    return initialized.headers().firstValue("Mcp-Session-Id").orElseThrow();
  }

  private static Optional<String> servedBy(HttpResponse<String> response) {
    return response.headers().firstValue(SERVED_BY);
  }

  private static JsonNode seven(HttpResponse<String> response) {
    String json = response.body().replaceAll("(?s)^.*?data: (\\{.*})\\s*$", "$1");
    return Json.MAPPER.readTree(json).at("/result/structuredContent/rows/0/seven");
  }

  @Test
  void theProxyTakesTheConfiguration() throws IOException {
    assertThat(haproxy.check(shipped(), "HOWDAH_REPLICAS=3", "HOWDAH_SERVICE=howdah"))
        .contains("Configuration file is valid");
  }

  @Test
  void requestsThatStandAloneGoRound() throws Exception {
    try (var proxy = proxy()) {
      Set<Optional<String>> by = new HashSet<>();
      for (int i = 0; i < SERVERS; i++) {
        var response = send(modern(proxy, "select 7 as seven"));
        assertThat(seven(response).intValue(0)).as(response.body()).isEqualTo(7);
        by.add(servedBy(response));
      }
      assertThat(by).hasSize(SERVERS);
    }
  }

  @Test
  void aSessionStaysWithItsServer() throws Exception {
    try (var proxy = proxy()) {
      Set<Optional<String>> all = new HashSet<>();
      for (int i = 0; i < SERVERS; i++) {
        var initialized = initialize(proxy);
        all.add(servedBy(initialized));
        for (int call = 0; call < SERVERS; call++) {
          var response = inSession(proxy, session(initialized));
          assertThat(seven(response).intValue(0)).as(response.body()).isEqualTo(7);
          assertThat(servedBy(response)).isEqualTo(servedBy(initialized));
        }
      }
      assertThat(all).hasSizeGreaterThan(1);
    }
  }

  /** What the lines are for that keep sessions where they are. */
  @Test
  void withoutAMemoryOfSessionsTheyAreLost() throws Exception {
    String forgetful = shipped().replaceAll("(?m)^ +stick.*\n", "");
    try (var proxy = haproxy.start(port -> configuration(forgetful, port))) {
      String session = session(initialize(proxy));
      Set<Integer> statuses = new HashSet<>();
      for (int i = 0; i < SERVERS; i++) {
        statuses.add(inSession(proxy, session).statusCode());
      }
      assertThat(statuses).contains(404);
    }
  }

  @Test
  void aSessionOfAServerThatHasGoneIsBegunAnew() throws Exception {
    try (var proxy = proxy()) {
      var initialized = initialize(proxy);
      int index = Integer.parseInt(servedBy(initialized).orElseThrow().substring(1));
      transports.get(index).close();

      int status = inSession(proxy, session(initialized)).statusCode();
      for (int i = 0; status == 503 && i < 2_000; i++) {
        Thread.sleep(50);
        status = inSession(proxy, session(initialized)).statusCode();
      }

      assertThat(status).isEqualTo(404);
      var again = initialize(proxy);
      assertThat(seven(inSession(proxy, session(again))).intValue(0)).isEqualTo(7);
    }
  }

  @Test
  void aClientThatGoesEndsItsStatement() throws Exception {
    try (var proxy = proxy()) {
      for (int i = 0; i < SERVERS; i++) {
        send(modern(proxy, "select 7 as seven"));
      }
      var waiting = client.sendAsync(modern(proxy, LongQuery.SQL), BodyHandlers.ofString());
      await("1");

      assertThat(waiting.cancel(true)).isTrue();

      await("0");
    }
  }

  private void await(String count) throws InterruptedException {
    String running =
        """
        select count(*) from pg_stat_activity
        where state = 'active' and query like '%generate_series%' and pid <> pg_backend_pid()""";
    for (int i = 0; i < 1200 && !count.equals(database.ask(running)); i++) {
      Thread.sleep(25);
    }
    assertThat(database.ask(running)).isEqualTo(count);
  }
}
