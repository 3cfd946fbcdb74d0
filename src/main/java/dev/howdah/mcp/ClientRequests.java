package dev.howdah.mcp;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.tool.Json;
import dev.howdah.tool.Question;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.node.ObjectNode;

/** The requests we have sent to one client of the revisions that allow it. Thread-safe. */
final class ClientRequests implements AutoCloseable {

  /** People answer; they may be at lunch. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final AtomicLong last = new AtomicLong();
  private final ConcurrentMap<String, CompletableFuture<Message.Response>> waiting =
      new ConcurrentHashMap<>();

  /** Sends each question on the request's own outlet and waits for all answers. */
  Map<String, ObjectNode> ask(Map<String, Question> questions, Exchange exchange) {
    Map<String, String> ids = new LinkedHashMap<>();
    Map<String, CompletableFuture<Message.Response>> futures = new LinkedHashMap<>();
    questions.forEach(
        (key, question) -> {
          String id = "howdah-" + last.incrementAndGet();
          ids.put(key, id);
          CompletableFuture<Message.Response> future = new CompletableFuture<>();
          futures.put(key, future);
          waiting.put(id, future);
          ObjectNode params = question.params();
          if (!exchange.revision().atLeast(Revision.V2025_11_25)) {
            params = params.deepCopy().without("mode");
          }
          exchange.outlet().send(Outgoing.request(id, question.kind().method(), params));
        });
    Runnable abandon = () -> futures.values().forEach(future -> future.cancel(false));
    try (var _ = exchange.cancellation().onCancel(abandon)) {
      Map<String, ObjectNode> answers = new LinkedHashMap<>();
      futures.forEach(
          (key, future) ->
              answers.put(key, await(future, Objects.requireNonNull(questions.get(key)))));
      return answers;
    } finally {
      ids.values()
          .forEach(
              id -> {
                CompletableFuture<Message.Response> future = waiting.remove(id);
                if (future != null && (!future.isDone() || future.isCancelled())) {
                  exchange
                      .outlet()
                      .send(
                          Outgoing.notification(
                              "notifications/cancelled", Json.object().put("requestId", id)));
                }
              });
    }
  }

  private static ObjectNode await(CompletableFuture<Message.Response> future, Question question) {
    try {
      Message.Response response = future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      ObjectNode result = response.result();
      if (result == null) {
        ObjectNode error = response.error();
        String refusal =
            "The client refused to answer: "
                + (error == null ? "" : error.path("message").stringValue(""));
        if (question.takesRefusal()) {
          return Json.object().put(Question.REFUSED, refusal);
        }
        throw new CallException(ErrorCode.INVALID_REQUEST, refusal);
      }
      return result;
    } catch (TimeoutException e) {
      throw new CallException(
          ErrorCode.TIMEOUT,
          "The client did not answer within " + PATIENCE.toMinutes() + " minutes.",
          Map.of("what", "client"));
    } catch (ExecutionException | CancellationException e) {
      throw new CallException(ErrorCode.CANCELLED, "The call was cancelled.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallException(ErrorCode.CANCELLED, "The server is shutting down.");
    }
  }

  void answered(Message.Response response) {
    CompletableFuture<Message.Response> future = waiting.get(response.id().stringValue(""));
    if (future != null) {
      future.complete(response);
    }
  }

  /** Gives up waiting. */
  @Override
  public void close() {
    waiting.values().forEach(future -> future.cancel(false));
  }
}
