package dev.howdah.testing;

import dev.howdah.task.queue.Eventually;
import dev.howdah.tool.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
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
  private static final long PATIENCE_SECONDS = 180;

  private final Line line;
  private final String caller;

  private Replica(Line line, String caller) {
    this.line = line;
    this.caller = caller;
  }

  /** Starts one with these settings. */
  public static Replica start(Map<String, String> environment) {
    return new Replica(new Line(ServerProcess.serve(environment)), "");
  }

  /**
   * Starts one that is told in each line who speaks, and says in each to whom: before the message
   * stand a name and a space. For use with {@link #as}.
   */
  public static Replica start(Class<?> main, Map<String, String> environment) {
    return new Replica(new Line(ServerProcess.of(main, environment)), "");
  }

  /** The same server with another client, which is this caller; closing either closes both. */
  public Replica as(String name) {
    return new Replica(line, name);
  }

  /** What all clients of a server speak through. */
  private static final class Line {

    private final ServerProcess process;
    private final AtomicInteger lastId = new AtomicInteger();
    private final AtomicInteger misdelivered = new AtomicInteger();
    private final Map<Integer, Waiting> waiting = new ConcurrentHashMap<>();

    private record Waiting(String caller, CompletableFuture<JsonNode> answer) {}

    Line(ServerProcess process) {
      this.process = process;
      Thread.ofPlatform().daemon().name("replica").start(this::read);
    }

    private void read() {
      try {
        for (String line = process.receive(); line != null; line = process.receive()) {
          int begin = line.indexOf('{');
          JsonNode message = Json.MAPPER.readTree(line.substring(begin));
          Waiting one = waiting.remove(message.path("id").intValue(-1));
          if (one != null) {
            if (!one.caller.equals(line.substring(0, begin).strip())) {
              misdelivered.incrementAndGet();
            }
            one.answer.complete(message);
          }
        }
      } catch (IOException | UncheckedIOException e) {
        // It was killed.
      }
    }

    CompletableFuture<JsonNode> send(String caller, ObjectNode request) {
      int id = lastId.incrementAndGet();
      var answer = new CompletableFuture<JsonNode>();
      waiting.put(id, new Waiting(caller, answer));
      String begin = caller.isEmpty() ? "" : caller + " ";
      try {
        synchronized (this) {
          process.send(begin + request.put("id", id));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return answer;
    }
  }

  /** The answer to a request, whole. */
  public JsonNode answer(String method, ObjectNode params) {
    ObjectNode meta = params.putObject("_meta").put(META + "protocolVersion", "2026-07-28");
    ObjectNode capabilities = meta.putObject(META + "clientCapabilities");
    capabilities.putObject("elicitation");
    capabilities.putObject("extensions").putObject(META + "tasks");
    ObjectNode request = Json.object().put("jsonrpc", "2.0").put("method", method);
    request.set("params", params);
    try {
      return line.send(caller, request).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("no answer to " + method + "; its log: " + log(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The result of a request that must not fail. */
  public JsonNode ask(String method, ObjectNode params) {
    JsonNode message = answer(method, params);
    if (!message.has("result")) {
      throw new AssertionError(method + " failed: " + message);
    }
    return message.get("result");
  }

  /** The structured content of a call, which becomes a task where the server is slow. */
  public JsonNode call(String tool, ObjectNode arguments) throws InterruptedException {
    ObjectNode params = Json.object().put("name", tool);
    params.set("arguments", arguments);
    JsonNode result = ask("tools/call", params);
    if (result.path("resultType").stringValue("").equals("task")) {
      String task = result.path("taskId").stringValue();
      JsonNode done =
          Eventually.get(
              () ->
                  Optional.of(get(task))
                      .filter(now -> !now.path("status").stringValue("").equals("working")));
      result = done.path("result");
    }
    return result.path("structuredContent");
  }

  /** How many answers came to somebody who had not asked. */
  public int misdelivered() {
    return line.misdelivered.get();
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
    return String.join("\n", line.process.log());
  }

  /** Ends it as a power cut would. */
  public void kill() throws InterruptedException {
    line.process.process().destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    line.process.close();
  }
}
