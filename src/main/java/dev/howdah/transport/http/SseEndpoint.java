package dev.howdah.transport.http;

import dev.howdah.auth.Caller;
import dev.howdah.mcp.McpServer;
import dev.howdah.mcp.Pipe;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The older transport, HTTP with SSE (MCP 2024-11-05): a GET opens the stream of everything the
 * server says, POSTs carry what the client says. Deprecated; for clients that know nothing newer.
 */
final class SseEndpoint implements AutoCloseable {

  private static final String STREAM = "/sse";
  private static final String MESSAGES = "/messages";
  private static final Duration PULSE = Duration.ofSeconds(5);

  /** How many messages may wait for a client that asks for more. */
  private static final int MOST_UNREAD = 100;

  /** How long the messages may be that wait for all clients. */
  private static final long MOST_BYTES = Runtime.getRuntime().maxMemory() / 8;

  private final SecureRandom random = new SecureRandom();
  private final ConcurrentMap<String, Client> clients = new ConcurrentHashMap<>();
  private final McpServer server;
  private final int most;
  private final Bodies bodies;

  SseEndpoint(McpServer server, HttpSettings settings, Bodies bodies) {
    this.server = server;
    this.most = settings.maxSessions();
    this.bodies = bodies;
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
    EventStream stream = EventStream.fleeting();
    try (Pipe pipe = server.pipe(Caller.LOCAL, stream);
        OutputStream out = new BufferedOutputStream(http.respond(200, Reply.EVENTS))) {
      clients.put(id, new Client(pipe, stream));
      String endpoint = "event: endpoint\ndata: " + MESSAGES + "?sessionId=" + id + "\n\n";
      out.write(endpoint.getBytes(StandardCharsets.UTF_8));
      out.flush();
      stream.carry(out, 0, false, PULSE);
    } catch (InterruptedException e) {
      throw Reply.closing(e);
    } finally {
      clients.remove(id);
    }
  }

  private void take(HttpExchange http, Reply reply) throws IOException {
    Client client = http.query("sessionId").map(clients::get).orElse(null);
    if (client == null) {
      reply.problem(404, "No such session; open the stream at " + STREAM + " first.");
      return;
    }
    if (client.stream().unread() > MOST_UNREAD || unreadBytes() > MOST_BYTES) {
      reply.problem(503, "Read the stream first; " + client.stream().unread() + " messages wait.");
      return;
    }
    Optional<byte[]> message = bodies.read(http, reply, bytes -> bytes);
    if (message.isPresent()) {
      client.take(message.get());
      http.respond(202, Map.of(), "Accepted".getBytes(StandardCharsets.US_ASCII));
    }
  }

  private long unreadBytes() {
    return clients.values().stream().mapToLong(client -> client.stream().bytes()).sum();
  }

  /** Ends all streams. */
  @Override
  public void close() {
    clients.values().forEach(client -> client.stream().finish(Optional.empty()));
  }

  /** A client whose stream is open; what it posts is taken in turns. */
  private record Client(Pipe pipe, EventStream stream) {

    synchronized void take(byte[] message) {
      pipe.receive(message);
    }
  }
}
