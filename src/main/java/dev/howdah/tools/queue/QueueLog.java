package dev.howdah.tools.queue;

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
import org.jspecify.annotations.Nullable;

/** What happened to jobs. */
public final class QueueLog implements Tool<QueueLog.Arguments, QueueLog.Result> {

  public record Arguments(
      @Param(Installations.ABOUT) @Nullable String queue,
      @Param("Only jobs of this entrypoint.") @Nullable String entrypoint,
      @Param(
              "Only what ended in this status: queued, picked, successful, exception, canceled,"
                  + " deleted or failed.")
          @Nullable String status,
      @Param(value = "Only this job.", min = 1) @Nullable Long jobId,
      @Param("Only what was logged later than this: " + Since.FORM + ".") @Nullable String since,
      @Param(value = "Most rows of one page.", byDefault = "100", min = 1, max = 1000) int limit,
      @Param("next_cursor of the page before, with the same other arguments.")
          @Nullable String cursor,
      @Param(value = "How the text shows the list.", byDefault = "json") Format format) {

    public Arguments {
      Since.read("since", since);
    }
  }

  public record Result(
      @Param("Latest first.") List<Entry> result,
      @Param("Pass it as cursor for the next page; null at the end.") @Nullable String nextCursor,
      @Param(
              "Where a search by entrypoint stopped before the page was full; next_cursor goes on."
                  + " Null: nothing was passed over.")
          @Nullable String searchedTo,
      @Param(Shown.HIDDEN) List<String> hiddenColumns) {}

  /** One row. */
  public record Entry(
      @Param("Its number.") long id,
      @Param("When it happened.") String created,
      @Param("The job.") long jobId,
      @Param(
              "queued: put into the queue, or back after a failure (then with a traceback); picked:"
                  + " taken by a worker; successful, exception, canceled, deleted: its end; failed:"
                  + " held.")
          String status,
      @Param("The job's priority.") int priority,
      @Param("The function that it calls.") String entrypoint,
      @Param("Of a failure: exception_type, exception_message, traceback and more; else null.")
          @Nullable Map<String, @Nullable Object> traceback,
      @Param("Whether it is counted in the statistics already.") boolean aggregated) {}

  private record Query(
      @Nullable String entrypoint,
      @Nullable String status,
      @Nullable Long jobId,
      @Nullable Double sinceSeconds,
      @Nullable String sinceAt,
      @Nullable String horizon,
      int tracebackBytes,
      long storedBytes,
      @Nullable String afterCreated,
      @Nullable Long afterId,
      int limit) {}

  private static final Sql LOG = Sql.resource(QueueLog.class, "queue_log.sql");

  private final Installations installations;

  public QueueLog(Installations installations) {
    this.installations = installations;
  }

  @Override
  public ToolSpec<Arguments, Result> spec() {
    return ToolSpec.readOnly(
        "queue_log",
        "Job queue: its log",
        "What happened to the jobs of a PgQueuer queue, latest first: queued, picked and how they"
            + " ended. With job_id one job's whole life, also of a job that is gone. Empty: nothing"
            + " of the kind is logged. Next: failed_jobs for failures alone.",
        Arguments.class,
        Result.class);
  }

  @Override
  public Result call(Arguments arguments, Call call) {
    int limit = installations.limit(call, arguments.limit());
    return installations.read(
        call, arguments.queue(), Set.of(Part.LOG), queue -> page(queue, arguments, limit));
  }

  private Result page(Queue queue, Arguments arguments, int limit) {
    Installations.checkStatus(queue, arguments.status());
    Since since = Since.read("since", arguments.since());
    Page.Cursors cursors =
        installations.cursors(
            queue,
            "queue_log",
            arguments.entrypoint(),
            arguments.status(),
            arguments.jobId(),
            arguments.since());
    List<String> after = cursors.after(arguments.cursor());
    boolean searched = arguments.entrypoint() != null && arguments.jobId() == null;
    String horizon = searched ? Horizon.of(queue, since, after) : null;
    var query =
        new Query(
            arguments.entrypoint(),
            arguments.status(),
            arguments.jobId(),
            since.seconds(),
            since.at(),
            horizon,
            LogRow.MOST_TRACEBACK,
            LogRow.MOST_STORED,
            after == null ? null : after.getFirst(),
            after == null ? null : Long.valueOf(after.getLast()),
            limit + 1);
    List<LogRow> fetched = queue.query(LOG, query, LogRow.class);
    Page<LogRow> page =
        Installations.page(
            cursors, fetched, installations.fitting(fetched, limit, LogRow::bytes), LogRow::key);
    List<Entry> shown = page.items().stream().map(LogRow::entry).toList();
    List<String> hidden = queue.hidden(Part.LOG, List.of("traceback"));
    return horizon == null || page.nextCursor() != null
        ? new Result(shown, page.nextCursor(), null, hidden)
        : new Result(shown, cursors.at(Horizon.key(horizon)), horizon, hidden);
  }
}
