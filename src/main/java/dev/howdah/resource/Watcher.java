package dev.howdah.resource;

import dev.howdah.auth.Caller;
import dev.howdah.db.Session;
import dev.howdah.tool.LiveResources.News;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One who listens, with what was last seen of one database. Only {@link #begun} and {@link #lacked}
 * may be called by other threads than the one that looks.
 */
final class Watcher {

  private final Caller caller;
  private final boolean list;
  private final Map<String, TableUri> tables;
  private final News news;
  private final CountDownLatch begun = new CountDownLatch(1);
  private final Map<String, Optional<String>> definitions = new HashMap<>();
  private @Nullable List<TableNames.Name> names;
  private @Nullable String stamp;
  private volatile boolean missed;
  private volatile boolean lacking;

  /**
   * A watcher.
   *
   * @param list whether the list of tables is of interest
   * @param tables those whose definition is, by the URI as the client wrote it
   */
  Watcher(Caller caller, boolean list, Map<String, TableUri> tables, News news) {
    this.caller = caller;
    this.list = list;
    this.tables = Map.copyOf(tables);
    this.news = news;
  }

  Caller caller() {
    return caller;
  }

  /**
   * Waits until it has looked, whether the database answered or not, but not forever: who goes on
   * before is told of all that is there at the first look, as something may have changed till then.
   */
  void begun(long atMostNanos) {
    try {
      if (!begun.await(atMostNanos, TimeUnit.NANOSECONDS)) {
        missed = true;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  boolean sawAt(String now) {
    return now.equals(stamp) && !lacking;
  }

  /** The list that it has now was made while the database did not answer. */
  void lacked() {
    lacking = list;
  }

  /** The database did not answer. Who has not seen it yet is told of all that is there then. */
  void failed() {
    if (stamp == null) {
      missed = true;
    }
    begun.countDown();
  }

  /** Looks at what this caller may know, and tells what differs from the last time. */
  void look(String now, Session session, Definitions how) {
    boolean first = stamp == null;
    boolean listChanged = false;
    if (list) {
      List<TableNames.Name> found = new TableNames(session).all();
      listChanged =
          (first || lacking) ? (missed || lacking) && !found.isEmpty() : !found.equals(names);
      lacking = false;
      names = found;
    }
    for (Map.Entry<String, TableUri> each : tables.entrySet()) {
      TableUri table = each.getValue();
      Optional<String> found = how.of(session, table.schema(), table.table());
      Optional<String> before = definitions.put(each.getKey(), found);
      if (first ? missed && found.isPresent() : !Objects.equals(before, found)) {
        news.updated(each.getKey());
      }
    }
    stamp = now;
    begun.countDown();
    if (listChanged) {
      news.listChanged();
    }
  }
}
