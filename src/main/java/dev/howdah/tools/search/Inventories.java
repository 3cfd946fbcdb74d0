package dev.howdah.tools.search;

import dev.howdah.db.Session;
import dev.howdah.known.Known;
import dev.howdah.known.Lineage;
import dev.howdah.known.TypeLineage;
import dev.howdah.sql.guard.Access;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The inventories of the databases as far as they have been asked for. Each is kept until the
 * catalogue changes, which is asked each time; together they take a bounded room, and the one that
 * has waited longest goes first. Thread-safe.
 *
 * <p>What is kept is what a database role may know. A caller gets what the access rules leave of
 * it, anew each time, so nothing of one caller is ever answered to another.
 */
public final class Inventories {

  /** How often it is read again because the catalogue has changed meanwhile. */
  private static final int MOST_TRIES = 3;

  private static final long LEAST_ROOM = 64 << 20;

  /** Those who have asked last, to know what they were told. */
  private static final int MOST_VIEWERS = 1_000;

  /** The part of the heap that they may take where that is more. */
  private static final int PART = 8;

  private final long mostBytes;
  private final Map<Key, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<Key, Turnstile> reading = new ConcurrentHashMap<>();
  private final LinkedHashMap<Viewer, Told> told = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  /** Databases have different names in one server, and roles see different things in each. */
  private record Key(String database, Optional<String> role) {}

  /** Callers under the same rules. */
  private record Viewer(Key key, Access access) {}

  /** What such callers were told last. */
  private record Told(int content, String loadedAt) {}

  /**
   * What was read.
   *
   * @param lineage of its relations and those that its types name; null before it was needed
   * @param types the lineage of its types, from when that of the relations is
   */
  private record Kept(
      String stamp,
      Inventory inventory,
      @Nullable Map<Long, Lineage> lineage,
      Map<Long, TypeLineage> types,
      long bytes) {}

  /**
   * What a caller may know.
   *
   * @param cached whether it had been read before
   */
  record Found(Inventory inventory, boolean cached) {}

  public Inventories() {
    this(Math.max(LEAST_ROOM, Runtime.getRuntime().maxMemory() / PART));
  }

  /**
   * The same with another bound.
   *
   * @param mostBytes an estimate of what they take together; a larger one is not kept
   */
  Inventories(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** What the caller of a session may know of its database, as it is now. */
  Inventory of(Session session) {
    return of(session, false).inventory();
  }

  /**
   * The same.
   *
   * @param refresh whether to read it even when nothing has changed
   */
  Found of(Session session, boolean refresh) {
    var key = new Key(session.name(), session.access().databaseRole());
    var reader = new InventoryReader(session);
    InventoryReader.Stamp now = reader.stamp();
    Kept last = refresh ? null : kept(key, now);
    Access access = session.access();
    if (last != null && (!access.restricted() || last.lineage() != null)) {
      return told(key, access, permitted(access, last), true);
    }
    // One at a time: what several callers read at once would be in memory as many times.
    Turnstile turnstile = reading.computeIfAbsent(key, _ -> new Turnstile());
    boolean waited = turnstile.enter(session.cancellation());
    try {
      if (waited) {
        now = reader.stamp();
      }
      last = refresh ? null : kept(key, now);
      Kept found = last == null ? read(key, reader, now) : last;
      Inventory open =
          permitted(access, access.restricted() ? withLineage(key, found, session) : found);
      return refresh ? anew(key, access, open) : told(key, access, open, last != null);
    } finally {
      turnstile.leave();
    }
  }

  /**
   * What a caller is told, who must not learn from a new moment of reading that something changed
   * of which it may not know.
   */
  private synchronized Found told(Key key, Access access, Inventory open, boolean cached) {
    Told before = access.restricted() ? told.get(new Viewer(key, access)) : null;
    if (before == null || before.content() != open.content()) {
      return remember(key, access, open, cached);
    }
    return new Found(open.readAt(before.loadedAt()), true);
  }

  private synchronized Found anew(Key key, Access access, Inventory open) {
    return remember(key, access, open, false);
  }

  private Found remember(Key key, Access access, Inventory open, boolean cached) {
    if (access.restricted()) {
      told.put(new Viewer(key, access), new Told(open.content(), open.loadedAt()));
      if (told.size() > MOST_VIEWERS) {
        told.pollFirstEntry();
      }
    }
    return new Found(open, cached);
  }

  private static Inventory permitted(Access access, Kept found) {
    Map<Long, Lineage> lineage = found.lineage();
    Known known = Known.of(access, lineage == null ? Map.of() : lineage, found.types());
    return new Permitted(access, known).of(found.inventory());
  }

  /** May be of a later moment; then what has come since is missing in it, and so closed. */
  private Kept withLineage(Key key, Kept found, Session session) {
    if (found.lineage() != null) {
      return found;
    }
    Inventory inventory = found.inventory();
    Map<Long, TypeLineage> types = TypeLineage.of(session, inventory.types());
    Map<Long, Lineage> lineage =
        Lineage.of(
            session,
            Stream.concat(
                    inventory.relations().stream().map(each -> each.oid()),
                    TypeLineage.relations(types.values()))
                .distinct()
                .toList());
    var more =
        new Kept(
            found.stamp(),
            inventory,
            lineage,
            types,
            found.bytes() + Weight.of(lineage.values()) + Weight.ofTypes(types.values()));
    keep(key, more);
    return more;
  }

  private Kept read(Key key, InventoryReader reader, InventoryReader.Stamp now) {
    InventoryReader.Stamp before = now;
    Inventory inventory = reader.read(before.moment());
    for (int i = 1; i < MOST_TRIES; i++) {
      InventoryReader.Stamp after = reader.stamp();
      if (after.stamp().equals(before.stamp())) {
        break;
      }
      // Its statements have seen different moments.
      before = after;
      inventory = reader.read(before.moment());
    }
    var read = new Kept(before.stamp(), inventory, null, Map.of(), Weight.of(inventory));
    keep(key, read);
    return read;
  }

  /** What is kept, if it still holds. */
  private synchronized @Nullable Kept kept(Key key, InventoryReader.Stamp now) {
    Kept last = kept.get(key);
    return last != null && last.stamp().equals(now.stamp()) ? last : null;
  }

  private synchronized void keep(Key key, Kept entry) {
    Kept old = kept.remove(key);
    bytes -= old == null ? 0 : old.bytes();
    if (entry.bytes() > mostBytes) {
      return;
    }
    kept.put(key, entry);
    bytes += entry.bytes();
    Iterator<Kept> oldest = kept.values().iterator();
    while (bytes > mostBytes) {
      bytes -= oldest.next().bytes();
      oldest.remove();
    }
  }

  /** How many are kept. */
  synchronized int size() {
    return kept.size();
  }
}
