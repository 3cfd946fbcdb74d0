package dev.howdah.transport.http;

import dev.howdah.auth.Caller;
import dev.howdah.mcp.HandshakeSession;
import dev.howdah.mcp.HeaderRules;
import dev.howdah.mcp.McpServer;
import dev.howdah.mcp.Message;
import dev.howdah.mcp.Outgoing;
import dev.howdah.mcp.ProtocolException;
import dev.howdah.mcp.Revision;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Streamable HTTP: requests that stand alone and sessions, on one path.
 *
 * <p>A request with modern metadata, or under the header of a modern revision, is answered by the
 * rules of MCP 2026-07-28; everything else by those of the handshake revisions.
 */
final class McpEndpoint {

  private static final String VERSION = "MCP-Protocol-Version";
  private static final String SESSION = "Mcp-Session-Id";
  private static final String ONE_MESSAGE =
      "Several messages in one array are only allowed in sessions of 2025-03-26.";

  /** A short message may have a long answer, and those of an array are sent together. */
  private static final int MOST_BATCHED = 100;

  private final McpServer server;
  private final HttpSessions sessions;
  private final Bodies bodies;
  private final Duration quick;

  /**
   * An endpoint.
   *
   * @param quick how long a plain answer is waited for before it becomes a stream
   */
  McpEndpoint(McpServer server, HttpSessions sessions, Bodies bodies, Duration quick) {
    this.server = server;
    this.sessions = sessions;
    this.bodies = bodies;
    this.quick = quick;
  }

  void handle(HttpExchange http) throws IOException {
    Reply reply = new Reply(http, quick);
    switch (http.method()) {
      case "POST" -> post(http, reply);
      case "GET" -> listen(http, reply);
      case "DELETE" -> end(http, reply);
      default -> reply.status(405, Map.of("Allow", "POST, GET, DELETE"));
    }
  }

  private void post(HttpExchange http, Reply reply) throws IOException {
    if (!isJson(http.header("Content-Type").orElse(""))) {
      reply.problem(415, "The Content-Type must be application/json.");
      return;
    }
    Optional<Message.Batch> read = bodies.read(http, reply, Message::read);
    if (read.isPresent()) {
      take(http, reply, read.get());
    }
  }

  private void take(HttpExchange http, Reply reply, Message.Batch batch) throws IOException {
    if (batch.array()) {
      batch(http, reply, batch.messages());
      return;
    }
    Message message = batch.messages().getFirst();
    switch (message) {
      case Message.Malformed malformed -> reply.error(400, malformed.refusal());
      case Message.Request request when standsAlone(http, request) -> alone(http, reply, request);
      case Message.Request request when request.method().equals("initialize") ->
          initialize(http, reply, request);
      case Message.Request request -> {
        Optional<HttpSession> session = session(http, reply);
        if (session.isPresent()) {
          HandshakeSession handshake = session.get().handshake();
          answer(reply, session.get(), stream -> handshake.answer(request, stream));
        }
      }
      case Message.Notification _, Message.Response _ -> tell(http, reply, message);
    }
  }

  private static boolean isJson(String contentType) {
    return contentType.split(";", 2)[0].strip().equalsIgnoreCase("application/json");
  }

  private static boolean standsAlone(HttpExchange http, Message.Request request) {
    return request.stateless() || modernHeader(http);
  }

  private static boolean modernHeader(HttpExchange http) {
    return http.header(VERSION).flatMap(Revision::of).filter(Revision::stateless).isPresent();
  }

  private void alone(HttpExchange http, Reply reply, Message.Request request) throws IOException {
    try {
      HeaderRules.check(request, server, http::header);
    } catch (ProtocolException refused) {
      reply.error(400, request.refusal(refused));
      return;
    }
    reply.alone(server, Caller.LOCAL, request);
  }

  private void initialize(HttpExchange http, Reply reply, Message.Request request)
      throws IOException {
    if (unknownVersion(http, reply)) {
      return;
    }
    Optional<HttpSession> session = sessions.open(Caller.LOCAL);
    if (session.isEmpty()) {
      reply.problem(503, "Too many sessions; end one or come back later.");
      return;
    }
    Outgoing answer = session.get().handshake().initialize(request);
    if (answer.errorCode() != 0) {
      sessions.close(session.get());
      reply.error(400, answer);
      return;
    }
    reply.json(200, Map.of(SESSION, session.get().id()), answer);
  }

  private void answer(
      Reply reply, HttpSession session, Function<EventStream, Optional<Outgoing>> work)
      throws IOException {
    sessions.relieve();
    EventStream stream = session.open();
    if (!reply.resumable(
        stream, session.primes(), () -> session.working(work, stream), session::over)) {
      session.forget(stream);
    }
  }

