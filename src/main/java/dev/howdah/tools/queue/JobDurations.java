package dev.howdah.tools.queue;

import dev.howdah.queue.Part;
import dev.howdah.queue.Period;
import dev.howdah.queue.Queue;
import dev.howdah.sql.Sql;
import dev.howdah.tool.Call;
import dev.howdah.tool.Format;
import dev.howdah.tool.Param;
import dev.howdah.tool.Tool;
import dev.howdah.tool.ToolSpec;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How long jobs ran, from when a worker took them to when that ended. */
public final class JobDurations implements Tool<JobDurations.Arguments, JobDurations.Result> {

  /** Most log rows to look through, and most runs to measure: both within some 50 ms. */
  static final int MOST_ROWS = 30_000;

  static final int MOST_RUNS = 5_000;

  /** Bytes of one entrypoint's row beside its name, about. */
  private static final int AROUND = 300;

  public record Arguments(
      @Param(
              value = "Only runs that ended within this time: " + Period.FORM + ".",
              byDefault = "PT1H")
          String period,
      @Param("Only this entrypoint.") @Nullable String entrypoint,
      @Param(Installations.ABOUT) @Nullable String queue,
      @Param(value = "How the text shows the list.", byDefault = "json") Format format) {

    public Arguments {
      var _ = Period.read("period", period);
    }
  }

  public record Result(
      @Param("By entrypoint, the slowest first.") List<Duration> result,
      @Param(
              "Since when runs were looked at, when there were too many for the whole period: the"
                  + " newest 5000 runs within the newest 30000 log rows; else null.")
          @Nullable String lookedSince,
      @Param("Whether faster ones were left out, because the answer was full.")
          boolean truncated) {}

  /** One entrypoint's. */
  public record Duration(
      @Param("What the jobs are for.") String entrypoint,
      @Param("How many runs were measured, whatever came of them.") long runs,
      @Param("Of these, how many failed for good or were held.") long failed,
      @Param("Of these, how many failed and are tried again.") long retried,
      @Param("(failed + retried) / runs.") double failureRate,
      @Param("Half of them took no longer.") double p50Seconds,
      @Param("95 of 100 took no longer.") double p95Seconds,
      @Param("99 of 100 took no longer.") double p99Seconds,
      @Param("The longest.") double maxSeconds) {}

  private record Query(double seconds, @Nullable String entrypoint, int rows, int runs) {}

  /** One entrypoint's, as it is read. */
  record Measured(
      String entrypoint,
      long runs,
      long failed,
      long retried,
      double p50Seconds,
      double p95Seconds,
      double p99Seconds,
      double maxSeconds,
      @Nullable String lookedSince) {

    Duration duration() {
      return new Duration(
          entrypoint,
          runs,
          failed,
          retried,
          (double) (failed + retried) / runs,
          p50Seconds,
          p95Seconds,
          p99Seconds,
          maxSeconds);
    }
  }

  private static final Sql DURATIONS = Sql.resource(JobDurations.class, "durations.sql");

  private final Installations installations;

  public JobDurations(Installations installations) {
    this.installations = installations;
  }

  @Override
  public ToolSpec<Arguments, Result> spec() {
    return ToolSpec.readOnly(
        "job_durations",
        "How long jobs run",
        "How long PgQueuer's jobs ran, by entrypoint: percentiles from when a worker took a job to"
            + " when that run ended, and how many failed. A job that was lost and taken again"
            + " counts from when it was last taken. Empty: no run ended in the period. How long"
            + " jobs wait: queue_age. One job: job_history.",
        Arguments.class,
        Result.class);
  }

  @Override
  public Result call(Arguments arguments, Call call) {
    return installations.read(
        call, arguments.queue(), Set.of(Part.LOG), queue -> answer(queue, arguments));
  }

  Result answer(Queue queue, Arguments arguments) {
    Period period =
        Objects.requireNonNullElseGet(
            Period.read("period", arguments.period()), JobDurations::hour);
    List<Measured> measured =
        queue.query(
            DURATIONS,
            new Query(period.seconds(), arguments.entrypoint(), MOST_ROWS, MOST_RUNS),
            Measured.class);
    var cut = installations.cut(measured, measured.size(), AROUND, Measured::entrypoint);
    return new Result(
        cut.rows().stream().map(Measured::duration).toList(),
        measured.isEmpty() ? null : measured.getFirst().lookedSince(),
        cut.truncated());
  }

  private static Period hour() {
    return new Period(java.time.Duration.ofHours(1));
  }
}
