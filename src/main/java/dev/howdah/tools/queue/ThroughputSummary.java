package dev.howdah.tools.queue;

import dev.howdah.queue.Part;
import dev.howdah.queue.Period;
import dev.howdah.queue.Queue;
import dev.howdah.tool.Call;
import dev.howdah.tool.Format;
import dev.howdah.tool.Param;
import dev.howdah.tool.Tool;
import dev.howdah.tool.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How many jobs reached which status in a period. */
public final class ThroughputSummary
    implements Tool<ThroughputSummary.Arguments, ThroughputSummary.Result> {

  public record Arguments(
      @Param("Only what is newer than this: " + Period.FORM + "; left out, all.")
          @Nullable String period,
      @Param("Only this entrypoint.") @Nullable String entrypoint,
      @Param("Only this status.") @Nullable String status,
      @Param(
              value =
                  "Count every row, however long that takes; otherwise a large table is sampled.",
              byDefault = "false")
          boolean exact,
      @Param(value = "Most rows.", byDefault = "1000", min = 1, max = 10_000) int limit,
      @Param(Installations.ABOUT) @Nullable String queue,
      @Param(value = "How the text shows the list.", byDefault = "json") Format format) {

    public Arguments {
      var _ = Period.read("period", period);
    }
  }

  public record Result(
      @Param("By entrypoint and status.") List<Total> result,
      @Param("Whether every row was counted; otherwise total_count is an estimate.") boolean exact,
      @Param("What was sampled, and how to count exactly; null when nothing was.")
          @Nullable String sampled,
      @Param(
              "Whether there are more rows than limit, or than fit into an answer; narrow by"
                  + " entrypoint, status or period.")
          boolean truncated) {}

  /** One of them. */
  public record Total(
      @Param("What the jobs are for.") String entrypoint,
      @Param("queued, picked, successful, exception, canceled, deleted or failed.") String status,
      @Param("How often a job reached it.") long totalCount) {}

  /** Bytes of a row beside its entrypoint, about. */
  private static final int AROUND = 100;

  private final Installations installations;

  public ThroughputSummary(Installations installations) {
    this.installations = installations;
  }

  @Override
  public ToolSpec<Arguments, Result> spec() {
    return ToolSpec.readOnly(
        "throughput_summary",
        "Throughput",
        "How many of PgQueuer's jobs reached which status in a period, by entrypoint: the stored"
            + " statistics together with the log rows not folded yet, so it agrees with"
            + " queue_stats. A retry counts as queued once more. Empty: nothing happened. How long"
            + " jobs take: job_durations. What failed: failed_jobs.",
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
    var reader = new StatisticsReader(queue);
    StatisticsReader.Totals totals =
        reader.totals(
            new StatisticsReader.Filter(
                Period.read("period", arguments.period()),
                arguments.entrypoint(),
                arguments.status()),
            arguments.exact(),
            limit + 1);
    String sampled = sampled(totals);
    var cut = installations.cut(totals.rows(), limit, AROUND, Total::entrypoint);
    return new Result(cut.rows(), sampled == null, sampled, cut.truncated());
  }

  private static @Nullable String sampled(StatisticsReader.Totals totals) {
    List<String> parts = new ArrayList<>();
    if (totals.percent() < 100) {
      parts.add(Percent.of(totals.percent()) + " of the stored statistics");
    }
    if (totals.logPercent() < 100) {
      parts.add(Percent.of(totals.logPercent()) + " of the log, which is not folded");
    }
    return parts.isEmpty()
        ? null
        : "Estimated from "
            + String.join(" and ", parts)
            + "; what is rare may be missing. A shorter period, or exact: true, counts every row.";
  }
}
