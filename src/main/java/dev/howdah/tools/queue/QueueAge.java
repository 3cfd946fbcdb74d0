package dev.howdah.tools.queue;

import dev.howdah.queue.Part;
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
      @Param("Only this entrypoint.") @Nullable String entrypoint,
      @Param(value = "Most entrypoints.", byDefault = "1000", min = 1, max = 10_000) int limit,
      @Param(value = "How the text shows the list.", byDefault = "json") Format format) {}

  public record Result(
      @Param("Longest waiting first; those with deferred jobs only come last.") List<Age> result,
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

  private record Query(@Nullable String entrypoint, int limit) {}

  private static final Sql AGES = Sql.resource(QueueAge.class, "queue_age.sql");

  private final Installations installations;

  public QueueAge(Installations installations) {
    this.installations = installations;
  }

  @Override
  public ToolSpec<Arguments, Result> spec() {
    return ToolSpec.readOnly(
        "queue_age",
        "Job queue: how long jobs wait",
        "How long the waiting jobs of a PgQueuer queue could have run already, by entrypoint, worst"
            + " first; jobs that may not run yet are counted apart. Empty: nothing waits. Next:"
            + " active_workers for whether somebody works, queue_table_info for the jobs.",
        Arguments.class,
        Result.class);
  }

  @Override
  public Result call(Arguments arguments, Call call) {
    int limit = installations.limit(call, arguments.limit());
    return installations.read(
        call,
        arguments.queue(),
        Set.of(Part.QUEUE),
        queue -> {
          List<Age> ages =
              queue.query(AGES, new Query(arguments.entrypoint(), limit + 1), Age.class);
          var cut = installations.cut(ages, limit, AROUND, Age::entrypoint);
          return new Result(cut.rows(), cut.truncated());
        });
  }
}
