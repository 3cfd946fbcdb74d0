package dev.howdah.transport.http;

import dev.howdah.config.Size;
import dev.howdah.mcp.Features;
import dev.howdah.mcp.McpServer;
import dev.howdah.mcp.Revision;
import dev.howdah.testing.Fixture;
import dev.howdah.testing.FixtureTool;
import dev.howdah.testing.MutableClock;
import dev.howdah.tool.Call;
import dev.howdah.tool.Content;
import dev.howdah.tool.ToolHandler;
import dev.howdah.tool.ToolResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** The fixture behind HTTP, with the words that clients say to it. */
final class HttpFixture implements AutoCloseable {

  static final HttpSettings SETTINGS =
      new HttpSettings(
          "127.0.0.1",
          0,
          "/mcp",
          List.of("https://app.example"),
          List.of("db.example"),
          false,
          false,
          Size.parse("1MB"),
          Duration.ofMinutes(30),
          3,
          8);

  /** So long that a slow machine is not taken for a slow tool, or for one that hangs. */
  private static final Duration LONG = Duration.ofMinutes(2);

  private static final String META =
      """
      "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",\
      "io.modelcontextprotocol/clientCapabilities":{}}""";

  final MutableClock clock = new MutableClock();
  final Features features = Fixture.features();
  final McpServer server = Fixture.server(features, Fixture.PATIENT_TASKS);
  final HttpTransport transport;
  private final CountDownLatch gate = new CountDownLatch(1);
  private final CountDownLatch cancelled = new CountDownLatch(1);

  HttpFixture() {
    this(SETTINGS);
  }

  HttpFixture(HttpSettings settings) {
    add("test_gate", this::waitAtGate);
    add("test_notes_cancellation", this::noteCancellation);
    transport = HttpTransport.start(settings, server, clock, LONG);
  }

  void add(String name, Function<Call, ToolResult> work) {
    features.changeTools(
        tools -> {
          List<ToolHandler> more = new ArrayList<>(tools);
          more.add(FixtureTool.of(name, "For tests of HTTP.", work));
          return more;
        });
  }

  static ToolResult text(String text) {
    return ToolResult.of(new Content.Text(text));
  }

  /** Reports progress, then waits until {@link #openGate}. */
  private ToolResult waitAtGate(Call call) {
    call.progress(1, null, null);
    await(gate);
    return text("through");
  }

  private ToolResult noteCancellation(Call call) {
    CountDownLatch over = new CountDownLatch(1);
    call.progress(1, null, null);
    try (var _ = call.cancellation().onCancel(cancelled::countDown);
        var _ = call.cancellation().onCancel(over::countDown)) {
      await(over);
    }
    return text("cancelled");
  }

  void openGate() {
    gate.countDown();
  }

  boolean wasCancelled() {
    return cancelled.getCount() == 0;
  }

  void awaitCancelled() {
    await(cancelled);
  }

  static void await(CountDownLatch latch) {
    try {
      if (!latch.await(LONG.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("It did not happen within " + LONG);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + LONG.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("It did not happen within " + LONG);
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  HttpPeer connect() throws IOException {
    return new HttpPeer(transport.port());
  }

  /** Sends a request and reads the head of its answer. */
  HttpPeer exchange(String method, String path, String body, String... headers) throws IOException {
    HttpPeer peer = connect();
    peer.send(request(method, path, body, headers));
    return peer.readHead();
  }

  /** A request whose own headers come before the usual ones that it does not name itself. */
  static String request(String method, String path, String body, String... headers) {
    StringBuilder text = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
    String given = "\n" + String.join("\n", headers);
    for (String header : headers) {
      text.append(header).append("\r\n");
    }
    for (String usual :
        List.of(
            "Host: localhost",
            "Accept: application/json, text/event-stream",
            "Content-Type: application/json",
            "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length)) {
      if (!given.contains("\n" + usual.substring(0, usual.indexOf(':') + 1))) {
        text.append(usual).append("\r\n");
      }
    }
    return text.append("\r\n").append(body).toString();
  }

  HttpPeer post(String body, String... headers) throws IOException {
    return exchange("POST", "/mcp", body, headers);
  }

  HttpPeer get(String... headers) throws IOException {
    return exchange("GET", "/mcp", "", headers);
  }

  /** A request that stands alone, with the headers it needs. */
  HttpPeer alone(String method, String params, String... headers) throws IOException {
    List<String> all = new ArrayList<>(List.of(headers));
    all.add("MCP-Protocol-Version: 2026-07-28");
    all.add("Mcp-Method: " + method);
    return post(modern(method, params), all.toArray(String[]::new));
  }

  HttpPeer callAlone(String tool, String... headers) throws IOException {
    List<String> all = new ArrayList<>(List.of(headers));
    all.add("Mcp-Name: " + tool);
    return alone("tools/call", callParams(tool), all.toArray(String[]::new));
  }

  /** Shakes hands; gives the header that names the session. */
  String session(Revision revision) throws IOException {
    try (HttpPeer peer = initialize(revision)) {
      String id = peer.header("Mcp-Session-Id").orElseThrow();
      tell("Mcp-Session-Id: " + id, "notifications/initialized", "{}");
      return "Mcp-Session-Id: " + id;
    }
  }

  HttpPeer initialize(Revision revision) throws IOException {
    return post(
        message(
            0,
            "initialize",
            "{\"protocolVersion\":\"%s\",\"capabilities\":{\"elicitation\":{}},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}"
                .formatted(revision.wireName())));
  }

  HttpPeer call(String session, int id, String tool) throws IOException {
    return post(message(id, "tools/call", callParams(tool)), session);
  }

  void tell(String session, String method, String params) throws IOException {
    String body = "{\"jsonrpc\":\"2.0\",\"method\":\"%s\",\"params\":%s}".formatted(method, params);
    try (HttpPeer peer = post(body, session)) {
      if (peer.status() != 202) {
        throw new AssertionError(peer.status() + " " + peer.body());
      }
    }
  }

  static String callParams(String tool) {
    return "{\"name\":\"%s\",\"arguments\":{},\"_meta\":{\"progressToken\":7}}".formatted(tool);
  }

  static String message(int id, String method, String params) {
    return "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"%s\",\"params\":%s}"
        .formatted(id, method, params);
  }

  static String modern(String method, String params) {
    String meta = META.substring(0, META.length() - 1);
    String withMeta =
        params.contains("\"_meta\":{")
            ? params.replace("\"_meta\":{", meta + ",")
            : params.equals("{}")
                ? "{" + META + "}"
                : params.substring(0, params.length() - 1) + "," + META + "}";
    return message(1, method, withMeta);
  }

  @Override
  public void close() {
    openGate();
    server.close();
    transport.close();
  }
}
