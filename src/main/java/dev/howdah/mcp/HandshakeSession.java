package dev.howdah.mcp;

import dev.howdah.auth.Caller;
import dev.howdah.mcp.Features.Change;
import dev.howdah.mcp.Features.Kind;
import dev.howdah.resilience.Cancellation;
import dev.howdah.tool.Json;
import dev.howdah.tool.LogLevel;
import dev.howdah.tool.Question;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * A client of the revisions up to 2025-11-25: what was agreed at its handshake and what it asked to
 * be told since. Thread-safe.
 */
public final class HandshakeSession implements AutoCloseable {

  private static final int LONGEST_URI = 4_096;

  private final McpServer server;
  private final Caller caller;
  private final Outlet unsolicited;
  private final InFlight inFlight = new InFlight();
  private final ClientRequests clientRequests = new ClientRequests();
  private final Cancellation.Registration listening;
  private final Watching watching;
  private volatile Revision revision = Revision.NEWEST_WITH_HANDSHAKE;
  private volatile ObjectNode capabilities = Json.object();
  private volatile LogLevel logThreshold = LogLevel.INFO;
  private volatile boolean initialized;

  HandshakeSession(McpServer server, Caller caller, Outlet unsolicited) {
    this.server = server;
    this.caller = caller;
    this.unsolicited = unsolicited;
    this.listening = server.features().onChange(this::tell);
    this.watching = new Watching(server.features().live(caller), caller, this::tell);
  }

  public Caller caller() {
    return caller;
  }

  /** What both sides agreed on. */
  public Revision revision() {
    return revision;
  }

  /**
   * Shakes hands: answers {@code initialize}. To be called once, before anything else.
   *
   * <p>MCP 2025-11-25, Lifecycle, Version Negotiation: the revision asked for if we speak it, else
   * the newest of ours.
   */
  public Outgoing initialize(Message.Request request) {
    String asked = request.params().path("protocolVersion").stringValue("");
    if (asked.isEmpty()) {
      return Outgoing.error(
          request.id(),
          ProtocolException.invalidParams("The parameter protocolVersion must be a string."));
    }
    revision =
        Revision.of(asked)
            .filter(known -> !known.stateless())
            .orElse(Revision.NEWEST_WITH_HANDSHAKE);
    if (request.params().get("capabilities") instanceof ObjectNode declared) {
      capabilities = known(declared);
    }
    ObjectNode result = Json.object().put("protocolVersion", revision.wireName());
    result.set("capabilities", server.capabilities(revision, caller));
    result.set("serverInfo", server.identity().toJson(revision));
    return Outgoing.result(
        request.id(), result.put("instructions", server.identity().instructions()));
  }

  /** What of the client's capabilities we go by; it may declare any amount of others. */
  private static ObjectNode known(ObjectNode declared) {
    ObjectNode known = Json.object();
    for (Question.Kind kind : Question.Kind.values()) {
      if (declared.has(kind.capability())) {
        ObjectNode modes = known.putObject(kind.capability());
        for (String mode : List.of("form", "url")) {
          if (declared.path(kind.capability()).has(mode)) {
            modes.putObject(mode);
          }
        }
      }
    }
    return known;
  }

  /**
   * Answers a request, in the thread that calls.
   *
   * @param outlet takes the messages that belong to the request, questions to the client among them
   * @return the answer, or nothing when the request was cancelled
   */
  public Optional<Outgoing> answer(Message.Request request, Outlet outlet) {
    Cancellation cancellation;
    try {
      cancellation = inFlight.begin(request.id());
    } catch (ProtocolException refused) {
      return Optional.of(Outgoing.error(request.id(), refused));
    }
    try {
      return answer(request, outlet, cancellation);
    } finally {
      inFlight.end(request.id(), cancellation);
    }
  }

  Optional<Outgoing> answer(Message.Request request, Outlet outlet, Cancellation cancellation) {
    return McpServer.guarded(request, cancellation, () -> run(request, outlet, cancellation));
  }

  private ObjectNode run(Message.Request request, Outlet outlet, Cancellation cancellation) {
    return switch (request.method()) {
      case "ping" -> Json.object();
      case "initialize" ->
          throw new ProtocolException(
              ProtocolException.INVALID_REQUEST, "This session is already initialized.");
      case "logging/setLevel" -> setLevel(request.params());
      case "resources/subscribe" -> subscribe(uri(request));
      case "resources/unsubscribe" -> {
        watching.unsubscribe(uri(request));
        yield Json.object();
      }
      case "resources/list" -> {
        // Who has never seen the list cannot miss what becomes of it.
        watching.list();
        yield runMethod(request, outlet, cancellation);
      }
      default -> runMethod(request, outlet, cancellation);
    };
  }

  private ObjectNode runMethod(Message.Request request, Outlet outlet, Cancellation cancellation) {
    return server
        .methods()
        .run(
            new Exchange(
                request,
                revision,
                caller,
                capabilities,
                logThreshold,
                outlet,
                unsolicited,
                cancellation,
                clientRequests::ask));
  }

  private ObjectNode setLevel(ObjectNode params) {
    String level = params.path("level").stringValue("");
    logThreshold =
        LogLevel.of(level)
            .orElseThrow(
                () ->
                    ProtocolException.invalidParams(
                        "The level must be one of debug, info, notice, warning, error, critical,"
                            + " alert, emergency, was \""
                            + level
                            + "\"."));
    return Json.object();
  }

  private ObjectNode subscribe(String uri) {
    watching.subscribe(uri);
    return Json.object();
  }

  private static String uri(Message.Request request) {
    String uri = request.params().path("uri").stringValue("");
    if (uri.isEmpty() || uri.length() > LONGEST_URI) {
      throw ProtocolException.invalidParams(
          "The parameter uri must be a string of at most " + LONGEST_URI + " characters.");
    }
    return uri;
  }

  /** Takes a notification; an unknown one is ignored. */
  public void notified(Message.Notification notification) {
    switch (notification.method()) {
      case "notifications/initialized" -> initialized = true;
      case "notifications/cancelled" -> inFlight.cancel(notification);
      default -> {}
    }
  }

  /** Takes the client's answer to a request of ours; an unexpected one is ignored. */
  public void answered(Message.Response response) {
    clientRequests.answered(response);
  }

  private void tell(Change change) {
    if (!initialized) {
      return;
    }
    switch (change) {
      case Change.ListChanged(Kind kind) ->
          unsolicited.send(Outgoing.notification(kind.changedMethod(), Json.object()));
      case Change.ResourceUpdated(String uri) -> {
        if (watching.subscribed(uri)) {
          unsolicited.send(
              Outgoing.notification(
                  "notifications/resources/updated", Json.object().put("uri", uri)));
        }
      }
    }
  }

  /** Whether any request waits for its answer. */
  public boolean busy() {
    return inFlight.any();
  }

  /** Ends the session and cancels what it has in progress. */
  @Override
  public void close() {
    listening.close();
    watching.close();
    inFlight.close();
    clientRequests.close();
  }
}
