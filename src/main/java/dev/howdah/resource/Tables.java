package dev.howdah.resource;

import dev.howdah.auth.Caller;
import dev.howdah.db.DatabaseSettings;
import dev.howdah.error.CallException;
import dev.howdah.resilience.Cancellation;
import dev.howdah.resilience.Cancellation.Registration;
import dev.howdah.tool.Bounded;
import dev.howdah.tool.Call;
import dev.howdah.tool.LiveResources;
import dev.howdah.tool.LogLevel;
import dev.howdah.tool.Sessions;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The tables of all databases that a caller may read, as resources. Those of the default database
 * come first, each database by schema and name; a part of the list never holds tables of two.
 * Thread-safe.
 */
public final class Tables implements LiveResources, AutoCloseable {

  private static final Logger LOG = System.getLogger("dev.howdah");

  /** Longest statement of ours, whatever a database allows those of others. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  /** How long one who begins to listen waits for all databases together. */
  public static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Sessions sessions;
  private final ResourceSettings settings;
  private final Definitions definitions;
  private final Duration patience;
  private final Map<String, DatabaseWatch> watches = new ConcurrentHashMap<>();
  private final Cancellation closing = new Cancellation();

  /**
   * The tables.
   *
   * @param patience how long one who begins to listen waits, usually {@link #PATIENCE}
   */
  public Tables(
      Sessions sessions, ResourceSettings settings, Definitions definitions, Duration patience) {
    this.sessions = sessions;
    this.settings = settings;
    this.definitions = definitions;
    this.patience = patience;
  }

  @Override
  public String tool() {
    return "query";
  }

  @Override
  public boolean watches() {
    return settings.watch() != ResourceSettings.Watch.OFF;
  }

  /** The key of a part: a database, and the table after which it begins, if any. */
  @Override
  public Slice list(@Nullable List<String> after, int size, Call call) {
    List<String> databases = sessions.names(call.caller());
    List<String> key = after == null ? List.of() : after;
    int from = key.isEmpty() ? 0 : databases.indexOf(key.getFirst());
    TableNames.Name last =
        key.size() < 3 ? null : new TableNames.Name(key.get(1), key.get(2), "", null);
    List<CallException> silent = new ArrayList<>();
    for (int i = Math.max(0, from); from >= 0 && i < databases.size(); i++) {
      String next = i + 1 < databases.size() ? databases.get(i + 1) : null;
      String name = databases.get(i);
      List<TableNames.Name> found = answered(name, last, size, call, silent);
      if (last != null && !silent.isEmpty()) {
        // Half of a database is not to pass for the whole: the same cursor goes on when it is back.
        throw silent.getFirst();
      }
      last = null;
      if (found.size() > size) {
        List<TableNames.Name> part = found.subList(0, size);
        TableNames.Name end = part.getLast();
        return new Slice(
            shown(part, i == 0 ? null : name),
            List.of(name, end.schema(), end.name()),
            silent.isEmpty());
      }
      if (!found.isEmpty()) {
        return new Slice(
            shown(found, i == 0 ? null : name),
            next == null ? null : List.of(next),
            silent.isEmpty());
      }
    }
    if (!databases.isEmpty() && silent.size() == databases.size()) {
      // An empty list would say that there are no tables.
      throw silent.getFirst();
    }
    return new Slice(List.of(), null, silent.isEmpty());
  }

  /** The names, or none of a database that does not answer: the others still do. */
  private List<TableNames.Name> answered(
      String database,
      TableNames.@Nullable Name after,
      int size,
      Call call,
      List<CallException> silent) {
    try (var bounded = new Bounded(call, patience(database))) {
      return new TableNames(sessions.of(call.caller(), bounded.cancellation(), database))
          .list(after, size);
    } catch (CallException e) {
      if (call.cancellation().cancelled()) {
        throw e;
      }
      silent.add(e);
      DatabaseWatch watch = watches.get(database);
      if (watch != null) {
        watch.lacked(call.caller());
      }
      String message =
          "The tables of the database " + database + " cannot be listed: " + e.getMessage();
      LOG.log(Level.WARNING, message);
      call.log(LogLevel.WARNING, "resources", message);
      return List.of();
    }
  }

  /** As long as a database that answers may take for a new connection and a statement. */
  private Duration patience(String database) {
    DatabaseSettings limits = sessions.database(database).settings();
    Duration statement = limits.statementTimeout();
    return limits.connectTimeout().plus(statement.compareTo(LONGEST) < 0 ? statement : LONGEST);
  }

  private static List<Listed> shown(List<TableNames.Name> names, @Nullable String database) {
    return names.stream().map(name -> shown(name, database)).toList();
  }

  private static Listed shown(TableNames.Name name, @Nullable String database) {
    String comment = name.comment();
    String about = "First rows of the " + name.type() + (comment == null ? "." : ": " + comment);
    return new Listed(
        new TableUri(TableUri.Kind.TABLE, name.schema(), name.name(), database).toString(),
        name.schema() + "." + name.name(),
        database == null ? null : name.schema() + "." + name.name() + " in " + database,
        about,
        "application/json");
  }

  @Override
  public Registration watch(Caller caller, boolean list, Set<String> uris, News news) {
    if (!watches()) {
      return () -> {};
    }
    Map<String, Map<String, TableUri>> wanted = new HashMap<>();
    List<String> databases = sessions.names(caller);
    if (list) {
      databases.forEach(name -> wanted.put(name, new HashMap<>()));
    }
    for (String uri : uris) {
      TableUri table = TableUri.parse(uri).orElse(null);
      if (table == null || databases.isEmpty()) {
        continue;
      }
      String database = table.database() == null ? databases.getFirst() : table.database();
      if (databases.contains(database)) {
        wanted.computeIfAbsent(database, _ -> new HashMap<>()).put(uri, table);
      }
    }
    List<Registration> all = new ArrayList<>();
    List<Watcher> watchers = new ArrayList<>();
    wanted.forEach(
        (database, tables) -> {
          var watcher = new Watcher(caller, list, tables, news);
          watchers.add(watcher);
          all.add(watches.computeIfAbsent(database, this::watch).add(watcher));
        });
    // All databases look at once, so that those that are silent do not add up.
    long deadline = System.nanoTime() + patience.toNanos();
    watchers.forEach(watcher -> watcher.begun(deadline - System.nanoTime()));
    return () -> all.forEach(Registration::close);
  }

  private DatabaseWatch watch(String database) {
    return new DatabaseWatch(
        sessions.database(database),
        caller -> sessions.of(caller, closing, database),
        settings,
        definitions,
        closing);
  }

  /** Ends everything that is watched. */
  @Override
  public void close() {
    closing.cancel("The server shuts down.");
    watches.values().forEach(DatabaseWatch::wake);
  }
}
