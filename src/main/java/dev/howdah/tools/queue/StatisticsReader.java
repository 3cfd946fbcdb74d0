package dev.howdah.tools.queue;

import dev.howdah.queue.Part;
import dev.howdah.queue.Period;
import dev.howdah.queue.Queue;
import dev.howdah.sql.Sql;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The statistics of one installation as they would be if PgQueuer folded its log now. Nothing is
 * folded: what waits for it is counted on the way.
 */
final class StatisticsReader {

  /** Stored rows, and as many of the log, that one statement looks through to be exact. */
  static final int MOST_EXACT = 30_000;

  /** Below this size of the rows alone a table is read whole: some 450 000 rows of statistics. */
  static final long SMALL_BYTES = 32L << 20;

  /** What is read of a larger table to estimate: some 50 000 rows of statistics. */
  static final long SAMPLE_BYTES = 4L << 20;

  private static final Sql PENDING = Sql.resource(StatisticsReader.class, "statistics_pending.sql");
  private static final Sql STATISTICS = Sql.resource(StatisticsReader.class, "statistics.sql");
  private static final Sql EXTENT = Sql.resource(StatisticsReader.class, "statistics_extent.sql");
  private static final Sql SIZE = Sql.resource(StatisticsReader.class, "statistics_size.sql");
  private static final Sql TOTALS = Sql.resource(StatisticsReader.class, "statistics_totals.sql");

  private final Queue queue;
  private final long mostExact;

  StatisticsReader(Queue queue) {
    this(queue, MOST_EXACT);
  }

  /** For tests: with few rows that are many. */
  StatisticsReader(Queue queue, long mostExact) {
    this.queue = queue;
    this.mostExact = mostExact;
  }

  /** Log rows not folded, and after which second there are no more of them than may be read. */
  record Pending(long rows, @Nullable String since) {}

  /** A second; or null. */
  record Extent(@Nullable String since) {}

  record Size(long statisticsBytes, long logBytes) {}

  private record From(@Nullable Double seconds, @Nullable String until, long most) {}

  private record Within(
      @Nullable Double seconds,
      @Nullable String since,
      @Nullable String until,
      long most,
      int limit) {}

  private record Names(String statistics, String log) {}

  private record Query(
      @Nullable Double seconds,
      @Nullable String since,
      @Nullable String entrypoint,
      @Nullable String status,
      @Nullable String until,
      @Nullable String afterEntrypoint,
      @Nullable Long afterPriority,
      @Nullable String afterStatus,
      long most,
      int limit) {}

  private record Sums(
      @Nullable Double seconds,
      @Nullable String entrypoint,
      @Nullable String status,
      String way,
      double percent,
      double logPercent,
      int limit) {}

  /** Which statistics are asked for. */
  record Filter(@Nullable Period period, @Nullable String entrypoint, @Nullable String status) {
    @Nullable Double seconds() {
      return period == null ? null : period.seconds();
    }

    boolean selective() {
      return entrypoint != null || status != null;
    }
  }

  /** The last row of the page before. */
  record Place(String created, String entrypoint, long priority, String status) {

    private static final long BEFORE_ALL = 1L + Integer.MAX_VALUE;

    /** Before every row of a second. */
    static Place at(String created) {
      return new Place(created, "", BEFORE_ALL, "");
    }

    static Place of(List<String> key) {
      return new Place(key.get(0), key.get(1), Long.parseLong(key.get(2)), key.get(3));
    }

    List<String> key() {
      return List.of(created, entrypoint, Long.toString(priority), status);
    }
  }

  /**
   * Some statistics, newest first.
   *
   * @param rows at most as many as asked for
   * @param next where to go on; null at the end
   * @param since where looking ended before as many were found, a second; else null
   */
  record Found(List<QueueStats.Statistic> rows, @Nullable Place next, @Nullable String since) {}

