package dev.howdah.testing;

import dev.howdah.tool.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A server in a process of its own with one client, which takes tasks and answers questions in the
 * extension of 2026-07-28. Its methods may be called by many threads.
 */
public final class Replica implements AutoCloseable {

  private static final String META = "io.modelcontextprotocol/";
  private static final long PATIENCE_SECONDS = 60;

  private final ServerProcess process;
  private final AtomicInteger lastId = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();

  private Replica(ServerProcess process) {
    this.process = process;
    Thread.ofPlatform().daemon().name("replica").start(this::read);
  }

  /** Starts one with these settings. */
  public static Replica start(Map<String, String> environment) {
    return new Replica(ServerProcess.serve(environment));
  }

  private void read() {
    try {
      for (String line = process.receive(); line != null; line = process.receive()) {
        JsonNode message = Json.MAPPER.readTree(line);
        CompletableFuture<JsonNode> answer = waiting.remove(message.path("id").intValue(-1));
        if (answer != null) {
          answer.complete(message);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      // It was killed.
    }
  }

  /** The result of a request that must not fail. */
  public JsonNode ask(String method, ObjectNode params) {
    ObjectNode meta = params.putObject("_meta").put(META + "protocolVersion", "2026-07-28");
    ObjectNode capabilities = meta.putObject(META + "clientCapabilities");
    capabilities.putObject("elicitation");
    capabilities.putObject("extensions").putObject(META + "tasks");
    int id = lastId.incrementAndGet();
    var answer = new CompletableFuture<JsonNode>();
    waiting.put(id, answer);
    ObjectNode request = Json.object().put("jsonrpc", "2.0").put("id", id).put("method", method);
    request.set("params", params);
    try {
      synchronized (this) {
        process.send(request.toString());
      }
      JsonNode message = answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (!message.has("result")) {
        throw new AssertionError(method + " failed: " + message);
      }
      return message.get("result");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("no answer to " + method + "; its log: " + log(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Calls a tool in the background; the id of the task. */
  public String begin(String tool, ObjectNode arguments) {
    ObjectNode params = Json.object().put("name", tool);
    params.set("arguments", arguments.put("background", true));
    JsonNode created = ask("tools/call", params);
    if (!created.path("resultType").stringValue("").equals("task")) {
      throw new AssertionError("no task: " + created);
    }
    return created.path("taskId").stringValue();
  }

  /** The task as it is now. */
  public JsonNode get(String task) {
    return ask("tasks/get", Json.object().put("taskId", task));
  }

  /** Says yes to the one question of a task. */
  public void approve(String task) {
    ObjectNode params = Json.object().put("taskId", task);
    params
        .putObject("inputResponses")
        .putObject("approval")
        .put("action", "accept")
        .putObject("content")
        .put("confirm", true);
    ask("tasks/update", params);
  }

  /** What it has logged so far. */
  public String log() {
    return String.join("\n", process.log());
  }

  /** Ends it as a power cut would. */
  public void kill() throws InterruptedException {
    process.process().destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.close();
  }
}
