package dev.howdah.tools.queue;

import dev.howdah.queue.Part;
import dev.howdah.queue.Queue;
import dev.howdah.sql.Sql;
import dev.howdah.tool.Call;
import dev.howdah.tool.Format;
import dev.howdah.tool.Page;
import dev.howdah.tool.Param;
import dev.howdah.tool.Tool;
import dev.howdah.tool.ToolSpec;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One job's life: what the log tells of it and how it stands now. */
public final class JobHistory implements Tool<JobHistory.Arguments, JobHistory.Result> {

  /** Most characters of one text of a traceback. */
  static final int MOST_CHARACTERS = 4000;

  public record Arguments(
      @Param(
              value = "The job's id, as job_id in queue_log or id in queue_table_info.",
              min = 1,
              max = 9_007_199_254_740_991L)
          long jobId,
      @Param(value = "Most events of one page.", byDefault = "100", min = 1, max = 1000) int limit,
      @Param("next_cursor of the page before, with the same other arguments.")
          @Nullable String cursor,
      @Param(Installations.ABOUT) @Nullable String queue,
      @Param(value = "How the text shows the list.", byDefault = "json") Format format) {}

  public record Result(
      @Param("The job.") long jobId,
      @Param("As it stands in the queue; null when it has ended, or never was.") @Nullable Now now,
      @Param("Events in the log, on all pages.") long events,
      @Param("How often a worker took it.") long picks,
      @Param("How often one took it though another had it: that one died or was too slow.")
          long lost,
      @Param("How often it failed, retries included.") long failures,
      @Param("What happened, oldest first.") List<Event> result,
      @Param("Pass it as cursor for what happened later; null at the end.")
          @Nullable String nextCursor,
      @Param("Columns that are not shown here: traceback of the log, attempts of the queue.")
          List<String> hiddenColumns) {}

  /** A job that has not ended. */
  public record Now(
      @Param("queued, picked, or failed for one that is held.") String status,
      @Param("What it is for.") String entrypoint,
      @Param("Higher runs first.") int priority,
      @Param("The worker that has it, else null.") @Nullable String worker,
      @Param("When it was enqueued.") String created,
      @Param("When it last changed.") String updated,
      @Param("When its worker last said that it lives.") String heartbeat,
      @Param("When it may run.") String executeAfter,
      @Param(
              "Beyond 30 a picked job counts as lost, unless the workers were set otherwise. Null"
                  + " when heartbeat is infinite.")
          @Nullable Double secondsSinceHeartbeat,
      @Param(
              "How long until it may run; negative: since then. Null when execute_after is infinite.")
          @Nullable Double secondsUntilDue,
      @Param("Retries so far; null before PgQueuer 1.0.") @Nullable Integer attempts) {}

  /** A line of the log. */
  public record Event(
      @Param("When.") String created,
      @Param(
              "enqueued, picked, picked again (its worker was lost), retry (failed, waits for"
                  + " another attempt), held (failed, waits for somebody), requeued, successful,"
                  + " exception, canceled or deleted.")
          String event,
      @Param("The status in the log.") String status,
      @Param("Since the event before; null for the first, and where one of the times is infinite.")
          @Nullable Double secondsSincePrevious,
      @Param("Its priority then.") int priority,
      @Param("What it is for.") String entrypoint,
      @Param("Why it failed; null when it did not or nothing was recorded.")
          @Nullable Failure failure) {}

  /** An exception that a worker recorded. Texts are cut. */
  public record Failure(
      @Param("Its class.") @Nullable String exceptionType,
      @Param("Its message.") @Nullable String exceptionMessage,
      @Param("Where it was thrown, cut to 4000 characters.") @Nullable String traceback,
      @Param("Whether there is more of the traceback; with exception_type null: it is too long.")
          boolean truncated,
      @Param("Which attempt it was.") @Nullable Integer attempt,
      @Param("How long until the next one.") @Nullable Double retryDelaySeconds,
      @Param("Why it was tried again.") @Nullable String reason) {}

