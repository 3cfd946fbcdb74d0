package dev.howdah.tools.queue;

import dev.howdah.queue.Part;
import dev.howdah.queue.Queues;
import dev.howdah.sql.Sql;
import dev.howdah.tool.Call;
import dev.howdah.tool.Format;
import dev.howdah.tool.Param;
import dev.howdah.tool.Tool;
import dev.howdah.tool.ToolSpec;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The workers that hold a job. */
public final class ActiveWorkers implements Tool<ActiveWorkers.Arguments, ActiveWorkers.Result> {

  private static final String UNSEEN =
      "Workers write nothing into the database while they hold no job, so an idle worker and no"
          + " worker look the same here. A worker listed may also be dead: compare its"
          + " newest_heartbeat.";

  public record Arguments(
      @Param(Installations.ABOUT) @Nullable String queue,
      @Param("Only workers that hold a job of this entrypoint.") @Nullable String entrypoint,
      @Param(value = "Most workers.", byDefault = "500", min = 1, max = 1000) int limit,
      @Param(value = "How the text shows the list.", byDefault = "json") Format format) {}

  public record Result(
      @Param("By active_jobs, the most first, then by queue_manager_id.") List<Worker> result,
      @Param("Whether there are more workers than limit, or than an answer holds.")
          boolean truncated,
      @Param("What this list cannot show.") String cannotSee) {}

  /** One of them. */
  public record Worker(
      @Param("Its number, made anew at each start.") String queueManagerId,
      @Param("How many jobs it holds.") long activeJobs,
      @Param("Of these, how many had no heartbeat for 30 s, the default timeout.") long lateJobs,
      @Param("The oldest heartbeat of its jobs.") String oldestHeartbeat,
      @Param("The newest heartbeat of its jobs: when it was surely alive.") String newestHeartbeat,
      @Param("How long ago that was; null when it is infinite.")
          @Nullable Double secondsSinceHeartbeat,
      @Param("Entrypoints of its jobs, each once.") List<String> entrypoints) {

    /** About how many bytes it has in an answer. */
    long bytes() {
      return AROUND + entrypoints.stream().mapToLong(name -> 4 + 2L * name.length()).sum();
    }
  }

  private static final int AROUND = 700;

  private record Query(@Nullable String entrypoint, double timeoutSeconds, int limit) {}

  private static final Sql WORKERS = Sql.resource(ActiveWorkers.class, "active_workers.sql");

  private final Installations installations;

  public ActiveWorkers(Installations installations) {
    this.installations = installations;
  }

  @Override
  public ToolSpec<Arguments, Result> spec() {
    return ToolSpec.readOnly(
        "active_workers",
        "Job queue: its workers",
        "Workers of a PgQueuer queue that hold a job now, with their heartbeats. Empty: none holds"
            + " one; whether any is running cannot be told from the database. Next: stale_jobs for"
            + " jobs of dead workers, queue_age for jobs that nobody takes.",
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
          var query =
              new Query(arguments.entrypoint(), Queues.HEARTBEAT_TIMEOUT.toSeconds(), limit + 1);
          List<Worker> workers = queue.query(WORKERS, query, Worker.class);
          int fitting = installations.fitting(workers, limit, Worker::bytes);
          return new Result(
              workers.stream().limit(fitting).toList(), workers.size() > fitting, UNSEEN);
        });
  }
}
