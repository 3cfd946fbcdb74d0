package dev.howdah.queue;

import dev.howdah.db.Session;
import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The configured installations of PgQueuer, and what is known of each. What an installation looks
 * like is kept until its tables, its types or what the role may do with them change; whether they
 * have is asked each time, which reads a few rows of the catalogue. Where there is no queue, every
 * call looks. Thread-safe.
 */
public final class Queues {

  /** PgQueuer's default: after so long without a heartbeat, a worker counts as dead. */
  public static final Duration HEARTBEAT_TIMEOUT = Duration.ofSeconds(30);

  /**
   * What PostgreSQL says when a name means something else than it did: gone, or never there, or not
   * the caller's to read any more.
   */
  private static final Set<String> OUTDATED =
      Set.of("42P01", "42703", "42704", "3F000", "22P02", "42501");

  private final Map<String, QueueSettings> byName = new LinkedHashMap<>();
  private final Map<Key, Known> known = new ConcurrentHashMap<>();

  /** Roles see different search paths and have different rights. */
  private record Key(String database, String installation, Optional<String> role) {}

  private record Known(String stamp, Layout layout) {}

  /**
   * The installations.
   *
   * @param installations the default one first
   */
  public Queues(Collection<QueueSettings> installations) {
    for (QueueSettings each : installations) {
      if (byName.putIfAbsent(each.name(), each) != null) {
        throw new IllegalArgumentException("two queues are named " + each.name());
      }
    }
    if (byName.isEmpty()) {
      throw new IllegalArgumentException("there must be a queue");
    }
  }

  /** PgQueuer's own names in each database. */
  public static Queues byDefault() {
    return new Queues(List.of(QueueSettings.DEFAULT));
  }

  /** The names, the default one first. */
  public List<String> names() {
    return List.copyOf(byName.keySet());
  }

  /**
   * The names of those that a caller may know of.
   *
   * @param closed databases that it may not
   */
  public List<String> names(Predicate<String> closed) {
    return open(closed).map(QueueSettings::name).toList();
  }

  private Stream<QueueSettings> open(Predicate<String> closed) {
    return byName.values().stream().filter(each -> open(each, closed));
  }

  private static boolean open(QueueSettings queue, Predicate<String> closed) {
    String database = queue.database();
    return database == null || !closed.test(database);
  }

  /**
   * The installation that a call is about: the named one; else the first one that is said to be in
   * the database that the call names; else the default one.
   *
   * @param database the database that the call names, or null
   * @param closed databases that the caller may not know of: no queue is in them
   * @throws CallException {@code INVALID_REQUEST} when there is none of that name, or none there
   */
  public QueueSettings get(
      @Nullable String name, @Nullable String database, Predicate<String> closed) {
    if (name != null) {
      return named(name, database, closed);
    }
    if (database == null) {
      QueueSettings first = byName.values().iterator().next();
      if (!open(first, closed)) {
        throw unknown("The argument queue must be given; known are ", closed);
      }
      return first;
    }
    return byName.values().stream()
        .filter(each -> database.equals(each.database()))
        .findFirst()
        .or(() -> byName.values().stream().filter(each -> each.database() == null).findFirst())
        .orElseThrow(
            () ->
                unknown(
                    "No queue is configured in the database " + database + "; known queues are ",
                    closed));
  }

  private QueueSettings named(String name, @Nullable String database, Predicate<String> closed) {
    QueueSettings found = byName.get(name);
    if (found == null || !open(found, closed)) {
      throw unknown("There is no queue " + name + "; known are ", closed);
    }
    String own = found.database();
    if (database != null && own != null && !own.equals(database)) {
      throw new CallException(
          ErrorCode.INVALID_REQUEST,
          "The queue "
              + name
              + " is in the database "
              + own
              + ", not in "
              + database
              + "; leave database out.",
          Map.of("queues", names(closed)));
    }
    return found;
  }

  /** What stands before the keys of its settings, with the dot. */
  public String key(QueueSettings installation) {
    String name = installation.name();
    return name.equals(names().getFirst()) ? "queue." : "queues." + name + ".";
  }

  private CallException unknown(String told, Predicate<String> closed) {
    String shown =
        open(closed)
            .map(each -> each.name() + (each.database() == null ? "" : " in " + each.database()))
            .collect(Collectors.joining(", "));
    return new CallException(
        ErrorCode.INVALID_REQUEST,
        told + (shown.isEmpty() ? "none" : shown) + ".",
        Map.of("queues", names(closed)));
  }

  /** What an installation looks like now, to the role that the session runs under. */
  public Layout layout(QueueSettings installation, Session session) {
    Key key = key(installation, session);
    Probe probe = new Probe(installation);
    String stamp = probe.stamp(session);
    Known last = known.get(key);
    if (last != null && last.stamp().equals(stamp)) {
      return last.layout();
    }
    // The stamp is older than the look: a change between the two is found the next time.
    Layout layout = probe.look(session);
    if (layout.table(Part.QUEUE).isPresent()) {
      known.put(key, new Known(stamp, layout));
    } else {
      // What is elsewhere may change without a change here.
      known.remove(key);
    }
    return layout;
  }

  /** Looks anew the next time. */
  public void forget(QueueSettings installation, Session session) {
    known.remove(key(installation, session));
  }

  /** Whether a statement failed because an installation has changed since it was looked at. */
  public static boolean outdated(CallException failure) {
    return failure.details().get("sqlstate") instanceof String state && OUTDATED.contains(state);
  }

  private static Key key(QueueSettings installation, Session session) {
    return new Key(session.name(), installation.name(), session.access().databaseRole());
  }
}
