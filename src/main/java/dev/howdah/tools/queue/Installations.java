package dev.howdah.tools.queue;

import dev.howdah.db.QuerySettings;
import dev.howdah.db.Session;
import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.queue.Layout;
import dev.howdah.queue.Part;
import dev.howdah.queue.Queue;
import dev.howdah.queue.QueueSettings;
import dev.howdah.queue.Queues;
import dev.howdah.tool.Bounded;
import dev.howdah.tool.Call;
import dev.howdah.tool.Page;
import dev.howdah.tool.Seal;
import dev.howdah.tool.Sessions;
import dev.howdah.tool.Suggestions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the tools get of the job queues: the one that a call is about, as its caller may read it.
 */
public final class Installations {

  /** What the argument says that every tool takes. */
  static final String ABOUT =
      "Name of a configured job queue; left out, the default one, or the one in that database.";

  private final Sessions sessions;
  private final Queues queues;
  private final Seal seal;
  private final QuerySettings limits;

  public Installations(Sessions sessions, Queues queues, Seal seal, QuerySettings limits) {
    this.sessions = sessions;
    this.queues = queues;
    this.seal = seal;
    this.limits = limits;
  }

  /** What is done with a queue. It is done again when the queue turns out to have changed. */
  <T> T read(Call call, @Nullable String name, Set<Part> parts, Function<Queue, T> work) {
    QueueSettings installation = installation(call, name);
    return read(installation, session(call, installation), parts, work);
  }

  /**
   * Names of entrypoints and the like to offer; none where the queue cannot be read, or not soon.
   */
  Suggestions suggest(
      Call call, @Nullable String name, Set<Part> parts, Function<Queue, List<String>> work) {
    try (var bounded = new Bounded(call, Bounded.COMPLETION)) {
      QueueSettings installation = installation(call, name);
      String database = database(call, installation);
      Session session = sessions.of(call.caller(), bounded.cancellation(), database);
      return Suggestions.among(read(installation, session, parts, work));
    } catch (CallException e) {
      return Suggestions.after(e);
    }
  }

  private <T> T read(
      QueueSettings installation, Session session, Set<Part> parts, Function<Queue, T> work) {
    try {
      return work.apply(open(installation, session, parts));
    } catch (CallException e) {
      if (!Queues.outdated(e)) {
        throw e;
      }
      queues.forget(installation, session);
      return work.apply(open(installation, session, parts));
    }
  }

  /** What is told of a queue that may be missing or may not be read. */
  interface Look<T> {

    /**
     * Tells of it.
     *
     * @param open the tables that exist and that the caller may know of
     * @param similar without a queue: tables that look like one, as schema.name
     */
    T at(Queue queue, Map<Part, Layout.Table> open, List<String> similar);
  }

  /** Looks at a queue that may be missing or may not be read. */
  <T> T look(Call call, @Nullable String name, Look<T> look) {
    QueueSettings installation = installation(call, name);
    Session session = session(call, installation);
    Layout layout = queues.layout(installation, session);
    Map<Part, Layout.Table> open = new EnumMap<>(Part.class);
    open.putAll(layout.tables());
    open.values().removeIf(table -> !Admission.open(session.access(), table.identifier()));
    List<String> similar =
        layout.elsewhere().stream()
            .map(Layout.Elsewhere::table)
            .filter(table -> Admission.open(session.access(), table))
            .map(table -> table.schema() + "." + table.name())
            .toList();
    return look.at(queue(installation, session, layout), open, similar);
  }

  /** Names of the queues that the caller may know of. */
  List<String> names(Call call) {
    return queues.names(closed(call));
  }

  private QueueSettings installation(Call call, @Nullable String name) {
    return queues.get(name, call.databaseName(), closed(call));
  }

  private Predicate<String> closed(Call call) {
    return database -> sessions.hides(call.caller(), database);
  }

