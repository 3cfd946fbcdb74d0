package dev.howdah.tools.queue;

import dev.howdah.queue.Part;
import dev.howdah.queue.Queue;
import dev.howdah.queue.Release;
import dev.howdah.sql.Sql;
import dev.howdah.tool.Fence;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Entrypoints that a user may mean: those of jobs that wait, and those of the newest log rows. Both
 * are looked for along an index, and only so far; where an index is missing, they are left out.
 */
final class EntrypointNames {

  /** The tables that are read. */
  static final Set<Part> PARTS = Set.of(Part.QUEUE, Part.LOG);

  /** Waiting entrypoints that are looked at, from the first one and from where the names begin. */
  static final int MOST_WAITING = 1_000;

  /** Log rows that are looked at. */
  static final int MOST_LOGGED = 5_000;

  private static final Sql WAITING = Sql.resource(EntrypointNames.class, "entrypoints_waiting.sql");
  private static final Sql LOGGED = Sql.resource(EntrypointNames.class, "entrypoints_logged.sql");

  private record WaitingQuery(String begins, int entrypoints, int longest) {}

  private record LoggedQuery(String begins, int rows, int longest) {}

  private record Found(String entrypoint) {}

  private EntrypointNames() {}

  /** Those that begin so, whatever their case, by name. */
  static List<String> beginning(Queue queue, String begins, int most) {
    Set<String> names = new TreeSet<>();
    if (Release.searchesByEntrypoint(queue.layout())) {
      var query = new WaitingQuery(begins, MOST_WAITING, Fence.LONGEST_NAME);
      queue.query(WAITING, query, Found.class).forEach(found -> names.add(found.entrypoint()));
    }
    if (Release.searchesByTime(queue.layout())) {
      var query = new LoggedQuery(begins, MOST_LOGGED, Fence.LONGEST_NAME);
      queue.query(LOGGED, query, Found.class).forEach(found -> names.add(found.entrypoint()));
    }
    return names.stream().limit(most).toList();
  }
}
