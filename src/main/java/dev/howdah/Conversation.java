package dev.howdah;

import dev.howdah.tool.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A first conversation with the server, over HTTP like anybody else's (MCP 2026-07-28). */
final class Conversation {

  private static final String REVISION = "2026-07-28";

  private static final String QUESTION =
      """
      select p.name as product,
             sum(i.quantity) as sold,
             sum(i.amount) as revenue
      from shop.order_items i
      join shop.orders o using (order_id)
      join shop.products p using (product_id)
      where o.placed_at >= timestamptz '2025-01-01 00:00:00+00'
        and o.placed_at < timestamptz '2026-01-01 00:00:00+00'
      group by p.product_id
      order by revenue desc, p.name
      limit 5""";

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final URI url;
  private final PrintStream screen;
  private int lastId;

  Conversation(String url, PrintStream screen) {
    this.url = URI.create(url);
    this.screen = screen;
  }

  /** Lists the tools and asks the sample database one question. */
  void hold() throws IOException, InterruptedException {
    screen.println();
    screen.println("→ tools/list");
    for (JsonNode tool : request("tools/list", null, Json.object()).path("tools")) {
      screen.printf(
          "  %-16s%s%n", tool.path("name").stringValue(""), tool.path("title").stringValue(""));
    }
    screen.println();
    screen.println("→ tools/call query: which products earned most in 2025?");
    screen.println(QUESTION.indent(4).stripTrailing());
    ObjectNode call = Json.object().put("name", "query");
    call.putObject("arguments").put("sql", QUESTION).put("format", "markdown");
    JsonNode answer = request("tools/call", "query", call);
    screen.println();
    screen.println(answer.path("content").path(0).path("text").stringValue("").indent(2));
  }

  private JsonNode request(String method, @Nullable String name, ObjectNode params)
      throws IOException, InterruptedException {
    ObjectNode meta = params.putObject("_meta");
    meta.put("io.modelcontextprotocol/protocolVersion", REVISION);
    meta.putObject("io.modelcontextprotocol/clientInfo")
        .put("name", "howdah-demo")
        .put("version", "1");
    meta.putObject("io.modelcontextprotocol/clientCapabilities");
    ObjectNode body = Json.object().put("jsonrpc", "2.0").put("id", ++lastId).put("method", method);
    body.set("params", params);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .timeout(Duration.ofSeconds(60))
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .header("MCP-Protocol-Version", REVISION)
            .header("Mcp-Method", method)
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
    if (name != null) {
      request.header("Mcp-Name", name);
    }
    HttpResponse<byte[]> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    JsonNode answer = Json.MAPPER.readTree(response.body());
    if (answer.has("error")) {
      throw new IOException("The server answered " + answer.path("error").path("message"));
    }
    return answer.path("result");
  }
}
