package dev.howdah.transport.http;

import dev.howdah.auth.Caller;
import dev.howdah.mcp.McpServer;
import dev.howdah.mcp.Message;
import dev.howdah.mcp.Outgoing;
import dev.howdah.mcp.ProtocolException;
import dev.howdah.resilience.Cancellation;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * The answer to one HTTP request: a JSON object where that is all, an SSE stream where there is
 * more to say or the answer takes its time.
 */
final class Reply {

  /**
   * How long a plain answer is waited for; a stream also shows whether the client is still there.
   */
  static final Duration QUICK = Duration.ofMillis(400);

  /** How often a silent stream is written to; a client that is gone fails the second write. */
  private static final Duration PULSE = Duration.ofMillis(250);

  /** The same for streams of news, of which a caller may not have many. */
  private static final Duration NEWS_PULSE = Duration.ofSeconds(2);

  /** The same for streams whose end is nobody's loss. */
  private static final Duration SLOW_PULSE = Duration.ofSeconds(15);

  static final String NEEDS_EVENTS = "The Accept header must list text/event-stream.";

  static final String NO_SESSION = "No such session, or it has ended; begin again with initialize.";

  static final Map<String, String> EVENTS =
      Map.of(
          "Content-Type", "text/event-stream",
          "Cache-Control", "no-store",
          "X-Accel-Buffering", "no");

  private final HttpExchange http;
  private final Duration quick;

  Reply(HttpExchange http) {
    this(http, QUICK);
  }

  /** One that waits so long for a plain answer. */
  Reply(HttpExchange http, Duration quick) {
    this.http = http;
    this.quick = quick;
  }

  boolean takesEvents() {
    String accept = http.header("Accept").orElse("*/*").toLowerCase(Locale.ROOT);
    return accept.contains("text/event-stream") || accept.contains("*/*");
  }

  void status(int status, Map<String, String> headers) throws IOException {
    http.respond(status, headers, new byte[0]);
  }

  /** An error that belongs to no request. */
  void problem(int status, String message) throws IOException {
    error(status, Outgoing.error(invalid(message)));
  }

  private static ProtocolException invalid(String message) {
    return new ProtocolException(ProtocolException.INVALID_REQUEST, message);
  }

  void error(int status, Outgoing error) throws IOException {
    json(status, Map.of(), error);
  }

  void json(int status, Map<String, String> headers, Outgoing message) throws IOException {
    json(status, headers, Written.of(message));
  }

  private void json(int status, Map<String, String> headers, Written message) throws IOException {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("Content-Type", "application/json");
    http.respond(status, all, message.json());
  }

  /**
   * Answers a request that stands alone; a client that closes the connection cancels it (MCP
   * 2026-07-28, Streamable HTTP, Cancellation).
   */
  void alone(McpServer server, Caller caller, Message.Request request) throws IOException {
    boolean listens = request.method().equals("subscriptions/listen");
    if (listens && !takesEvents()) {
      error(406, request.refusal(invalid(NEEDS_EVENTS)));
      return;
    }
    EventStream stream = EventStream.fleeting();
    Cancellation cancellation = new Cancellation();
    start(stream, () -> server.answer(request, caller, stream, cancellation));
    try {
      relay(stream, false, listens ? NEWS_PULSE : PULSE, Reply::statusOf, () -> false);
    } finally {
      cancellation.cancel("The client closed the connection.");
    }
  }

  /**
   * Answers a request of a session; a client that loses the connection may come back for the rest.
   *
   * @param prime whether the client knows events that only bring an id
   * @param over whether the session has ended
   * @return whether the client got ids to come back with
   */
  boolean resumable(
      EventStream stream, boolean prime, Supplier<Optional<Outgoing>> work, BooleanSupplier over)
      throws IOException {
    start(stream, work);
    // To a session, 404 says that the session has ended.
    return relay(stream, prime, SLOW_PULSE, _ -> 200, over);
  }

  private static void start(EventStream stream, Supplier<Optional<Outgoing>> work) {
    Thread.ofVirtual()
        .name("mcp-request")
        .start(
            () -> {
              Optional<Outgoing> answer = Optional.empty();
              try {
                answer = work.get();
              } finally {
                stream.finish(answer);
              }
            });
  }

  private boolean relay(
      EventStream stream,
      boolean prime,
      Duration pulse,
      ToIntFunction<Written> status,
      BooleanSupplier over)
      throws IOException {
    try {
      if (takesEvents() && !stream.brief(quick)) {
        carry(stream, 0, prime, pulse);
        return true;
      }
      Optional<Written> answer = stream.answer();
      if (answer.isPresent()) {
        json(status.applyAsInt(answer.get()), Map.of(), answer.get());
      } else if (over.getAsBoolean()) {
        // A request gets a JSON object or a stream, and one of a session that has ended gets 404
        // (MCP 2025-11-25, Transports, Sending Messages and Session Management).
        problem(404, NO_SESSION);
      } else {
        status(202, Map.of());
      }
      return false;
    } catch (InterruptedException e) {
      throw closing(e);
    }
  }

  /** Carries a stream to the client from the event after this one. */
  void events(EventStream stream, long after, boolean prime) throws IOException {
    try {
      carry(stream, after, prime, SLOW_PULSE);
    } catch (InterruptedException e) {
      throw closing(e);
    }
  }

  private void carry(EventStream stream, long after, boolean prime, Duration pulse)
      throws IOException, InterruptedException {
    try (OutputStream out = new BufferedOutputStream(http.respond(200, EVENTS), 1 << 14)) {
      out.flush();
      stream.carry(out, after, prime, pulse);
    }
  }

  static IOException closing(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IOException("The server shuts down", e);
  }

  /** MCP 2026-07-28, Streamable HTTP, Protocol Version Header, and Overview. */
  private static int statusOf(Written answer) {
    return switch (answer.errorCode()) {
      case ProtocolException.METHOD_NOT_FOUND -> 404;
      case ProtocolException.MISSING_CLIENT_CAPABILITY,
          ProtocolException.UNSUPPORTED_PROTOCOL_VERSION,
          ProtocolException.HEADER_MISMATCH ->
          400;
      default -> 200;
    };
  }
}
