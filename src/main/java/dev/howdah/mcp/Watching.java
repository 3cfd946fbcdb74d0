package dev.howdah.mcp;

import dev.howdah.auth.Caller;
import dev.howdah.mcp.Features.Change;
import dev.howdah.mcp.Features.Kind;
import dev.howdah.resilience.Cancellation.Registration;
import dev.howdah.tool.LiveResources;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Which resources a session wants to hear of. Thread-safe. */
final class Watching implements LiveResources.News, AutoCloseable {

  private static final int MOST_SUBSCRIPTIONS = 1_000;
  private static final String LIST = "";

  private final LiveResources live;
  private final Caller caller;
  private final Consumer<Change> told;
  private final Map<String, Registration> watched = new HashMap<>();
  private boolean closed;

  Watching(LiveResources live, Caller caller, Consumer<Change> told) {
    this.live = live;
    this.caller = caller;
    this.told = told;
  }

  /** Watches the list from now on. */
  void list() {
    watch(LIST, true, Set.of());
  }

  /**
   * Watches a resource.
   *
   * @param uri not empty
   */
  void subscribe(String uri) {
    watch(uri, false, Set.of(uri));
  }

  private void watch(String key, boolean list, Set<String> uris) {
    synchronized (watched) {
      if (closed || watched.containsKey(key)) {
        return;
      }
      int subscriptions = watched.size() - (watched.containsKey(LIST) ? 1 : 0);
      if (!list && subscriptions >= MOST_SUBSCRIPTIONS) {
        throw ProtocolException.invalidParams(
            "At most " + MOST_SUBSCRIPTIONS + " subscriptions a session; end some of them.");
      }
      watched.put(key, () -> {});
    }
    // Not under the lock: this waits for a database.
    Registration registration = live.watch(caller, list, uris, this);
    synchronized (watched) {
      if (watched.replace(key, registration) != null) {
        return;
      }
    }
    registration.close();
  }

  void unsubscribe(String uri) {
    end(uri);
  }

  private void end(String key) {
    Registration registration;
    synchronized (watched) {
      registration = watched.remove(key);
    }
    if (registration != null) {
      registration.close();
    }
  }

  boolean subscribed(String uri) {
    synchronized (watched) {
      return watched.containsKey(uri);
    }
  }

  @Override
  public void listChanged() {
    told.accept(new Change.ListChanged(Kind.RESOURCES));
  }

  @Override
  public void updated(String uri) {
    told.accept(new Change.ResourceUpdated(uri));
  }

  @Override
  public void close() {
    Set<String> keys;
    synchronized (watched) {
      closed = true;
      keys = Set.copyOf(watched.keySet());
    }
    keys.forEach(this::end);
  }
}