  private Session session(Call call, QueueSettings installation) {
    return sessions.of(call, database(call, installation));
  }

  private static @Nullable String database(Call call, QueueSettings installation) {
    String own = installation.database();
    return own == null ? call.databaseName() : own;
  }

  private Queue open(QueueSettings installation, Session session, Set<Part> parts) {
    Layout layout = queues.layout(installation, session);
    admission(installation, session, layout).check(parts);
    return queue(installation, session, layout);
  }

  private Admission admission(QueueSettings installation, Session session, Layout layout) {
    return new Admission(installation, session, layout, queues.key(installation));
  }

  private Queue queue(QueueSettings installation, Session session, Layout layout) {
    return new Queue(
        installation,
        session,
        layout,
        closed(layout, session),
        admission(installation, session, layout).missing());
  }

  private static Map<Part, Set<String>> closed(Layout layout, Session session) {
    Map<Part, Set<String>> closed = new EnumMap<>(Part.class);
    layout
        .tables()
        .forEach(
            (part, table) ->
                closed.put(
                    part,
                    Admission.open(session.access(), table.identifier())
                        ? session.access().blockedColumns(table.schema(), table.name())
                        : table.columns().keySet()));
    return closed;
  }

  /** Rows that one answer may have. */
  int limit(Call call, int asked) {
    Integer most = sessions.rowLimit(call);
    return most == null ? asked : Math.min(asked, most);
  }

  /** Cursors of a list that comes from this queue. */
  Page.Cursors cursors(Queue queue, String tool, @Nullable Object... filters) {
    List<@Nullable Object> all = new ArrayList<>();
    all.add(queue.database());
    all.add(queue.name());
    all.addAll(Arrays.asList(filters));
    return new Page.Cursors(seal, tool, all.toArray());
  }

  /**
   * How many of the rows fit into an answer; at least one.
   *
   * @param bytes of one row, about
   */
  <T> int fitting(List<T> rows, int limit, ToLongFunction<T> bytes) {
    long room = limits.maxResultBytes();
    for (int i = 0; i < Math.min(rows.size(), limit); i++) {
      room -= bytes.applyAsLong(rows.get(i));
      if (room < 0) {
        return Math.max(i, 1);
      }
    }
    return limit;
  }

  /**
   * The rows that fit into an answer.
   *
   * @param fetched one row more than the limit, when there are more
   * @param around how many bytes one has about beside its entrypoint
   */
  <T> Cut<T> cut(List<T> fetched, int limit, int around, Function<T, String> entrypoint) {
    int fitting = fitting(fetched, limit, row -> around + 2L * entrypoint.apply(row).length());
    return new Cut<>(fetched.stream().limit(fitting).toList(), fetched.size() > fitting);
  }

  /**
   * The first rows of some.
   *
   * @param truncated whether there are more
   */
  record Cut<T>(List<T> rows, boolean truncated) {

    Cut {
      rows = List.copyOf(rows);
    }
  }

  /**
   * Cuts a page from what was fetched.
   *
   * @param fetched one item more than the page holds, when there are more
   * @param key what {@link Page.Cursors#after} gives for the page that follows an item
   */
  static <T> Page<T> page(
      Page.Cursors cursors, List<T> fetched, int size, Function<T, List<String>> key) {
    if (fetched.size() <= size) {
      return new Page<>(fetched, null);
    }
    List<T> items = fetched.subList(0, size);
    return new Page<>(items, cursors.at(key.apply(items.getLast())));
  }

  /** Refuses a status that no job can have here. */
  static void checkStatus(Queue queue, @Nullable String status) {
    List<String> known = queue.layout().values();
    if (status != null && !known.isEmpty() && !known.contains(status)) {
      throw new CallException(
          ErrorCode.INVALID_REQUEST,
          "The argument status must be one of "
              + String.join(", ", known)
              + " in this installation, was "
              + status
              + ".");
    }
  }
}
