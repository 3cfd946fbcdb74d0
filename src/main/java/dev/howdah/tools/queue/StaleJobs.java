package dev.howdah.tools.queue;

import dev.howdah.queue.Part;
import dev.howdah.queue.Period;
import dev.howdah.queue.Queue;
import dev.howdah.queue.Queues;
import dev.howdah.sql.Sql;
import dev.howdah.tool.Call;
import dev.howdah.tool.Format;
import dev.howdah.tool.Page;
import dev.howdah.tool.Param;
import dev.howdah.tool.Tool;
import dev.howdah.tool.ToolSpec;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Jobs whose worker has not been heard of for a while. */
public final class StaleJobs implements Tool<StaleJobs.Arguments, StaleJobs.Result> {

  private static final String TIMEOUT =
      "A worker gives up another's job after 30 s without a heartbeat, unless it was started with"
          + " another timeout, which the database does not know; it beats at half of it.";

  public record Arguments(
      @Param(Installations.ABOUT) @Nullable String queue,
      @Param(value = "How long without a heartbeat: " + Period.FORM + ".", byDefault = "PT5M")
          String threshold,
      @Param("Only jobs of this entrypoint.") @Nullable String entrypoint,
      @Param(value = "Most jobs of one page.", byDefault = "50", min = 1, max = 1000) int limit,
      @Param("next_cursor of the page before, with the same other arguments.")
          @Nullable String cursor,
      @Param(value = "How the text shows the list.", byDefault = "json") Format format) {

    public Arguments {
      if (threshold.isBlank()) {
        threshold = "PT5M";
      }
      Period.read("threshold", threshold);
    }

    Period period() {
      Period period = Period.read("threshold", threshold);
      return period == null ? new Period(Duration.ofMinutes(5)) : period;
    }
  }

  public record Result(
      @Param("By heartbeat, the oldest first.") List<Job> result,
      @Param("Pass it as cursor for the next page; null at the end.") @Nullable String nextCursor,
      @Param("Jobs that workers hold, stale or not.") long pickedJobs,
      @Param("Of these, how many had no heartbeat for 30 s, whatever the threshold.") long lateJobs,
      @Param("PgQueuer's default timeout, 30.") long defaultHeartbeatTimeoutSeconds,
      @Param("What that timeout means.") String heartbeatTimeout,
      @Param(Shown.HIDDEN) List<String> hiddenColumns) {}

  /** One of them. */
  public record Job(
      @Param("Its number.") long id,
      @Param("A higher one runs first.") int priority,
      @Param("The worker that has it, else null.") @Nullable String queueManagerId,
      @Param("When it was put into the queue.") String created,
      @Param("When the worker took it.") String updated,
      @Param("When the worker was last heard of.") String heartbeat,
      @Param("Not run before.") String executeAfter,
      @Param("Always picked.") String status,
      @Param("The function that it calls.") String entrypoint,
      @Param("How long ago the heartbeat was; null when it is -infinity.")
          @Nullable Double secondsSinceHeartbeat,
      @Param("How often it was tried and failed before; null before PgQueuer 1.0.")
          @Nullable Integer attempts) {

    List<String> key() {
      return List.of(heartbeat, Long.toString(id));
    }

    /** About how many bytes it has in an answer. */
    long bytes() {
      return AROUND + 2L * entrypoint.length();
    }
  }

  /** Bytes of a row beside its entrypoint, about. */
  private static final int AROUND = 1000;

  private record Query(
      double seconds,
      @Nullable String entrypoint,
      @Nullable String afterHeartbeat,
      @Nullable Long afterId,
      int limit) {}

  private record Silence(double seconds, @Nullable String entrypoint) {}

  private record Count(long picked, long late) {}

  private static final Sql STALE = Sql.resource(StaleJobs.class, "stale_jobs.sql");
  private static final Sql SILENT = Sql.resource(StaleJobs.class, "silent.sql");

  private final Installations installations;

  public StaleJobs(Installations installations) {
    this.installations = installations;
  }

  @Override
  public ToolSpec<Arguments, Result> spec() {
    return ToolSpec.readOnly(
        "stale_jobs",
        "Job queue: jobs of silent workers",
        "Picked jobs of a PgQueuer queue without a heartbeat for longer than threshold: their worker"
            + " died, hangs or lost its connection. They keep concurrency slots until another"
            + " worker takes them. Empty: none for so long; late_jobs counts those beyond the"
            + " default timeout of 30 s. Next: active_workers, queue_log with job_id.",
        Arguments.class,
        Result.class);
  }

  @Override
  public Result call(Arguments arguments, Call call) {
    int limit = installations.limit(call, arguments.limit());
    return installations.read(
        call, arguments.queue(), Set.of(Part.QUEUE), queue -> page(queue, arguments, limit));
  }

  private Result page(Queue queue, Arguments arguments, int limit) {
    Page.Cursors cursors =
        installations.cursors(
            queue, "stale_jobs", arguments.period().toString(), arguments.entrypoint());
    List<String> after = cursors.after(arguments.cursor());
    var query =
        new Query(
            arguments.period().seconds(),
            arguments.entrypoint(),
            after == null ? null : after.getFirst(),
            after == null ? null : Long.valueOf(after.getLast()),
            limit + 1);
    List<Job> fetched = queue.query(STALE, query, Job.class);
    int fitting = installations.fitting(fetched, limit, Job::bytes);
    Page<Job> page = Installations.page(cursors, fetched, fitting, Job::key);
    long timeout = Queues.HEARTBEAT_TIMEOUT.toSeconds();
    Count count =
        queue.query(SILENT, new Silence(timeout, arguments.entrypoint()), Count.class).getFirst();
    return new Result(
        page.items(),
        page.nextCursor(),
        count.picked(),
        count.late(),
        timeout,
        TIMEOUT,
        queue.hidden(Part.QUEUE, List.of("attempts")));
  }
}
