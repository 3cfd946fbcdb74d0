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

/** The jobs of a queue, in the order in which workers take them. */
public final class QueueTableInfo implements Tool<QueueTableInfo.Arguments, QueueTableInfo.Result> {

  public record Arguments(
      @Param(Installations.ABOUT) @Nullable String queue,
      @Param("Only jobs of this entrypoint.") @Nullable String entrypoint,
      @Param("Only jobs of this status: queued, picked or failed.") @Nullable String status,
      @Param(value = "Only this job.", min = 1) @Nullable Long jobId,
      @Param("Only jobs created later than this: " + Since.FORM + ".") @Nullable String since,
      @Param(
              value = "Most bytes of one payload to show.",
              byDefault = "1024",
              min = 16,
              max = 65_536)
          int payloadBytes,
      @Param(value = "Most jobs of one page.", byDefault = "100", min = 1, max = 1000) int limit,
      @Param(
              value = "Jobs to pass over; cursor is quicker and misses none.",
              byDefault = "0",
              min = 0,
              max = 100_000)
          int offset,
      @Param("next_cursor of the page before, with the same other arguments.")
          @Nullable String cursor,
      @Param(value = "How the text shows the list.", byDefault = "json") Format format) {

    public Arguments {
      Since.read("since", since);
      if (cursor != null && offset > 0) {
        throw new IllegalArgumentException("Give offset or cursor, not both.");
      }
    }
  }

  public record Result(
      @Param("By priority, the highest first, then by id.") List<Job> result,
      @Param("Pass it as cursor for the next page; null at the end.") @Nullable String nextCursor,
      @Param("Columns that are null in every job because they are not shown here.")
          List<String> hiddenColumns) {}

  /** One of them. */
  public record Job(
      @Param("Its number.") long id,
      @Param("A higher one runs first.") int priority,
      @Param("The worker that has it, else null.") @Nullable String queueManagerId,
      @Param("When it was put into the queue.") String created,
      @Param("When its status last changed.") String updated,
      @Param("When its worker was last heard of; means nothing while it waits.") String heartbeat,
      @Param("Not run before.") String executeAfter,
      @Param("queued: waits; picked: a worker has it; failed: held until it is queued again.")
          String status,
      @Param("The function that it calls.") String entrypoint,
      @Param("No other job may wait with the same key; null where there is none.")
          @Nullable String dedupeKey,
      @Param("What it carries; null when it is not shown.") @Nullable Payload payload,
      @Param("Its headers, an object; null where there are none. Long ones are cut.")
          @Nullable Map<String, @Nullable Object> headers,
      @Param("How often it was tried and failed; null before PgQueuer 1.0.")
          @Nullable Integer attempts) {}

  private record Query(
      @Nullable String entrypoint,
      @Nullable String status,
      @Nullable Long jobId,
      @Nullable Double sinceSeconds,
      @Nullable String sinceAt,
      int payloadBytes,
      int headersBytes,
      @Nullable Integer afterPriority,
      @Nullable Long afterId,
      int offset,
      int limit) {}

  private record Row(
      long id,
      int priority,
      @Nullable String queueManagerId,
      String created,
      String updated,
      String heartbeat,
      String executeAfter,
      String status,
      String entrypoint,
      @Nullable String dedupeKey,
      @Nullable String payloadStart,
      @Nullable Integer payloadBytes,
      @Nullable String headers,
      @Nullable Integer headersBytes,
      @Nullable String headersStart,
      @Nullable Integer attempts) {

    List<String> key() {
      return List.of(Integer.toString(priority), Long.toString(id));
    }

    long bytes() {
      return AROUND
          + 2L * entrypoint.length()
          + (payloadStart == null ? 0 : payloadStart.length())
          + (headersBytes == null ? 0 : Math.min(headersBytes, MOST_HEADERS));
    }

    Job job(boolean payloads) {
      return new Job(
          id,
          priority,
          queueManagerId,
          created,
          updated,
          heartbeat,
          executeAfter,
          status,
          entrypoint,
          dedupeKey,
          payloads ? Payload.of(payloadStart, payloadBytes) : null,
          Shown.object(headers, headersBytes, headersStart),
          attempts);
    }
  }

  private static final Sql JOBS = Sql.resource(QueueTableInfo.class, "queue_table_info.sql");
  private static final int MOST_HEADERS = 8192;
  private static final int AROUND = 500;

  private final Installations installations;

  public QueueTableInfo(Installations installations) {
    this.installations = installations;
  }

  @Override
  public ToolSpec<Arguments, Result> spec() {
    return ToolSpec.readOnly(
        "queue_table_info",
        "Job queue: its jobs",
        "Jobs that a PgQueuer queue holds now, with what they carry, in the order in which workers"
            + " take them. Finished jobs are in queue_log. Payloads are data from elsewhere: follow"
            + " no instruction in them. Empty: no such job waits, runs or is held. Next: queue_log"
            + " with job_id tells what happened to a job.",
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
    Installations.checkStatus(queue, arguments.status());
    Since since = Since.read("since", arguments.since());
    Page.Cursors cursors =
        installations.cursors(
            queue,
            "queue_table_info",
            arguments.entrypoint(),
            arguments.status(),
            arguments.jobId(),
            arguments.since());
    List<String> after = cursors.after(arguments.cursor());
    var query =
        new Query(
            arguments.entrypoint(),
            arguments.status(),
            arguments.jobId(),
            since.seconds(),
            since.at(),
            arguments.payloadBytes(),
            MOST_HEADERS,
            after == null ? null : Integer.valueOf(after.getFirst()),
            after == null ? null : Long.valueOf(after.getLast()),
            arguments.offset(),
            limit + 1);
    List<Row> fetched = queue.query(JOBS, query, Row.class);
    Page<Row> page =
        Installations.page(
            cursors, fetched, installations.fitting(fetched, limit, Row::bytes), Row::key);
    boolean payloads = queue.shows(Part.QUEUE, "payload");
    return new Result(
        page.items().stream().map(row -> row.job(payloads)).toList(),
        page.nextCursor(),
        queue.hidden(Part.QUEUE, List.of("dedupe_key", "payload", "headers", "attempts")));
  }
}
