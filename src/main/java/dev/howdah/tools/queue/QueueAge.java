package dev.howdah.tools.queue;

import dev.howdah.queue.Part;
import dev.howdah.queue.Queue;
import dev.howdah.sql.Sql;
import dev.howdah.tool.Call;
import dev.howdah.tool.Format;
import dev.howdah.tool.Param;
import dev.howdah.tool.Tool;
import dev.howdah.tool.ToolSpec;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How long jobs have been waiting, by entrypoint. */
public final class QueueAge implements Tool<QueueAge.Arguments, QueueAge.Result> {

  public record Arguments(
      @Param(Installations.ABOUT) @Nullable String queue,
      @Param("Only this entrypoint; all of its jobs are read.") @Nullable String entrypoint,
      @Param(
              value = "Read every job, however long that takes; otherwise a long queue is sampled.",
              byDefault = "false")
          boolean exact,
      @Param(value = "Most entrypoints.", byDefault = "1000", min = 1, max = 10_000) int limit,
      @Param(value = "How the text shows the list.", byDefault = "json") Format format) {}

  public record Result(
      @Param("Longest waiting first; those with deferred jobs only come last.") List<Age> result,
      @Param("Whether every job was read; otherwise the counts are estimates.") boolean exact,
      @Param("What was sampled, and how to read every job; null when nothing was.")
          @Nullable String sampled,
      @Param("Whether there are more entrypoints than limit, or than fit into an answer.")
          boolean truncated) {}

  /** One entrypoint. */
  public record Age(
      @Param("The function that the jobs call.") String entrypoint,
      @Param("Jobs that wait and may run now.") long queuedCount,
      @Param("When the oldest of these was put into the queue; null when there is none.")
          @Nullable String oldestCreated,
      @Param("Since when the longest waiting of these could have run; null when there is none.")
          @Nullable String oldestDue,
      @Param(
              "How long that is ago: retried and scheduled jobs count from when they were due. Null"
                  + " when oldest_due is null or infinite.")
          @Nullable Double oldestAgeSeconds,
      @Param(
              "How long those of them that wait since a finite time have been waiting on average;"
                  + " null when there is none.")
          @Nullable Double avgAgeSeconds,
      @Param("Jobs that may not run yet: scheduled for later, or waiting for their next attempt.")
          long deferredCount,
      @Param("When the first of these may run; null when there is none.")
          @Nullable String nextDue) {}

  /** Bytes of a row beside its entrypoint, about. */
  private static final int AROUND = 400;

  private record Query(@Nullable String entrypoint, double percent, int limit) {}

  private static final Sql AGES = Sql.resource(QueueAge.class, "queue_age.sql").with("sample", "");
  private static final Sql SAMPLED =
      Sql.resource(QueueAge.class, "queue_age.sql")
          .with("sample", "tablesample system (cast(:percent as real)) repeatable (0)");

  private final Installations installations;
  private final long smallBytes;

  public QueueAge(Installations installations) {
    this(installations, QueueSample.SMALL_BYTES);
  }

  /** For tests: with a small queue that is long. */
  QueueAge(Installations installations, long smallBytes) {
    this.installations = installations;
    this.smallBytes = smallBytes;
  }

  @Override
  public ToolSpec<Arguments, Result> spec() {
    return ToolSpec.readOnly(
        "queue_age",
        "Job queue: how long jobs wait",
        "How long the waiting jobs of a PgQueuer queue could have run already, by entrypoint, worst"
            + " first; jobs that may not run yet are counted apart. A long queue is sampled, and sampled"
            + " says so. Empty, and not sampled: nothing waits. Next: active_workers for whether somebody works, queue_table_info for the jobs.",
        Arguments.class,
        Result.class);
  }

  @Override
  public Result call(Arguments arguments, Call call) {
    int limit = installations.limit(call, arguments.limit());
    return installations.read(
        call, arguments.queue(), Set.of(Part.QUEUE), queue -> answer(queue, arguments, limit));
  }

  Result answer(Queue queue, Arguments arguments, int limit) {
    var sample =
        arguments.exact() || arguments.entrypoint() != null
            ? QueueSample.WHOLE
            : QueueSample.of(queue, smallBytes);
    List<Age> ages =
        queue.query(
            sample.whole() ? AGES : SAMPLED,
            new Query(arguments.entrypoint(), sample.percent(), limit + 1),
            Age.class);
    var cut = installations.cut(ages, limit, AROUND, Age::entrypoint);
    String sampled =
        sample.told(
            "the times are of the jobs that were looked at, and entrypoints with few jobs may be"
                + " missing");
    return new Result(cut.rows(), sample.whole(), sampled, cut.truncated());
  }
}
