package dev.howdah.mcp;

import dev.howdah.mcp.Features.Change;
import dev.howdah.mcp.Features.Kind;
import dev.howdah.resilience.Cancellation;
import dev.howdah.tool.Json;
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
    JsonNode id = exchange.request().id();
    send(exchange, "notifications/subscriptions/acknowledged", filter.toJson());
    CountDownLatch over = new CountDownLatch(1);
    try (var _ = features.onChange(change -> tell(exchange, filter, change));
        var _ = exchange.cancellation().onCancel(over::countDown);
        var _ = closing.onCancel(over::countDown)) {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ObjectNode result = Json.object();
    result.withObject("_meta").set(Meta.SUBSCRIPTION_ID, id);
    return result;
  }

  private static void tell(Exchange exchange, Filter filter, Change change) {
    switch (change) {
      case Change.ListChanged(Kind kind) when filter.lists.contains(kind) ->
          send(exchange, kind.changedMethod(), Json.object());
      case Change.ResourceUpdated(String uri) when filter.resources.contains(uri) ->
          send(exchange, "notifications/resources/updated", Json.object().put("uri", uri));
      case Change.ListChanged _, Change.ResourceUpdated _ -> {}
    }
  }

  private static void send(Exchange exchange, String method, ObjectNode params) {
    params.withObject("_meta").set(Meta.SUBSCRIPTION_ID, exchange.request().id());
    exchange.outlet().send(Outgoing.notification(method, params));
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