  private record Query(
      long jobId,
      @Nullable String afterCreated,
      @Nullable Long afterId,
      int characters,
      long storedBytes,
      int limit) {}

  private record Id(long jobId) {}

  /** Bytes of an event beside its texts, about. */
  private static final int AROUND = 500;

  /** A line as it is read. */
  record Line(
      long id,
      String created,
      String status,
      int priority,
      String entrypoint,
      @Nullable Double secondsSincePrevious,
      @Nullable String previous,
      boolean failed,
      boolean retried,
      @Nullable String exceptionType,
      @Nullable String exceptionMessage,
      @Nullable String traceback,
      boolean more,
      @Nullable Integer attempt,
      @Nullable Double retryDelaySeconds,
      @Nullable String reason,
      long events,
      long picks,
      long lost,
      long failures) {

    /** About how many bytes it has in an answer. */
    long bytes() {
      return AROUND
          + 2L
              * Stream.of(entrypoint, exceptionType, exceptionMessage, traceback, reason)
                  .filter(Objects::nonNull)
                  .mapToInt(String::length)
                  .sum();
    }

    Event event() {
      return new Event(
          created, what(), status, secondsSincePrevious, priority, entrypoint, failure());
    }

    private String what() {
      return switch (status) {
        case "queued" -> retried ? "retry" : previous == null ? "enqueued" : "requeued";
        case "picked" -> Objects.equals(previous, "picked") ? "picked again" : "picked";
        case "failed" -> "held";
        default -> status;
      };
    }

    private @Nullable Failure failure() {
      return failed
          ? new Failure(
              exceptionType, exceptionMessage, traceback, more, attempt, retryDelaySeconds, reason)
          : null;
    }
  }

  private static final Sql EVENTS = Sql.resource(JobHistory.class, "history_events.sql");
  private static final Sql NOW = Sql.resource(JobHistory.class, "history_now.sql");

  private final Installations installations;

  public JobHistory(Installations installations) {
    this.installations = installations;
  }

  @Override
  public ToolSpec<Arguments, Result> spec() {
    return ToolSpec.readOnly(
        "job_history",
        "History of a job",
        "One PgQueuer job's life: every event of the log with the time between, retries, holds and"
            + " lost workers told apart, with exceptions, and how the job stands now. Nothing at"
            + " all: no such job, or its log was removed. Other jobs like it: failed_jobs.",
        Arguments.class,
        Result.class);
  }

  @Override
  public Result call(Arguments arguments, Call call) {
    return installations.read(
        call,
        arguments.queue(),
        Set.of(Part.QUEUE, Part.LOG),
        queue -> answer(queue, arguments, installations.limit(call, arguments.limit())));
  }

  Result answer(Queue queue, Arguments arguments, int limit) {
    var cursors = installations.cursors(queue, "job_history", arguments.jobId());
    List<String> after = cursors.after(arguments.cursor());
    var query =
        new Query(
            arguments.jobId(),
            after == null ? null : after.getFirst(),
            after == null ? null : Long.valueOf(after.getLast()),
            MOST_CHARACTERS,
            LogRow.MOST_STORED,
            limit + 1);
    List<Line> lines = queue.query(EVENTS, query, Line.class);
    List<Now> now = queue.query(NOW, new Id(arguments.jobId()), Now.class);
    Page<Line> page =
        Installations.page(
            cursors,
            lines,
            installations.fitting(lines, limit, Line::bytes),
            line -> List.of(line.created(), Long.toString(line.id())));
    Line any = lines.isEmpty() ? null : lines.getFirst();
    return new Result(
        arguments.jobId(),
        now.isEmpty() ? null : now.getFirst(),
        any == null ? 0 : any.events(),
        any == null ? 0 : any.picks(),
        any == null ? 0 : any.lost(),
        any == null ? 0 : any.failures(),
        page.items().stream().map(Line::event).toList(),
        page.nextCursor(),
        Stream.of(
                queue.hidden(Part.LOG, List.of("traceback")),
                queue.hidden(Part.QUEUE, List.of("attempts")))
            .flatMap(List::stream)
            .toList());
  }
}
