package dev.howdah.mcp;

import dev.howdah.auth.Caller;
import dev.howdah.resilience.Cancellation;
import dev.howdah.tool.Json;
import dev.howdah.tool.LogLevel;
import dev.howdah.tool.Seal;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The server that transports talk to: it answers requests that stand alone, and opens sessions for
 * clients that shake hands first. Thread-safe.
 */
public final class McpServer implements AutoCloseable {

  private final Identity identity;
  private final Features features;
  private final Methods methods;
  private final Subscriptions subscriptions;
  private final @Nullable Tasks tasks;
  private final Cancellation closing = new Cancellation();

  /**
   * A server.
   *
   * @param seal signs cursors and request state; replicas that share its key accept each other's
   * @param pageSize most items of one page of a list
   */
  public McpServer(
      Identity identity, Features features, Seal seal, InstantSource clock, int pageSize) {
    this(identity, features, seal, clock, pageSize, null);
  }

  /**
   * A server.
   *
   * @param tasks makes tasks of calls that last, and is closed with the server; null: none does
   */
  public McpServer(
      Identity identity,
      Features features,
      Seal seal,
      InstantSource clock,
      int pageSize,
      @Nullable Tasks tasks) {
    this.identity = identity;
    this.features = features;
    this.tasks = tasks;
    this.methods =
        new Methods(
            features,
            new Pages(seal, pageSize),
            new RequestState(seal, clock),
            tasks,
            tasks == null ? null : new TaskMethods(tasks, pageSize));
    this.subscriptions = new Subscriptions(features, tasks, closing);
    if (tasks != null) {
      tasks.begin(methods::callOfTask);
    }
  }

  /** A client that shakes hands; its unsolicited messages go to the outlet. */
  public HandshakeSession session(Caller caller, Outlet unsolicited) {
    return new HandshakeSession(this, caller, unsolicited);
  }

  /** A pair of ordered streams, such as stdin and stdout, that carries both kinds of client. */
  public Pipe pipe(Caller caller, Outlet outlet) {
    return new Pipe(this, caller, outlet);
  }

  /**
   * Answers a request of a revision in which every request stands alone.
   *
   * @param outlet takes the notifications that belong to the request
   * @return the answer, or nothing when the request was cancelled
   */
  public Optional<Outgoing> answer(
      Message.Request request, Caller caller, Outlet outlet, Cancellation cancellation) {
    return guarded(
        request,
        cancellation,
        () -> {
          Revision revision = revision(request);
          ObjectNode meta = request.meta();
          Exchange exchange =
              new Exchange(
                  request,
                  revision,
                  caller,
                  (ObjectNode) meta.get(Meta.CLIENT_CAPABILITIES),
                  LogLevel.of(meta.path(Meta.LOG_LEVEL).stringValue("")).orElse(null),
                  outlet,
                  _ -> {},
                  cancellation,
                  null);
          ObjectNode result =
              switch (request.method()) {
                case "server/discover" -> discover(revision, caller);
                case "subscriptions/listen" -> subscriptions.listen(exchange);
                default -> methods.run(exchange);
              };
          return complete(request, revision, result);
        });
  }

  /**
   * The revision a request names in its metadata.
   *
   * @throws ProtocolException when the metadata is incomplete or the revision is not one of ours
   */
  public static Revision revision(Message.Request request) {
    ObjectNode meta = request.meta();
    JsonNode version = meta.get(Meta.PROTOCOL_VERSION);
    if (version == null || !version.isString()) {
      throw missing(Meta.PROTOCOL_VERSION, "a string");
    }
    if (!(meta.get(Meta.CLIENT_CAPABILITIES) instanceof ObjectNode)) {
      throw missing(Meta.CLIENT_CAPABILITIES, "an object");
    }
    return Revision.of(version.stringValue())
        .filter(Revision::stateless)
        .orElseThrow(() -> unsupported(version.stringValue()));
  }

  /** The refusal of a revision that we do not speak. */
  public static ProtocolException unsupported(String requested) {
    ObjectNode data = Json.object();
    Revision.names().forEach(data.putArray("supported")::add);
    data.put("requested", requested);
    return new ProtocolException(
        ProtocolException.UNSUPPORTED_PROTOCOL_VERSION,
        "Unsupported protocol version " + requested + "; supported: " + Revision.names(),
        data);
  }

  private static ProtocolException missing(String key, String what) {
    return ProtocolException.invalidParams(
        "_meta[\"" + key + "\"] is missing or not " + what + ".");
  }

  /** Runs a handler and makes an answer of whatever comes of it. */
  static Optional<Outgoing> guarded(
      Message.Request request, Cancellation cancellation, Supplier<ObjectNode> handler) {
    Outgoing answer;
    try {
      answer = Outgoing.result(request.id(), handler.get());
    } catch (ProtocolException problem) {
      answer = Outgoing.error(request.id(), problem);
    } catch (RuntimeException | Error fault) {
      if (cancellation.cancelled()) {
        return Optional.empty();
      }
      answer = Outgoing.error(request.id(), Failures.unforeseen(request.method(), fault));
    }
    return cancellation.cancelled() ? Optional.empty() : Optional.of(answer);
  }

  private ObjectNode discover(Revision revision, Caller caller) {
    ObjectNode result = Json.object();
    Revision.names().forEach(result.putArray("supportedVersions")::add);
    result.set("capabilities", capabilities(revision, caller));
    return result.put("instructions", identity.instructions());
  }

  private ObjectNode complete(Message.Request request, Revision revision, ObjectNode result) {
    if (!result.has("resultType")) {
      result.put("resultType", "complete");
    }
    if (result.path("resultType").stringValue("").equals("complete")) {
      Caching.of(request.method()).ifPresent(caching -> caching.addTo(result));
    }
    result.withObject("_meta").set(Meta.SERVER_INFO, identity.toJson(revision));
    return result;
  }

  ObjectNode capabilities(Revision revision, Caller caller) {
    ObjectNode capabilities = Json.object();
    capabilities.putObject("logging");
    capabilities.putObject("tools").put("listChanged", true);
    if (!features.resources().isEmpty()) {
      ObjectNode resources = capabilities.putObject("resources");
      if (features.watchesResources()) {
        resources.put("subscribe", true).put("listChanged", true);
      }
    }
    if (!features.prompts().isEmpty()) {
      capabilities.putObject("prompts").put("listChanged", true);
    }
    boolean completes = !features.resources().isEmpty() || !features.prompts().isEmpty();
    if (completes && revision.atLeast(Revision.V2025_03_26)) {
      capabilities.putObject("completions");
    }
    if (tasks != null && revision.stateless()) {
      capabilities.putObject("extensions").putObject(Tasks.EXTENSION);
    } else if (tasks != null && revision == Revision.V2025_11_25) {
      ObjectNode able = capabilities.putObject("tasks");
      if (tasks.listedTo(caller)) {
        able.putObject("list");
      }
      able.putObject("cancel");
      able.withObject("/requests/tools").putObject("call");
    }
    return capabilities;
  }

  Identity identity() {
    return identity;
  }

  Features features() {
    return features;
  }

  Methods methods() {
    return methods;
  }

  /** Ends all subscriptions gracefully, and stops the work on tasks. */
  @Override
  public void close() {
    closing.cancel("The server shuts down.");
    if (tasks != null) {
      tasks.close();
    }
  }
}