  /** The newest statistics, or those behind a place. */
  Found newest(Filter filter, @Nullable Place after, int limit) {
    String until = after == null ? null : after.created();
    String since =
        queue
            .query(PENDING, new From(filter.seconds(), until, mostExact), Pending.class)
            .getFirst()
            .since();
    var query =
        new Query(
            filter.seconds(),
            since,
            filter.entrypoint(),
            filter.status(),
            until,
            after == null ? null : after.entrypoint(),
            after == null ? null : after.priority(),
            after == null ? null : after.status(),
            filter.selective() ? mostExact : 0,
            limit + 1);
    List<QueueStats.Statistic> rows = queue.query(STATISTICS, query, QueueStats.Statistic.class);
    boolean full = rows.size() > limit;
    // A full page of one priority's rows never reaches behind what was looked through of it, unless
    // some of that was left out.
    String stored =
        full && !filter.selective()
            ? null
            : extent(filter.seconds(), since, until, query.most(), limit + 1);
    String end = stored == null && !full ? since : stored;
    List<QueueStats.Statistic> complete = end == null ? rows : after(end, rows);
    if (complete.size() > limit) {
      List<QueueStats.Statistic> page = complete.subList(0, limit);
      return new Found(page, page.getLast().place(), null);
    }
    return new Found(complete, end == null ? null : Place.at(end), end);
  }

  /** Rows of the seconds that are complete. */
  private static List<QueueStats.Statistic> after(String end, List<QueueStats.Statistic> rows) {
    Instant last = PostgresTime.instant(end);
    return rows.stream().filter(row -> PostgresTime.instant(row.created()).isAfter(last)).toList();
  }

  private @Nullable String extent(
      @Nullable Double seconds,
      @Nullable String since,
      @Nullable String until,
      long most,
      int limit) {
    return queue
        .query(EXTENT, new Within(seconds, since, until, most, limit), Extent.class)
        .getFirst()
        .since();
  }

  /**
   * Sums by entrypoint and status.
   *
   * @param percent of the stored rows that were read; less than 100 is an estimate
   * @param logPercent of the log
   */
  record Totals(List<ThroughputSummary.Total> rows, double percent, double logPercent) {}

  /**
   * The sums.
   *
   * @param exact to read whatever that takes
   * @param limit most rows to give
   */
  Totals totals(Filter filter, boolean exact, int limit) {
    Sums sums = exact ? sums(filter, "all", 100, 100, limit) : within(filter, limit);
    List<ThroughputSummary.Total> rows = queue.query(TOTALS, sums, ThroughputSummary.Total.class);
    return new Totals(rows, sums.percent(), sums.logPercent());
  }

  private Sums within(Filter filter, int limit) {
    Size size =
        queue
            .query(SIZE, new Names(quoted(Part.STATISTICS), quoted(Part.LOG)), Size.class)
            .getFirst();
    Pending pending =
        queue.query(PENDING, new From(filter.seconds(), null, mostExact), Pending.class).getFirst();
    boolean fewPending = size.logBytes() <= small() || pending.rows() <= mostExact;
    double logPercent = fewPending ? 100 : percent(size.logBytes());
    if (size.statisticsBytes() <= small()) {
      return sums(filter, "all", 100, logPercent, limit);
    }
    return filter.period() != null && extent(filter.seconds(), null, null, mostExact, 1) == null
        ? sums(filter, "recent", 100, logPercent, limit)
        : sums(filter, "sample", percent(size.statisticsBytes()), logPercent, limit);
  }

  private String quoted(Part part) {
    return queue.layout().table(part).orElseThrow().identifier().quoted();
  }

  private long small() {
    return SMALL_BYTES * mostExact / MOST_EXACT;
  }

  private double percent(long bytes) {
    return Math.min(100, 100.0 * SAMPLE_BYTES * mostExact / MOST_EXACT / bytes);
  }

  private static Sums sums(
      Filter filter, String way, double percent, double logPercent, int limit) {
    return new Sums(
        filter.seconds(), filter.entrypoint(), filter.status(), way, percent, logPercent, limit);
  }
}
