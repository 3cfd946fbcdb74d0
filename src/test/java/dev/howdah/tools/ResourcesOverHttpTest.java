package dev.howdah.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.auth.AccessSettings;
import dev.howdah.config.Size;
import dev.howdah.queue.Queues;
import dev.howdah.resource.ResourceSettings;
import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import dev.howdah.transport.http.HttpSettings;
import dev.howdah.transport.http.HttpTransport;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tables as resources over HTTP: by requests that stand alone, and by another's client. */
@OnPostgres
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ResourcesOverHttpTest {

  private static final Duration LIMIT = Duration.ofMinutes(3);

  private static final HttpSettings SETTINGS =
      new HttpSettings(
          "127.0.0.1",
          0,
          "/mcp",
          List.of(),
          List.of(),
          false,
          false,
          Size.parse("8MB"),
          Duration.ofMinutes(5),
          100,
          256);

  private final TestDatabase database;
  private final ToolClient server;
  private final HttpTransport http;

  ResourcesOverHttpTest(TestDatabase database) {
    this.database = database;
    this.server =
        new ToolClient(
            ToolClient.QUERY,
            AccessSettings.NONE,
            Queues.byDefault(),
            new ResourceSettings(ResourceSettings.Watch.POLL, Duration.ofMillis(50)),
            ToolClient.database("default", database.dsn(database.reader())));
    this.http = HttpTransport.start(SETTINGS, server.server(), InstantSource.system());
  }

  @BeforeAll
  void fill() {
    database.run("create table \"Bücher\" (id integer primary key)");
    database.run("insert into \"Bücher\" values (1), (2)");
    database.run("grant usage on schema public to " + database.reader().user());
  }

  @AfterAll
  void stop() {
    http.close();
    server.close();
  }

  private HttpRequest request(String method, String name, ObjectNode params) {
    var meta = params.putObject("_meta");
    meta.put("io.modelcontextprotocol/protocolVersion", "2026-07-28");
    meta.putObject("io.modelcontextprotocol/clientCapabilities");
    var body = Json.object().put("jsonrpc", "2.0").put("id", 1).put("method", method);
    body.set("params", params);
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/mcp".formatted(http.port())))
            .timeout(LIMIT)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream")
            .header("MCP-Protocol-Version", "2026-07-28")
            .header("Mcp-Method", method)
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
    return (name.isEmpty() ? request : request.header("Mcp-Name", name)).build();
  }

  private JsonNode answer(HttpClient client, String method, String name, ObjectNode params)
      throws IOException, InterruptedException {
    String body =
        client.send(request(method, name, params), HttpResponse.BodyHandlers.ofString()).body();
    String json =
        body.startsWith("{")
            ? body
            : body.lines()
                .filter(line -> line.startsWith("data: "))
                .toList()
                .getLast()
                .substring(6);
    return Json.MAPPER.readTree(json);
  }

  @Test
  void readsByRequestsThatStandAlone() throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      var listed = answer(client, "resources/list", "", Json.object());
      assertThat(listed.at("/result/resources/0/uri").stringValue())
          .isEqualTo("table://public/B%C3%BCcher");
      var uri = "table://public/B%C3%BCcher";
      var read = answer(client, "resources/read", uri, Json.object().put("uri", uri));
      assertThat(read.at("/result/contents/0/text").stringValue())
          .contains("\"rows\":[{\"id\":1},{\"id\":2}]");
      assertThat(read.at("/result/cacheScope").stringValue()).isEqualTo("private");
      var missing = "table://public/missing";
      var refused = answer(client, "resources/read", missing, Json.object().put("uri", missing));
      assertThat(refused.at("/error/code").intValue()).isEqualTo(-32602);
    }
  }

  @Test
  void tellsWhoListensOnAStream() throws IOException, InterruptedException {
    var params = Json.object();
    params.putObject("notifications").put("resourcesListChanged", true);
    try (var client = HttpClient.newHttpClient()) {
      HttpResponse<InputStream> response =
          client.send(
              request("subscriptions/listen", "", params),
              HttpResponse.BodyHandlers.ofInputStream());
      try (var lines =
          new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
        await(lines, "notifications/subscriptions/acknowledged");
        database.run("create table heard (a integer)");
        await(lines, "notifications/resources/list_changed");
      }
      database.run("drop table heard");
      client.shutdownNow();
    }
  }

  private static void await(BufferedReader lines, String method) {
    var found =
        CompletableFuture.supplyAsync(
            () -> lines.lines().filter(line -> line.contains(method)).findFirst());
    assertThat(found.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join()).isPresent();
  }

  @Test
  void servesTheOfficialJavaClient() {
    var changed = new CompletableFuture<List<McpSchema.Resource>>();
    var transport =
        HttpClientStreamableHttpTransport.builder("http://localhost:" + http.port())
            .endpoint("/mcp")
            .build();
    try (var client =
        McpClient.sync(transport)
            .requestTimeout(LIMIT)
            .initializationTimeout(LIMIT)
            .resourcesChangeConsumer(changed::complete)
            .build()) {
      client.initialize();
      assertThat(client.listResourceTemplates().resourceTemplates()).hasSize(2);
      var book = client.listResources().resources().getFirst();
      var contents = client.readResource(book).contents().getFirst();
      assertThat(contents.uri()).isEqualTo("table://public/B%C3%BCcher");
      var completion =
          client.completeCompletion(
              McpSchema.CompleteRequest.builder(
                      new McpSchema.ResourceReference("table://{schema}/{table}"),
                      new McpSchema.CompleteRequest.CompleteArgument("table", "bü"))
                  .build());
      assertThat(completion.completion().values()).containsExactly("Bücher");
      database.run("create table another (a integer)");
      assertThat(changed.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join())
          .extracting(McpSchema.Resource::uri)
          .contains("table://public/another");
      database.run("drop table another");
    }
  }
}
