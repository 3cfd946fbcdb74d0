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

/** What runs at certain times. */
public final class Schedules implements Tool<Schedules.Arguments, Schedules.Result> {

  public record Arguments(
      @Param(Installations.ABOUT) @Nullable String queue,
      @Param("Only schedules of this entrypoint.") @Nullable String entrypoint,
      @Param("Only schedules of this status: queued or picked.") @Nullable String status,
      @Param(value = "Most schedules.", byDefault = "1000", min = 1, max = 10_000) int limit,
      @Param(value = "How the text shows the list.", byDefault = "json") Format format) {}

  public record Result(
      @Param("By last_run, the longest ago first; those that never ran come last.")
          List<Schedule> result,
      @Param("Whether there are more schedules than limit, or than an answer holds.")
          boolean truncated) {}

  /** One of them. */
  public record Schedule(
      @Param("Its number.") long id,
      @Param("When it runs, as cron writes it.") String expression,
      @Param("The function that it calls.") String entrypoint,
      @Param("When the worker that runs it was last heard of; 30 s of silence mean it is dead.")
          String heartbeat,
      @Param("When it was made.") String created,
      @Param("When its status last changed.") String updated,
      @Param("When it runs next.") String nextRun,
      @Param("When it last ran; null when it never did.") @Nullable String lastRun,
      @Param("queued: waits for its time; picked: a worker runs it.") @Nullable String status,
      @Param("How long ago next_run was; null when it is yet to come, or -infinity.")
          @Nullable Double overdueSeconds) {}

  /** Bytes of a row beside its entrypoint, about. */
  private static final int AROUND = 900;

  private record Query(@Nullable String entrypoint, @Nullable String status, int limit) {}

  private static final Sql SCHEDULES = Sql.resource(Schedules.class, "schedules.sql");

  private final Installations installations;

  public Schedules(Installations installations) {
    this.installations = installations;
  }

  @Override
  public ToolSpec<Arguments, Result> spec() {
    return ToolSpec.readOnly(
        "schedules",
        "Job queue: schedules",
        "What a PgQueuer installation runs at certain times, with the last and the next run."
            + " overdue_seconds beyond a minute: no scheduler is running, or a run takes long."
            + " Empty: nothing is scheduled. Next: queue_log for what the jobs did.",
        Arguments.class,
        Result.class);
  }

  @Override
  public Result call(Arguments arguments, Call call) {
    int limit = installations.limit(call, arguments.limit());
    return installations.read(
        call,
        arguments.queue(),
        Set.of(Part.SCHEDULES),
        queue -> {
          Installations.checkStatus(queue, arguments.status());
          var query = new Query(arguments.entrypoint(), arguments.status(), limit + 1);
          List<Schedule> found = queue.query(SCHEDULES, query, Schedule.class);
          var cut = installations.cut(found, limit, AROUND, Schedule::entrypoint);
          return new Result(cut.rows(), cut.truncated());
        });
  }
}