  /** Several messages in one array, which only revision 2025-03-26 knows. */
  private void batch(HttpExchange http, Reply reply, List<Message> messages) throws IOException {
    if (http.header(SESSION).isEmpty() || modernHeader(http)) {
      reply.problem(400, ONE_MESSAGE);
      return;
    }
    Optional<HttpSession> found = session(http, reply);
    if (found.isEmpty()) {
      return;
    }
    HttpSession session = found.get();
    if (session.handshake().revision() != Revision.V2025_03_26 || messages.isEmpty()) {
      reply.problem(400, ONE_MESSAGE);
    } else if (messages.size() > MOST_BATCHED) {
      reply.problem(
          400,
          "At most "
              + MOST_BATCHED
              + " messages in one array, there were "
              + messages.size()
              + ".");
    } else if (messages.stream().anyMatch(McpEndpoint::asks)) {
      answer(reply, session, stream -> answerAll(session, stream, messages));
    } else {
      messages.forEach(message -> deliver(session, message));
      reply.status(202, Map.of());
    }
  }

  private static boolean asks(Message message) {
    return message instanceof Message.Request || message instanceof Message.Malformed;
  }

  private static Optional<Outgoing> answerAll(
      HttpSession session, EventStream stream, List<Message> messages) {
    List<Outgoing> answers = new ArrayList<>();
    for (Message message : messages) {
      switch (message) {
        case Message.Request request ->
            session.handshake().answer(request, stream).ifPresent(answers::add);
        case Message.Malformed malformed -> answers.add(malformed.refusal());
        case Message.Notification _, Message.Response _ -> deliver(session, message);
      }
    }
    return answers.isEmpty() ? Optional.empty() : Optional.of(Outgoing.batch(answers));
  }

  private void tell(HttpExchange http, Reply reply, Message message) throws IOException {
    if (modernHeader(http)) {
      if (message instanceof Message.Notification) {
        reply.status(202, Map.of());
      } else {
        reply.problem(400, "This revision has no responses from clients.");
      }
      return;
    }
    Optional<HttpSession> session = session(http, reply);
    if (session.isPresent()) {
      deliver(session.get(), message);
      reply.status(202, Map.of());
    }
  }

  private static void deliver(HttpSession session, Message message) {
    switch (message) {
      case Message.Notification notification -> session.handshake().notified(notification);
      case Message.Response response -> session.handshake().answered(response);
      case Message.Request _, Message.Malformed _ -> {}
    }
  }

  /** Opens the stream of what the server says unasked, or resumes one that broke. */
  private void listen(HttpExchange http, Reply reply) throws IOException {
    if (http.header(SESSION).isEmpty() || modernHeader(http)) {
      reply.status(405, Map.of("Allow", "POST"));
      return;
    }
    if (!reply.takesEvents()) {
      reply.problem(406, Reply.NEEDS_EVENTS);
      return;
    }
    Optional<HttpSession> found = session(http, reply);
    if (found.isEmpty()) {
      return;
    }
    HttpSession session = found.get();
    Optional<String> lastEvent = http.header("Last-Event-ID");
    if (lastEvent.isEmpty()) {
      EventStream unsolicited = session.unsolicited();
      reply.events(unsolicited, unsolicited.delivered(), session.primes());
      return;
    }
    Optional<HttpSession.Position> position = session.position(lastEvent.get());
    if (position.isEmpty()) {
      reply.problem(404, "The stream of event " + lastEvent.get() + " is no longer kept.");
      return;
    }
    reply.events(position.get().stream(), position.get().after(), session.primes());
  }

  private void end(HttpExchange http, Reply reply) throws IOException {
    if (http.header(SESSION).isEmpty() || modernHeader(http)) {
      reply.status(405, Map.of("Allow", "POST"));
      return;
    }
    Optional<HttpSession> session = session(http, reply);
    if (session.isPresent()) {
      sessions.close(session.get());
      reply.status(204, Map.of());
    }
  }

  /** The session a request belongs to; when there is none, the reply has said so. */
  private Optional<HttpSession> session(HttpExchange http, Reply reply) throws IOException {
    if (unknownVersion(http, reply)) {
      return Optional.empty();
    }
    Optional<String> id = http.header(SESSION);
    if (id.isEmpty()) {
      reply.problem(
          400,
          "No session: begin with initialize and send its Mcp-Session-Id, or use revision "
              + Revision.V2026_07_28.wireName()
              + ", whose requests carry their metadata with them.");
      return Optional.empty();
    }
    Optional<HttpSession> session = sessions.find(id.get(), Caller.LOCAL);
    if (session.isEmpty()) {
      reply.problem(404, Reply.NO_SESSION);
    }
    session.ifPresent(HttpSession::touch);
    return session;
  }

  private static boolean unknownVersion(HttpExchange http, Reply reply) throws IOException {
    Optional<String> version = http.header(VERSION);
    if (version.isEmpty() || Revision.of(version.get()).isPresent()) {
      return false;
    }
    reply.error(400, Outgoing.error(McpServer.unsupported(version.get())));
    return true;
  }
}
