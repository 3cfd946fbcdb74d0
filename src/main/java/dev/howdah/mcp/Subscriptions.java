package dev.howdah.mcp;

import dev.howdah.mcp.Features.Change;
import dev.howdah.mcp.Features.Kind;
import dev.howdah.resilience.Cancellation;
import dev.howdah.tool.Json;
import dev.howdah.tool.LiveResources;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code subscriptions/listen}: a request that is answered with news until somebody ends it. */
final class Subscriptions {

  private static final int MOST_RESOURCES = 1_000;

  private final Features features;
  private final Cancellation closing;

  Subscriptions(Features features, Cancellation closing) {
    this.features = features;
    this.closing = closing;
  }

  /** Sends what was asked for until the client cancels or the server closes. */
  ObjectNode listen(Exchange exchange) {
    Filter filter = Filter.of(exchange.params().get("notifications"));
    Listener listener = new Listener(exchange, filter);
    CountDownLatch over = new CountDownLatch(1);
    LiveResources live = features.live(exchange.caller());
    try (var _ = features.onChange(listener::tell);
        var _ = live.watch(exchange.caller(), filter.resourceList(), filter.resources, listener);
        var _ = exchange.cancellation().onCancel(over::countDown);
        var _ = closing.onCancel(over::countDown)) {
      listener.acknowledge();
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ObjectNode result = Json.object();
    result.withObject("_meta").set(Meta.SUBSCRIPTION_ID, exchange.request().id());
    return result;
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

    synchronized void acknowledge() {
      send("notifications/subscriptions/acknowledged", filter.toJson());
      acknowledged = true;
      early.forEach(this::tell);
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

  private record Filter(Set<Kind> lists, Set<String> resources) {

    static Filter of(JsonNode json) {
      if (!(json instanceof ObjectNode)) {
        throw ProtocolException.invalidParams("The parameter notifications must be an object.");
      }
      Set<Kind> lists = EnumSet.noneOf(Kind.class);
      for (Kind kind : Kind.values()) {
        if (json.path(kind.filter()).booleanValue(false)) {
          lists.add(kind);
        }
      }
      Set<String> resources = new LinkedHashSet<>();
      for (JsonNode uri : json.path("resourceSubscriptions")) {
        resources.add(uri.stringValue(""));
      }
      if (resources.size() > MOST_RESOURCES) {
        throw ProtocolException.invalidParams(
            "At most " + MOST_RESOURCES + " resourceSubscriptions, were " + resources.size() + ".");
      }
      return new Filter(lists, resources);
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
