package dev.howdah.transport.http;

import dev.howdah.mcp.McpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Serves any number of clients over HTTP. */
public final class HttpTransport implements AutoCloseable {

  private final HttpSessions sessions;
  private final Optional<SseEndpoint> sse;
  private final HttpEngine engine;

  private HttpTransport(HttpSessions sessions, Optional<SseEndpoint> sse, HttpEngine engine) {
    this.sessions = sessions;
    this.sse = sse;
    this.engine = engine;
  }

  /**
   * Starts to listen.
   *
   * @param clock tells which sessions have been unused for too long
   * @throws IllegalArgumentException for an address beyond loopback while nobody has to log in
   */
  public static HttpTransport start(HttpSettings settings, McpServer server, InstantSource clock) {
    return start(settings, server, clock, Reply.QUICK);
  }

  /** One that waits so long for a plain answer before it opens a stream. */
  static HttpTransport start(
      HttpSettings settings, McpServer server, InstantSource clock, Duration quick) {
    if (!settings.isLoopback() && !settings.allowUnauthenticated()) {
      throw new IllegalArgumentException(
          "http.host is "
              + settings.host()
              + ", which others can reach, and nobody has to log in. Listen on 127.0.0.1, or say"
              + " http.allow-unauthenticated=true when something in front of the server checks"
              + " who calls.");
    }
    Bodies bodies =
        new Bodies((int) settings.maxMessageSize().bytes(), Runtime.getRuntime().maxMemory() / 8);
    HttpSessions sessions = new HttpSessions(server, settings, clock);
    McpEndpoint endpoint = new McpEndpoint(server, sessions, bodies, quick);
    OriginRules origins = new OriginRules(settings);
    Optional<SseEndpoint> sse =
        settings.legacySse()
            ? Optional.of(new SseEndpoint(server, settings, bodies))
            : Optional.empty();
    HttpEngine engine =
        new HelidonEngine(
            settings.host(),
            settings.port(),
            http -> route(new Guarded(http, origins), settings, endpoint, sse));
    return new HttpTransport(sessions, sse, engine);
  }

  private static void route(
      Guarded http, HttpSettings settings, McpEndpoint endpoint, Optional<SseEndpoint> sse)
      throws IOException {
    Optional<String> refusal = http.refusal();
    if (refusal.isPresent()) {
      new Reply(http).problem(403, refusal.get());
    } else if (http.method().equals("OPTIONS")) {
      http.preflight();
    } else if (http.path().equals(settings.path())) {
      endpoint.handle(http);
    } else if (sse.isPresent() && sse.get().serves(http.path())) {
      sse.get().handle(http);
    } else if (http.path().equals("/healthz")) {
      http.respond(
          200, Map.of("Content-Type", "text/plain"), "ok\n".getBytes(StandardCharsets.US_ASCII));
    } else {
      new Reply(http).problem(404, "Nothing here; the endpoint is " + settings.path() + ".");
    }
  }

  /** The port it listens on. */
  public int port() {
    return engine.port();
  }

  /** Ends the sessions, cancels what they have in progress and stops to listen. */
  @Override
  public void close() {
    sessions.close();
    sse.ifPresent(SseEndpoint::close);
    engine.close();
  }
}
