package dev.howdah.tools.queue;

import dev.howdah.queue.Queue;
import dev.howdah.queue.Since;
import dev.howdah.sql.Sql;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far back a log is searched for what it has no index for. */
final class Horizon {

  /** About 50 ms. */
  static final int ROWS = 100_000;

  /** Of failures it takes fewer, because each of them may be far from the next. */
  static final int FAILURES = 5_000;

  /** Where each is held against the row before of its job: as long. */
  static final int UNTOLD_ROWS = 20_000;

  private record Query(
      @Nullable Double sinceSeconds,
      @Nullable String sinceAt,
      @Nullable String afterCreated,
      @Nullable Long afterId,
      int rows) {}

  private record Row(String created) {}

  private static final Sql HORIZON = Sql.resource(Horizon.class, "horizon.sql");

  private Horizon() {}

  /** When the search ends, or null where all of the log is searched. */
  static @Nullable String of(Queue queue, Since since, @Nullable List<String> after) {
    var query =
        new Query(
            since.seconds(),
            since.at(),
            after == null ? null : after.getFirst(),
            after == null ? null : Long.valueOf(after.getLast()),
            ROWS);
    return queue.query(HORIZON, query, Row.class).stream()
        .map(Row::created)
        .findFirst()
        .orElse(null);
  }

  /** What the next page begins after, when this one has all from the horizon on. */
  static List<String> key(String horizon) {
    return List.of(horizon, "0");
  }
}
