package dev.howdah.tools.queue;

import static java.util.Comparator.naturalOrder;

import dev.howdah.queue.Queue;
import dev.howdah.queue.Release;
import dev.howdah.sql.Sql;
import dev.howdah.tool.Json;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The jobs that wait, by entrypoint. Every entrypoint that workers take jobs of is looked at, since
 * the verdict rests on these, and of the others so many as there are or as a look is allowed to.
 *
 * @param entrypoints those that have any, in no order
 * @param complete whether those are all
 * @param lookedAt where no index begins with the entrypoint: how many jobs at the front were looked
 *     at; null: all
 * @param percent of the table's pages on which, beside these, jobs were looked at of the
 *     entrypoints that workers take jobs of
 */
record WaitingJobs(
    List<Entrypoint> entrypoints, boolean complete, @Nullable Long lookedAt, double percent) {

  /** None. */
  static final WaitingJobs NONE = new WaitingJobs(List.of(), true, null, 0);

  /** Jobs that are counted of one entrypoint. */
  static final int MOST_JOBS = 10_000;

  /** Jobs at the front of the queue that are looked at where no index leads to an entrypoint's. */
  static final int MOST_FRONT = 5_000;

  /** Pages of the table that are looked through there beside these. */
  static final int MOST_PAGES = 300;

  /** Entrypoints that are looked at, by name, beside those that workers take jobs of. */
  static final int MOST_ENTRYPOINTS = 2_000;

  private static final Sql WAITING = Sql.resource(WaitingJobs.class, "health_waiting.sql");
  private static final Sql COUNTS = Sql.resource(WaitingJobs.class, "health_counts.sql");
  private static final Sql UNINDEXED =
      Sql.resource(WaitingJobs.class, "health_waiting_unindexed.sql");
  private static final Sql PAGES = Sql.resource(WaitingJobs.class, "health_waiting_pages.sql");

  WaitingJobs {
    entrypoints = List.copyOf(entrypoints);
  }

  /**
   * The jobs of one entrypoint.
   *
   * @param ready whether one may run now
   * @param oldestSeconds since the longest waiting became due; null: none is, or nobody knows
   * @param putOff whether such jobs are put off when they are enqueued
   * @param due how many may run now; null: not counted
   * @param deferred how many may run later; null: not counted
   * @param all whether all of its jobs were looked at
   */
  record Entrypoint(
      String entrypoint,
      boolean ready,
      @Nullable Double oldestSeconds,
      boolean putOff,
      @Nullable Long due,
      @Nullable Long deferred,
      boolean all) {

    /** What two looks at some of its jobs, which may be the same ones, tell together. */
    private Entrypoint with(Entrypoint other) {
      return new Entrypoint(
          entrypoint,
          ready || other.ready,
          most(oldestSeconds, other.oldestSeconds),
          putOff || other.putOff,
          most(due, other.due),
          most(deferred, other.deferred),
          all || other.all);
    }

    private static <T extends Comparable<T>> @Nullable T most(@Nullable T a, @Nullable T b) {
      return Stream.of(a, b).filter(Objects::nonNull).max(naturalOrder()).orElse(null);
    }

    private Entrypoint counted(@Nullable Counted counts) {
      if (counts == null) {
        return this;
      }
      // They may all have been taken in between.
      boolean still = counts.due() > 0;
      return new Entrypoint(
          entrypoint,
          still,
          still ? oldestSeconds : null,
          putOff,
          counts.due(),
          counts.deferred(),
          counts.due() < MOST_JOBS);
    }
  }

  /** One row, where the queue can be searched by entrypoint. */
  record Found(
      String entrypoint,
      boolean ready,
      @Nullable Double oldestSeconds,
      boolean putOff,
      boolean more) {}

  /** How many jobs of one entrypoint wait. */
  record Counted(String entrypoint, long due, long deferred) {}

  /** One row, where it cannot. */
  record Sampled(
      String entrypoint,
      long due,
      long deferred,
      @Nullable Double oldestSeconds,
      boolean putOff,
      @Nullable Long lookedAt) {

    private Entrypoint waiting(boolean all) {
      return new Entrypoint(entrypoint, due > 0, oldestSeconds, putOff, due, deferred, all);
    }
  }

  private record WaitingQuery(int entrypoints, String names, int most) {}

  private record CountsQuery(String names, int most) {}

  private record UnindexedQuery(int most) {}

  private record PagesQuery(String names, double percent) {}

  /**
   * Looks at them.
   *
   * @param attended entrypoints that workers take jobs of
   * @param pages of the queue; 0 where it has none
   */
  static WaitingJobs of(Queue queue, Set<String> attended, long pages) {
    return Release.searchesByEntrypoint(queue.layout())
        ? indexed(queue, attended)
        : sampled(queue, attended, pages);
  }

  private static WaitingJobs indexed(Queue queue, Set<String> attended) {
    var query = new WaitingQuery(MOST_ENTRYPOINTS, Json.text(attended), MOST_JOBS);
    List<Found> rows = queue.query(WAITING, query, Found.class);
    return new WaitingJobs(
        rows.stream()
            .map(
                row ->
                    new Entrypoint(
                        row.entrypoint(),
                        row.ready(),
                        row.oldestSeconds(),
                        row.putOff(),
                        null,
                        null,
                        true))
            .toList(),
        rows.stream().noneMatch(Found::more),
        null,
        0);
  }

  /**
   * Where that is not the whole queue, more of it is read for the entrypoints that workers take
   * jobs of: others' jobs may stand in front of theirs, and a job that was put back to the front
   * may hide how long the rest waits.
   */
  private static WaitingJobs sampled(Queue queue, Set<String> attended, long pages) {
    List<Sampled> rows = queue.query(UNINDEXED, new UnindexedQuery(MOST_FRONT), Sampled.class);
    Long lookedAt =
        rows.stream().map(Sampled::lookedAt).filter(Objects::nonNull).findFirst().orElse(null);
    Map<String, Entrypoint> byName = new TreeMap<>();
    rows.forEach(row -> byName.put(row.entrypoint(), row.waiting(lookedAt == null)));
    if (lookedAt == null) {
      return new WaitingJobs(List.copyOf(byName.values()), true, null, 0);
    }
    double percent =
        attended.isEmpty() || pages == 0 ? 0 : Math.min(100, 100.0 * MOST_PAGES / pages);
    if (percent > 0) {
      queue
          .query(PAGES, new PagesQuery(Json.text(attended), percent), Sampled.class)
          .forEach(
              row -> byName.merge(row.entrypoint(), row.waiting(percent == 100), Entrypoint::with));
    }
    return new WaitingJobs(List.copyOf(byName.values()), false, lookedAt, percent);
  }

  /** Whether jobs may wait, of entrypoints that workers take jobs of, that were not looked at. */
  boolean inPart() {
    return lookedAt != null && percent < 100;
  }

  /** The same with the jobs of these entrypoints counted, as far as they are not. */
  WaitingJobs counted(Queue queue, Set<String> names) {
    List<String> uncounted =
        entrypoints.stream()
            .filter(each -> each.due() == null && names.contains(each.entrypoint()))
            .map(Entrypoint::entrypoint)
            .toList();
    if (uncounted.isEmpty()) {
      return this;
    }
    Map<String, Counted> counts =
        queue
            .query(COUNTS, new CountsQuery(Json.text(uncounted), MOST_JOBS), Counted.class)
            .stream()
            .collect(Collectors.toMap(Counted::entrypoint, Function.identity()));
    return new WaitingJobs(
        entrypoints.stream().map(each -> each.counted(counts.get(each.entrypoint()))).toList(),
        complete,
        lookedAt,
        percent);
  }
}
