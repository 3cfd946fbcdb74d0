package dev.howdah.mcp;

import dev.howdah.resilience.Cancellation;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/** The requests of one client that have no answer yet. Thread-safe. */
final class InFlight implements AutoCloseable {

  private static final int MOST = 1_000;

  private final ConcurrentMap<JsonNode, Cancellation> requests = new ConcurrentHashMap<>();
  private final AtomicInteger unfinished = new AtomicInteger();

  /**
   * Notes a request.
   *
   * @throws ProtocolException when its id is already in use, or too many requests wait
   */
  Cancellation begin(JsonNode id) {
    if (requests.size() >= MOST) {
      throw new ProtocolException(
          ProtocolException.INVALID_REQUEST,
          "More than " + MOST + " requests wait for an answer; wait for some of them.");
    }
    Cancellation cancellation = new Cancellation();
    if (requests.putIfAbsent(id, cancellation) != null) {
      throw new ProtocolException(
          ProtocolException.INVALID_REQUEST, "The id " + id + " belongs to a request in progress.");
    }
    unfinished.incrementAndGet();
    return cancellation;
  }

  /** Lets the client use the id again, as it may once it sees the answer. */
  void free(JsonNode id, Cancellation cancellation) {
    requests.remove(id, cancellation);
  }

  /** Once for each request that has begun, when its answer has gone out. */
  void end(JsonNode id, Cancellation cancellation) {
    free(id, cancellation);
    unfinished.decrementAndGet();
    synchronized (this) {
      notifyAll();
    }
  }

  /** Waits until all have their answers, but no longer than this. */
  synchronized void awaitNone(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      for (long left = patience.toMillis(); any() && left > 0; ) {
        wait(left);
        left = (deadline - System.nanoTime()) / 1_000_000;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  boolean any() {
    return unfinished.get() > 0;
  }

  /** Acts on {@code notifications/cancelled}; what it names may be over already. */
  void cancel(Message.Notification notification) {
    JsonNode id = notification.params().get("requestId");
    if (id != null) {
      Optional.ofNullable(requests.get(id))
          .ifPresent(
              cancellation ->
                  cancellation.cancel(
                      notification
                          .params()
                          .path("reason")
                          .stringValue("Cancelled by the client.")));
    }
  }

  /** Cancels all of them. */
  @Override
  public void close() {
    requests.values().forEach(cancellation -> cancellation.cancel("The client is gone."));
  }
}
