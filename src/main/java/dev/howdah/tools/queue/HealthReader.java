package dev.howdah.tools.queue;

import dev.howdah.queue.Layout;
import dev.howdah.queue.Part;
import dev.howdah.queue.Queue;
import dev.howdah.sql.Sql;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a verdict on a queue rests on; each look is bounded, however large the tables are. */
final class HealthReader {

  /** Picked jobs that are looked at. */
  static final int MOST_PICKED = 10_000;

  /** Log rows of the last hour, picks whose wait is measured, and rows before each moment. */
  static final int MOST_RECENT = 20_000;

  static final int MOST_WAITS = 1_000;
  static final int MOST_CLAIMS = 400;

  /** Log rows whose jobs' ids are looked at. */
  static final int MOST_IDS = 5_000;

  /** How far back is lately. */
  static final double RECENT_SECONDS = 3600;

  /** What of the backlog is counted; more makes no difference. */
  static final int MOST_BACKLOG = 100_000;

  private static final Sql RUNNING = Sql.resource(HealthReader.class, "health_running.sql");
  private static final Sql RECENT = Sql.resource(HealthReader.class, "health_recent.sql");
  private static final Sql CLAIMS = Sql.resource(HealthReader.class, "health_claims.sql");
  private static final Sql TABLES = Sql.resource(HealthReader.class, "health_tables.sql");
  private static final Sql IDS = Sql.resource(HealthReader.class, "health_ids.sql");
  private static final Sql LAST_ID = Sql.resource(HealthReader.class, "health_last_id.sql");
  private static final Sql BACKLOG = Sql.resource(HealthReader.class, "health_backlog.sql");

  /** One entrypoint's jobs that run. */
  record Running(
      String entrypoint,
      long picked,
      long lost,
      long deadWorkers,
      long slots,
      @Nullable Double oldestHeartbeatSeconds,
      @Nullable Long lookedAt) {}

  /** One entrypoint's last hour. */
  record Recent(
      String entrypoint,
      @Nullable Double lastPickedSeconds,
      long picked,
      long successful,
      long failed,
      long retried,
      long lost,
      @Nullable Long worstJob,
      long worstLost,
      @Nullable Double usualWaitSeconds,
      @Nullable Double lookedSeconds) {}

  record Claim(String entrypoint, double secondsAgo) {}

  /** One of the four tables. */
  record Table(
      String part,
      long bytes,
      long pages,
      long liveRows,
      long deadRows,
      String idType,
      @Nullable Long lastId) {}

  private record Id(@Nullable Long lastJob, @Nullable Long lastLog) {}

  private record Last(@Nullable Long last) {}

  private record Count(long rows) {}

  private record RunningQuery(double lostSeconds, int most) {}

  private record RecentQuery(double seconds, int rows, int waits) {}

  private record ClaimsQuery(int rows) {}

  private record BacklogQuery(int most) {}

  private record TablesQuery(
      @Nullable String queue,
      @Nullable String log,
      @Nullable String statistics,
      @Nullable String schedules) {}

  private record IdsQuery(int most) {}

  private record Nothing() {}

  private HealthReader() {}

  /**
   * Looks at everything.
   *
   * @param lostSeconds a heartbeat older than that is of a lost job
   * @param counted of how many entrypoints, the worst ones, waiting jobs are counted
   */
  static HealthFacts read(Queue queue, double lostSeconds, int counted) {
    HealthFacts idle = idle(queue, lostSeconds);
    Set<String> attended =
        idle.entrypoints().stream()
            .filter(HealthFacts.Seen::attended)
            .map(HealthFacts.Seen::entrypoint)
            .collect(Collectors.toSet());
    HealthFacts uncounted = idle.with(WaitingJobs.of(queue, attended, idle.pages(Part.QUEUE)));
    Set<String> worst =
        Judged.of(uncounted).stream()
            .limit(counted)
            .map(judged -> judged.seen().entrypoint())
            .collect(Collectors.toSet());
    return uncounted.with(uncounted.waiting().counted(queue, worst));
  }

  /** All but the jobs that wait. */
  private static HealthFacts idle(Queue queue, double lostSeconds) {
    return new HealthFacts(
        WaitingJobs.NONE,
        queue.query(RUNNING, new RunningQuery(lostSeconds, MOST_PICKED), Running.class),
        queue.query(RECENT, new RecentQuery(RECENT_SECONDS, MOST_RECENT, MOST_WAITS), Recent.class),
        queue.query(CLAIMS, new ClaimsQuery(MOST_CLAIMS), Claim.class),
        tables(queue),
        queue.layout(),
        shown(queue),
        queue.missing(),
        lastIds(queue),
        queue.query(BACKLOG, new BacklogQuery(MOST_BACKLOG), Count.class).getFirst().rows(),
        lostSeconds);
  }

  private static Set<Part> shown(Queue queue) {
    return Arrays.stream(Part.values())
        .filter(part -> queue.shows(part, "id"))
        .collect(Collectors.toSet());
  }

  /** By part; none where there is no row, or where the caller may not look. */
  private static Map<String, Long> lastIds(Queue queue) {
    Id both = queue.query(IDS, new IdsQuery(MOST_IDS), Id.class).getFirst();
    Map<String, Long> last = new HashMap<>();
    put(last, Part.QUEUE, both.lastJob());
    put(last, Part.LOG, both.lastLog());
    for (Part part : List.of(Part.STATISTICS, Part.SCHEDULES)) {
      if (queue.shows(part, "id")) {
        Layout.Table table = queue.layout().table(part).orElseThrow();
        Sql text = LAST_ID.with("table", table.identifier());
        put(last, part, queue.query(text, new Nothing(), Last.class).getFirst().last());
      }
    }
    return last;
  }

  private static void put(Map<String, Long> last, Part part, @Nullable Long id) {
    if (id != null) {
      last.put(part.toString(), id);
    }
  }

  private static List<Table> tables(Queue queue) {
    return queue.query(
        TABLES,
        new TablesQuery(
            quoted(queue, Part.QUEUE),
            quoted(queue, Part.LOG),
            quoted(queue, Part.STATISTICS),
            quoted(queue, Part.SCHEDULES)),
        Table.class);
  }

  private static @Nullable String quoted(Queue queue, Part part) {
    return queue.layout().table(part).map(table -> table.identifier().quoted()).orElse(null);
  }
}
