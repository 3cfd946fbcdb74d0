package dev.howdah.tools.queue;

import dev.howdah.queue.Part;
import dev.howdah.queue.Period;
import dev.howdah.queue.Queue;
import dev.howdah.tool.Call;
import dev.howdah.tool.Format;
import dev.howdah.tool.Param;
import dev.howdah.tool.Tool;
import dev.howdah.tool.ToolSpec;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How many jobs reached which status, second by second. */
public final class QueueStats implements Tool<QueueStats.Arguments, QueueStats.Result> {

  /** Bytes of a row beside the entrypoint, about. */
  private static final int AROUND = 200;

  public record Arguments(
      @Param("Only what is newer than this: " + Period.FORM + "; left out, all.")
          @Nullable String period,
      @Param(value = "Most rows of one page.", byDefault = "50", min = 1, max = 1000) int limit,
      @Param("Only this entrypoint.") @Nullable String entrypoint,
      @Param("Only this status.") @Nullable String status,
      @Param("next_cursor of the page before, with the same other arguments.")
          @Nullable String cursor,
      @Param(Installations.ABOUT) @Nullable String queue,
      @Param(value = "How the text shows the list.", byDefault = "json") Format format) {

    public Arguments {
      var _ = Period.read("period", period);
    }
  }

  public record Result(
      @Param("Newest first.") List<Statistic> result,
      @Param(
              "Pass it as cursor for older ones; null at the end. A page may be short and still"
                  + " have one.")
          @Nullable String nextCursor,
      @Param("Where looking ended before the page was full, else null; go on with next_cursor.")
          @Nullable String lookedSince) {}

  /** One of them. */
  public record Statistic(
      @Param("Jobs.") long count,
      @Param("The second in which they reached it.") String created,
      @Param("What the jobs are for.") String entrypoint,
      @Param("Higher runs first.") int priority,
      @Param("queued, picked, successful, exception, canceled, deleted or failed.") String status) {

    StatisticsReader.Place place() {
      return new StatisticsReader.Place(created, entrypoint, priority, status);
    }
  }

  private final Installations installations;

  public QueueStats(Installations installations) {
    this.installations = installations;
  }

  @Override
  public ToolSpec<Arguments, Result> spec() {
    return ToolSpec.readOnly(
        "queue_stats",
        "Queue statistics",
        "How many of PgQueuer's jobs reached which status, by second, priority and entrypoint,"
            + " newest first: the stored statistics together with the log rows not folded yet, so"
            + " it is up to date. A retry counts as queued once more. Empty: nothing happened in"
            + " the period. Sums: throughput_summary. One job: job_history.",
        Arguments.class,
        Result.class);
  }

  @Override
  public Result call(Arguments arguments, Call call) {
    return installations.read(
        call,
        arguments.queue(),
        Set.of(Part.LOG, Part.STATISTICS),
        queue -> answer(queue, arguments, installations.limit(call, arguments.limit())));
  }

  Result answer(Queue queue, Arguments arguments, int limit) {
    Installations.checkStatus(queue, arguments.status());
    Period period = Period.read("period", arguments.period());
    var cursors =
        installations.cursors(
            queue,
            "queue_stats",
            period == null ? null : period.toString(),
            arguments.entrypoint(),
            arguments.status());
    List<String> after = cursors.after(arguments.cursor());
    var reader = new StatisticsReader(queue);
    StatisticsReader.Found found =
        reader.newest(
            new StatisticsReader.Filter(period, arguments.entrypoint(), arguments.status()),
            after == null ? null : StatisticsReader.Place.of(after),
            limit);
    var cut = installations.cut(found.rows(), limit, AROUND, Statistic::entrypoint);
    StatisticsReader.Place next = cut.truncated() ? cut.rows().getLast().place() : found.next();
    return new Result(
        cut.rows(),
        next == null ? null : cursors.at(next.key()),
        cut.truncated() ? null : found.since());
  }
}
