package dev.howdah.db;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.resilience.Cancellation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The results of one database that wait to be continued, so few that they never take the
 * connections from everybody else: one more closes the one that was left alone for longest.
 * Thread-safe.
 */
final class OpenResults {

  /** Why a result with a row that is larger than a page cannot go on. */
  static final String TOO_LARGE = "the next row alone does";

  /** Begins the names of all of them; others know by it whose they are. */
  private final String home = UUID.randomUUID() + "/";

  private final ReentrantLock lock = new ReentrantLock();

  /** Least recently used first. */
  private final Map<String, OpenResult> byId = new LinkedHashMap<>();

  private final int most;
  private boolean closed;

  /** Results over a pool of this size. */
  OpenResults(int connections) {
    this.most = Math.max(1, connections / 4);
  }

  static CallException gone() {
    return new CallException(
        ErrorCode.INVALID_REQUEST,
        "The rest of this result is gone: it waited too long, its connection was needed elsewhere,"
            + " or the same caller has changed the schema since. Run the statement again without a cursor; an order by and a condition on"
            + " the last row you have let it begin there.");
  }

  private static CallException elsewhere() {
    return new CallException(
        ErrorCode.INVALID_REQUEST,
        "The rest of this result waits at another server, which gave this cursor, or is gone with"
            + " it. Run the statement again without a cursor; an order by and a condition on the"
            + " last row you have let it begin there.");
  }

  /** A name for one more. */
  String newId() {
    return home + UUID.randomUUID();
  }

  /** Keeps a result until its time is over. */
  void keep(OpenResult result) {
    List<OpenResult> over = new ArrayList<>();
    lock.lock();
    try {
      if (closed) {
        over.add(result);
      } else {
        String caller = result.keep().caller();
        drop(result.keep().most() - 1, each -> each.keep().caller().equals(caller), over);
        drop(most - 1, each -> true, over);
        byId.put(result.id(), result);
      }
    } finally {
      lock.unlock();
    }
    over.forEach(OpenResult::closeSoon);
    watch(result, result.keep().lifetime());
  }

  /** Takes out the oldest until at most so many are left. */
  private void drop(int left, Predicate<OpenResult> which, List<OpenResult> over) {
    List<OpenResult> found = byId.values().stream().filter(which).toList();
    for (int i = 0; i < found.size() - left; i++) {
      byId.remove(found.get(i).id());
      over.add(found.get(i));
    }
  }

  private void watch(OpenResult result, Duration rest) {
    CompletableFuture.delayedExecutor(
            Math.max(1, rest.toMillis()),
            TimeUnit.MILLISECONDS,
            task -> Thread.ofVirtual().name("cursor").start(task))
        .execute(() -> closeWhenUnused(result));
  }

  private void closeWhenUnused(OpenResult result) {
    long rest = result.keep().lifetime().toNanos() - result.unused();
    lock.lock();
    try {
      if (byId.get(result.id()) == null) {
        return;
      }
      if (rest <= 0) {
        byId.remove(result.id());
      }
    } finally {
      lock.unlock();
    }
    if (rest <= 0) {
      result.closeSoon();
    } else {
      watch(result, Duration.ofNanos(rest));
    }
  }

  /**
   * The page that a former one named as next.
   *
   * @throws CallException {@code INVALID_REQUEST} when it is gone or somebody else's
   */
  ResultPage page(String next, String caller, Limits limits, Rest rest, Cancellation cancellation) {
    if (!next.startsWith(home)) {
      throw elsewhere();
    }
    int dot = next.lastIndexOf('.');
    OpenResult result = find(next.substring(0, dot), caller);
    if (result == null) {
      throw gone();
    }
    ResultPage page = result.page(Integer.parseInt(next.substring(dot + 1)), limits, cancellation);
    if (page.next() == null || !rest.wanted()) {
      return page;
    }
    forget(result);
    return result.readOut(limits, cancellation, rest);
  }

  private void forget(OpenResult result) {
    lock.lock();
    try {
      byId.remove(result.id());
    } finally {
      lock.unlock();
    }
  }

  private @Nullable OpenResult find(String id, String caller) {
    lock.lock();
    try {
      OpenResult result = byId.get(id);
      if (result == null || !result.keep().caller().equals(caller)) {
        return null;
      }
      byId.remove(id);
      byId.put(id, result);
      return result;
    } finally {
      lock.unlock();
    }
  }

  /** Gives one connection back, if any is only kept here. */
  void giveUpOne() {
    OpenResult oldest = null;
    lock.lock();
    try {
      for (OpenResult each : byId.values()) {
        if (each.idle()) {
          oldest = each;
          break;
        }
      }
      if (oldest != null) {
        byId.remove(oldest.id());
      }
    } finally {
      lock.unlock();
    }
    if (oldest != null) {
      oldest.close();
    }
  }

  /** Closes those of a caller. */
  void close(String caller) {
    List<OpenResult> over = new ArrayList<>();
    lock.lock();
    try {
      drop(0, each -> each.keep().caller().equals(caller), over);
    } finally {
      lock.unlock();
    }
    over.forEach(OpenResult::closeSoon);
  }

  /** Closes all of them; what is being read ends when its connection is cancelled. */
  void close() {
    List<OpenResult> all;
    lock.lock();
    try {
      closed = true;
      all = List.copyOf(byId.values());
      byId.clear();
    } finally {
      lock.unlock();
    }
    all.forEach(OpenResult::closeSoon);
  }
}
