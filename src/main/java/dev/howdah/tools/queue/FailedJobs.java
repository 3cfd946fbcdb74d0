package dev.howdah.tools.queue;

import static java.util.stream.Collectors.joining;

import dev.howdah.queue.Part;
import dev.howdah.queue.Queue;
import dev.howdah.queue.Since;
import dev.howdah.sql.Sql;
import dev.howdah.tool.Call;
import dev.howdah.tool.Format;
import dev.howdah.tool.Page;
import dev.howdah.tool.Param;
import dev.howdah.tool.Tool;
import dev.howdah.tool.ToolSpec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Jobs that failed, with their tracebacks. */
public final class FailedJobs implements Tool<FailedJobs.Arguments, FailedJobs.Result> {

  public record Arguments(
      @Param(Installations.ABOUT) @Nullable String queue,
      @Param(
              value = "Also failures after which the job was queued again to be retried.",
              byDefault = "false")
          boolean includeRetries,
      @Param("Only jobs of this entrypoint.") @Nullable String entrypoint,
      @Param(value = "Only this job.", min = 1) @Nullable Long jobId,
      @Param("Only failures later than this: " + Since.FORM + ".") @Nullable String since,
      @Param(value = "Most failures of one page.", byDefault = "50", min = 1, max = 1000) int limit,
      @Param("next_cursor of the page before, with the same other arguments.")
          @Nullable String cursor,
      @Param(value = "How the text shows the list.", byDefault = "json") Format format) {

    public Arguments {
      Since.read("since", since);
    }
  }

  public record Result(
      @Param("Latest first.") List<Failure> result,
      @Param("Pass it as cursor for the next page; null at the end.") @Nullable String nextCursor,
      @Param(
              "Where a search for retries or by entrypoint stopped before the page was full; next_cursor goes on."
                  + " Null: nothing was passed over.")
          @Nullable String searchedTo,
      @Param(Shown.HIDDEN) List<String> hiddenColumns) {}

  /** One of them. */
  public record Failure(
      @Param("Number of the log's row.") long id,
      @Param("When it failed.") String created,
      @Param("The job.") long jobId,
      @Param("The status it failed into: exception, failed, or queued for a retry.") String status,
      @Param("The job's priority.") int priority,
      @Param("The function that it calls.") String entrypoint,
      @Param("exception_type, exception_message, traceback and more; null where none was kept.")
          @Nullable Map<String, @Nullable Object> traceback,
      @Param("Whether it is counted in the statistics already.") boolean aggregated,
      @Param(
              "exception: gone for good; held: kept until somebody queues it again; retry: queued"
                  + " again by itself.")
          String kind,
      @Param("Which attempt failed, as the traceback tells; null where it does not.")
          @Nullable Integer attempt,
      @Param("Type of the exception, else null.") @Nullable String exceptionType,
      @Param("Its message, else null. Long ones are cut.") @Nullable String exceptionMessage,
      @Param("The job's status now; null when it has left the queue.")
          @Nullable String currentStatus) {}

  private record Query(
      String statuses,
      boolean includeRetries,
      boolean untold,
      @Nullable String entrypoint,
      @Nullable Long jobId,
      @Nullable Double sinceSeconds,
      @Nullable String sinceAt,
      @Nullable String horizon,
      int tracebackBytes,
      long storedBytes,
      @Nullable String afterCreated,
      @Nullable Long afterId,
      int limit) {}

  private record Search(
      boolean includeRetries,
      @Nullable String entrypoint,
      String statuses,
      @Nullable Double sinceSeconds,
      @Nullable String sinceAt,
      @Nullable String afterCreated,
      @Nullable Long afterId,
      int rows,
      int failures) {}

  private record End(@Nullable String created) {}

  private static final Sql HORIZON = Sql.resource(FailedJobs.class, "failed_horizon.sql");
  private static final Sql FAILURES = Sql.resource(FailedJobs.class, "failed_jobs.sql");

  private final Installations installations;

  public FailedJobs(Installations installations) {
    this.installations = installations;
  }

  @Override
  public ToolSpec<Arguments, Result> spec() {
    return ToolSpec.readOnly(
        "failed_jobs",
        "Job queue: failures",
        "Jobs of a PgQueuer queue that failed for good or are held, latest first, with exception and"
            + " traceback; include_retries adds failures that are retried, so that a job failing"
            + " again and again is seen. Empty: no failure is logged. Next: queue_log with job_id"
            + " for one job's life, queue_table_info with status failed for held jobs.",
        Arguments.class,
        Result.class);
  }

  @Override
  public Result call(Arguments arguments, Call call) {
    int limit = installations.limit(call, arguments.limit());
    return installations.read(
        call,
        arguments.queue(),
        Set.of(Part.QUEUE, Part.LOG),
        queue -> page(queue, arguments, limit));
  }

  private Result page(Queue queue, Arguments arguments, int limit) {
    Since since = Since.read("since", arguments.since());
    Page.Cursors cursors =
        installations.cursors(
            queue,
            "failed_jobs",
            arguments.includeRetries(),
            arguments.entrypoint(),
            arguments.jobId(),
            arguments.since());
    List<String> after = cursors.after(arguments.cursor());
    String statuses =
        Stream.of("exception", "failed")
            .filter(queue.layout()::knows)
            .collect(joining(",", "{", "}"));
    String horizon =
        arguments.jobId() == null ? horizon(queue, arguments, since, after, statuses) : null;
    var query =
        new Query(
            statuses,
            arguments.includeRetries(),
            untold(queue),
            arguments.entrypoint(),
            arguments.jobId(),
            since.seconds(),
            since.at(),
            horizon,
            LogRow.MOST_TRACEBACK,
            LogRow.MOST_STORED,
            after == null ? null : after.getFirst(),
            after == null ? null : Long.valueOf(after.getLast()),
            limit + 1);
    List<LogRow.Failed> fetched = queue.query(FAILURES, query, LogRow.Failed.class);
    int fitting = installations.fitting(fetched, limit, each -> each.row().bytes());
    Page<LogRow.Failed> page =
        Installations.page(cursors, fetched, fitting, each -> each.row().key());
    List<Failure> shown = page.items().stream().map(LogRow.Failed::failure).toList();
    List<String> hidden = queue.hidden(Part.LOG, List.of("traceback"));
    return horizon == null || page.nextCursor() != null
        ? new Result(shown, page.nextCursor(), null, hidden)
        : new Result(shown, cursors.at(Horizon.key(horizon)), horizon, hidden);
  }

  private static boolean untold(Queue queue) {
    return !queue.shows(Part.LOG, "traceback");
  }

  /** When the search for what has no index ends, or null where all of the log is searched. */
  private static @Nullable String horizon(
      Queue queue,
      Arguments arguments,
      Since since,
      @Nullable List<String> after,
      String statuses) {
    if (!arguments.includeRetries() && arguments.entrypoint() == null) {
      return null;
    }
    var search =
        new Search(
            arguments.includeRetries(),
            arguments.entrypoint(),
            statuses,
            since.seconds(),
            since.at(),
            after == null ? null : after.getFirst(),
            after == null ? null : Long.valueOf(after.getLast()),
            untold(queue) ? Horizon.UNTOLD_ROWS : Horizon.ROWS,
            Horizon.FAILURES);
    return queue.query(HORIZON, search, End.class).getFirst().created();
  }
}
