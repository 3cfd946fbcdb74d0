package dev.howdah.mcp;

import dev.howdah.mcp.Features.Change;
import dev.howdah.mcp.Features.Kind;
import dev.howdah.resilience.Cancellation;
import dev.howdah.task.TaskException;
import dev.howdah.tool.Json;
import dev.howdah.tool.LiveResources;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code subscriptions/listen}: a request that is answered with news until somebody ends it. */
final class Subscriptions {

  private static final int MOST = 1_000;

  private final Features features;
  private final @Nullable Tasks tasks;
  private final Cancellation closing;

  Subscriptions(Features features, @Nullable Tasks tasks, Cancellation closing) {
    this.features = features;
    this.tasks = tasks;
    this.closing = closing;
  }

  /** Sends what was asked for until the client cancels or the server closes. */
  ObjectNode listen(Exchange exchange) {
    Filter filter = Filter.of(exchange.params().get("notifications"));
    Listener listener = new Listener(exchange, filter);
    CountDownLatch over = new CountDownLatch(1);
    AtomicReference<String> fault = new AtomicReference<>();
    LiveResources live = features.live(exchange.caller());
    try (TaskNews news = news(exchange, filter);
        var _ = features.onChange(listener::tell);
        var _ = live.watch(exchange.caller(), filter.resourceList(), filter.resources, listener);
        var _ = exchange.cancellation().onCancel(over::countDown);
        var _ = closing.onCancel(over::countDown)) {
      listener.acknowledge(
          news,
          why -> {
            why.ifPresent(fault::set);
            over.countDown();
          });
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    String why = fault.get();
    if (why != null) {
      throw new ProtocolException(ProtocolException.INTERNAL_ERROR, why);
    }
    ObjectNode result = Json.object();
    result.withObject("_meta").set(Meta.SUBSCRIPTION_ID, exchange.request().id());
    return result;
  }

  private @Nullable TaskNews news(Exchange exchange, Filter filter) {
    if (tasks == null || filter.tasks == null) {
      return null;
    }
    if (!exchange.takesTasks()) {
      throw Tasks.missingExtension();
    }
    try {
      return new TaskNews(tasks, Tasks.owner(exchange.caller()), filter.tasks);
    } catch (TaskException e) {
      throw new ProtocolException(ProtocolException.INTERNAL_ERROR, String.valueOf(e.getMessage()));
    }
  }

  /** One client that listens; what happens before it is acknowledged is told after that. */
  private static final class Listener implements LiveResources.News {

    private final Exchange exchange;
    private final Filter filter;
    private final Set<Change> early = new LinkedHashSet<>();
    private boolean acknowledged;

    Listener(Exchange exchange, Filter filter) {
      this.exchange = exchange;
      this.filter = filter;
    }

    synchronized void acknowledge(@Nullable TaskNews news, Consumer<Optional<String>> end) {
      ObjectNode honoured = filter.toJson();
      if (news != null) {
        ArrayNode ids = honoured.withObject("notifications").putArray("taskIds");
        news.ids().forEach(id -> ids.add(id.value()));
      }
      send("notifications/subscriptions/acknowledged", honoured);
      acknowledged = true;
      early.forEach(this::tell);
      if (news != null) {
        news.start(this::task, exchange.outlet()::drained, end);
      }
    }

    private synchronized void task(ObjectNode task) {
      send("notifications/tasks", task);
    }

    @Override
    public void listChanged() {
      tell(new Change.ListChanged(Kind.RESOURCES));
    }

    @Override
    public void updated(String uri) {
      tell(new Change.ResourceUpdated(uri));
    }

    synchronized void tell(Change change) {
      if (!acknowledged) {
        early.add(change);
        return;
      }
      switch (change) {
        case Change.ListChanged(Kind kind) when filter.lists.contains(kind) ->
            send(kind.changedMethod(), Json.object());
        case Change.ResourceUpdated(String uri) when filter.resources.contains(uri) ->
            send("notifications/resources/updated", Json.object().put("uri", uri));
        case Change.ListChanged _, Change.ResourceUpdated _ -> {}
      }
    }

    private void send(String method, ObjectNode params) {
      if (!exchange.cancellation().cancelled()) {
        params.withObject("_meta").set(Meta.SUBSCRIPTION_ID, exchange.request().id());
        exchange.outlet().send(Outgoing.notification(method, params));
      }
    }
  }

  /**
   * What a client wants to hear of.
   *
   * @param tasks the ids of tasks, or null when it does not ask for news of tasks
   */
  private record Filter(Set<Kind> lists, Set<String> resources, @Nullable Set<String> tasks) {

    static Filter of(JsonNode json) {
      if (!(json instanceof ObjectNode)) {
        throw ProtocolException.invalidParams("The parameter notifications must be an object.");
      }
      Set<Kind> lists = EnumSet.noneOf(Kind.class);
      for (Kind kind : Kind.values()) {
        if (flag(json, kind.filter())) {
          lists.add(kind);
        }
      }
      return new Filter(
          lists,
          strings(json, "resourceSubscriptions"),
          json.has("taskIds") ? strings(json, "taskIds") : null);
    }

    /** Each may be left out; what stands there has the type that the schema gives it. */
    private static boolean flag(JsonNode json, String name) {
      JsonNode value = json.path(name);
      if (!value.isMissingNode() && !value.isBoolean()) {
        throw ProtocolException.invalidParams(
            "notifications." + name + " must be true or false, or left out.");
      }
      return value.booleanValue(false);
    }

    private static Set<String> strings(JsonNode json, String name) {
      JsonNode list = json.path(name);
      if (list.isMissingNode()) {
        return Set.of();
      }
      if (!list.isArray() || !list.valueStream().allMatch(JsonNode::isString)) {
        throw ProtocolException.invalidParams(
            "notifications." + name + " must be an array of strings, or left out.");
      }
      Set<String> strings = new LinkedHashSet<>();
      for (JsonNode each : list) {
        strings.add(each.stringValue());
      }
      if (strings.size() > MOST) {
        throw ProtocolException.invalidParams(
            "At most " + MOST + " " + name + ", were " + strings.size() + ".");
      }
      return strings;
    }

    boolean resourceList() {
      return lists.contains(Kind.RESOURCES);
    }

    ObjectNode toJson() {
      ObjectNode params = Json.object();
      ObjectNode honoured = params.putObject("notifications");
      lists.forEach(kind -> honoured.put(kind.filter(), true));
      if (!resources.isEmpty()) {
        resources.forEach(honoured.putArray("resourceSubscriptions")::add);
      }
      return params;
    }
  }
}
