package dev.howdah.transport.http;

import dev.howdah.auth.Caller;
import dev.howdah.mcp.McpServer;
import dev.howdah.mcp.Outgoing;
import dev.howdah.mcp.Pipe;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The older transport, HTTP with SSE (MCP 2024-11-05): a GET opens the stream of everything the
 * server says, POSTs carry what the client says. Deprecated; for clients that know nothing newer.
 */
final class SseEndpoint {

  private static final String STREAM = "/sse";
  private static final String MESSAGES = "/messages";
  private static final Duration PULSE = Duration.ofSeconds(5);

  private final SecureRandom random = new SecureRandom();
  private final ConcurrentMap<String, Pipe> clients = new ConcurrentHashMap<>();
  private final McpServer server;
  private final int most;
  private final int longestMessage;

  SseEndpoint(McpServer server, HttpSettings settings) {
    this.server = server;
    this.most = settings.maxSessions();
    this.longestMessage = (int) settings.maxMessageSize().bytes();
  }

  boolean serves(String path) {
    return path.equals(STREAM) || path.equals(MESSAGES);
  }

  void handle(HttpExchange http) throws IOException {
    Reply reply = new Reply(http);
    if (http.path().equals(STREAM) && http.method().equals("GET")) {
      open(http, reply);
    } else if (http.path().equals(MESSAGES) && http.method().equals("POST")) {
      take(http, reply);
    } else {
      reply.status(405, Map.of("Allow", http.path().equals(STREAM) ? "GET" : "POST"));
    }
  }

  private void open(HttpExchange http, Reply reply) throws IOException {
    if (clients.size() >= most) {
      reply.problem(503, "Too many clients; come back later.");
      return;
    }
    byte[] bytes = new byte[24];
    random.nextBytes(bytes);
    String id = Base64.getUrlEncoder().encodeToString(bytes);
    EventStream stream = new EventStream(null, EventStream.MOST_UNREAD);
    try (Pipe pipe = server.pipe(Caller.LOCAL, stream);
        OutputStream out = new BufferedOutputStream(http.respond(200, Reply.EVENTS))) {
      clients.put(id, pipe);
      String endpoint = "event: endpoint\ndata: " + MESSAGES + "?sessionId=" + id + "\n\n";
      out.write(endpoint.getBytes(StandardCharsets.UTF_8));
      out.flush();
      stream.carry(out, 0, false, PULSE);
    } finally {
      clients.remove(id);
    }
  }

  private void take(HttpExchange http, Reply reply) throws IOException {
    Pipe pipe = http.query("sessionId").map(clients::get).orElse(null);
    if (pipe == null) {
      reply.problem(404, "No such session; open the stream at " + STREAM + " first.");
      return;
    }
    Body body = Body.read(http.body(), longestMessage);
    Outgoing tooLong = body.tooLong();
    if (tooLong != null) {
      reply.error(413, tooLong);
      return;
    }
    pipe.receive(body.bytes());
    http.respond(202, Map.of(), "Accepted".getBytes(StandardCharsets.US_ASCII));
  }
}
