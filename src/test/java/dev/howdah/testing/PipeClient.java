package dev.howdah.testing;

import dev.howdah.auth.Caller;
import dev.howdah.mcp.McpServer;
import dev.howdah.mcp.Outgoing;
import dev.howdah.mcp.Pipe;
import dev.howdah.mcp.Revision;
import dev.howdah.tool.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A client at the other end of a {@link Pipe}, for one test thread.
 *
 * <p>Everything the server sends is judged by the schema of its revision, where npm can provide it;
 * {@link #close} fails when something was wrong.
 */
public final class PipeClient implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 180;
  private static final String META = "io.modelcontextprotocol/";

  private final Pipe pipe;
  private final BlockingQueue<JsonNode> arriving = new LinkedBlockingQueue<>();
  private final List<JsonNode> passedOver = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final Map<JsonNode, String> asked = new ConcurrentHashMap<>();
  private final Map<JsonNode, Revision> askedIn = new ConcurrentHashMap<>();
  private final Optional<WireSchemas> schemas = WireSchemas.ifInstalled();
  private final AtomicInteger lastId = new AtomicInteger();
  private volatile Revision revision = Revision.NEWEST_WITH_HANDSHAKE;
  private volatile ObjectNode capabilities = Json.object();

  private PipeClient(McpServer server, Caller caller) {
    pipe = server.pipe(caller, this::receive);
  }

  /** A client that has said nothing yet. */
  public static PipeClient connect(McpServer server) {
    return connect(server, Caller.LOCAL);
  }

  public static PipeClient connect(McpServer server, Caller caller) {
    return new PipeClient(server, caller);
  }

  /** A client of this revision, which has shaken hands if its revision asks for it. */
  public static PipeClient connect(McpServer server, Revision revision, String... capabilities) {
    return connect(server, Caller.LOCAL, revision, capabilities);
  }

  /** The same for somebody else. */
  public static PipeClient connect(
      McpServer server, Caller caller, Revision revision, String... capabilities) {
    PipeClient client = connect(server, caller);
    for (String capability : capabilities) {
      client.capabilities.putObject(capability);
    }
    client.speak(revision);
    if (!revision.stateless()) {
      client.initialize(revision.wireName());
      client.tell("notifications/initialized", "{}");
    }
    return client;
  }

  /** Declares from now on, in each request, that it takes tasks. */
  public PipeClient takingTasks() {
    capabilities.withObject("extensions").putObject("io.modelcontextprotocol/tasks");
    return this;
  }

  /** Speaks this revision from now on, without a handshake. */
  public void speak(Revision other) {
    revision = other;
  }

  /** Shakes hands and speaks the revision that was agreed on; gives the whole answer. */
  public JsonNode initialize(String version) {
    ObjectNode params = Json.object().put("protocolVersion", version);
    params.set("capabilities", capabilities);
    params.putObject("clientInfo").put("name", "pipe-client").put("version", "1");
    return ask("initialize", params);
  }

  /** The answer to a request, whole. */
  public JsonNode ask(String method, String params) {
    return ask(method, FixtureTool.json(params));
  }

  public JsonNode ask(String method, ObjectNode params) {
    return answerTo(send(method, params));
  }

  /** The result of a request that must not fail. */
  public JsonNode result(String method, String params) {
    JsonNode answer = ask(method, params);
    if (!answer.has("result")) {
      throw new AssertionError(method + " failed: " + answer);
    }
    return answer.get("result");
  }

  /** The code of the error that a request must fail with. */
  public int errorCode(String method, String params) {
    JsonNode answer = ask(method, params);
    if (!answer.has("error")) {
      throw new AssertionError(method + " did not fail: " + answer);
    }
    return answer.get("error").get("code").intValue();
  }

  /** Sends a request with what its revision adds to all of them; gives its id. */
  public int send(String method, String params) {
    return send(method, FixtureTool.json(params));
  }

  private int send(String method, ObjectNode params) {
    int id = lastId.incrementAndGet();
    if (revision.stateless()) {
      ObjectNode meta = params.withObject("_meta");
      meta.put(META + "protocolVersion", revision.wireName());
      meta.set(META + "clientCapabilities", capabilities);
    }
    ObjectNode request = Json.object().put("jsonrpc", "2.0").put("id", id).put("method", method);
    request.set("params", params);
    sendLine(request.toString());
    return id;
  }

  public void tell(String method, String params) {
    ObjectNode message = Json.object().put("jsonrpc", "2.0").put("method", method);
    message.set("params", FixtureTool.json(params));
    sendLine(message.toString());
  }

  /** Answers a request of the server. */
  public void reply(JsonNode request, String result) {
    ObjectNode message = Json.object().put("jsonrpc", "2.0");
    message.set("id", request.get("id"));
    message.set("result", FixtureTool.json(result));
    sendLine(message.toString());
  }

  /** Sends what it is told to, be it a message or not. */
  public void sendLine(String line) {
    sendBytes(line.getBytes(StandardCharsets.UTF_8));
  }

  public void sendBytes(byte[] line) {
    try {
      JsonNode json = Json.MAPPER.readTree(line);
      for (JsonNode message : json.isArray() ? json : Json.array().add(json)) {
        if (message.has("id") && message.path("method").isString()) {
          asked.put(message.get("id"), message.get("method").stringValue());
          askedIn.put(message.get("id"), revision);
        }
      }
    } catch (RuntimeException notJson) {
      // The server will say so.
    }
    pipe.receive(line);
  }

  public JsonNode answerTo(int id) {
    return await(message -> !message.has("method") && message.path("id").intValue(-1) == id);
  }

  /** The next message of this method. */
  public JsonNode await(String method) {
    return await(message -> message.path("method").stringValue("").equals(method));
  }

  /** The first message like this that was not yet taken. */
  public JsonNode await(Predicate<JsonNode> wanted) {
    for (Iterator<JsonNode> earlier = passedOver.iterator(); earlier.hasNext(); ) {
      JsonNode message = earlier.next();
      if (wanted.test(message)) {
        earlier.remove();
        return message;
      }
    }
    while (true) {
      JsonNode message = take();
      if (wanted.test(message)) {
        return message;
      }
      passedOver.add(message);
    }
  }

  /** The next message, whatever it is. */
  public JsonNode next() {
    return await(_ -> true);
  }

  /** What came and was not taken, up to the answer of a request that is sent now. */
  public List<JsonNode> untaken() {
    ask(revision.stateless() ? "server/discover" : "ping", "{}");
    List<JsonNode> all = List.copyOf(passedOver);
    passedOver.clear();
    return all;
  }

  private JsonNode take() {
    try {
      JsonNode message = arriving.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (message == null) {
        throw new AssertionError("The server said nothing more; before: " + passedOver);
      }
      return message;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void receive(Outgoing outgoing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      outgoing.writeTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String line = bytes.toString(StandardCharsets.UTF_8);
    JsonNode json = Json.MAPPER.readTree(line);
    if (line.indexOf('\n') >= 0) {
      problem("a line end inside of " + line);
    }
    if (json.path("result").has("protocolVersion")) {
      revision = Revision.of(json.get("result").get("protocolVersion").stringValue()).orElseThrow();
      json.optional("id").ifPresent(id -> askedIn.put(id, revision));
    }
    for (JsonNode message : json.isArray() ? json : Json.array().add(json)) {
      judge(message);
    }
    arriving.add(json);
  }

  private void judge(JsonNode message) {
    boolean answer = message.has("id") && !message.has("method");
    JsonNode id = message.path("id");
    JsonNode subscription = message.at("/params/_meta").path(META + "subscriptionId");
    Revision spoken =
        subscription.isMissingNode()
            ? askedIn.getOrDefault(answer ? id : Json.object(), revision)
            : Revision.V2026_07_28;
    schemas
        .map(all -> all.problems(spoken, message, answer ? asked.get(id) : null))
        .orElse(List.of())
        .forEach(this::problem);
  }

  private synchronized void problem(String what) {
    problems.add(what);
  }

  /** Fails when a message broke its schema. */
  @Override
  public synchronized void close() {
    pipe.close();
    if (!problems.isEmpty()) {
      throw new AssertionError(String.join("\n", problems));
    }
  }
}
