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

/** How many jobs a queue holds, by entrypoint, priority and status. */
public final class QueueSize implements Tool<QueueSize.Arguments, QueueSize.Result> {

  public record Arguments(
      @Param(Installations.ABOUT) @Nullable String queue,
      @Param("Only jobs of this entrypoint; all of them are read.") @Nullable String entrypoint,
      @Param("Only jobs of this status: queued, picked or failed.") @Nullable String status,
      @Param(
              value = "Read every job, however long that takes; otherwise a long queue is sampled.",
              byDefault = "false")
          boolean exact,
      @Param(value = "Most rows.", byDefault = "1000", min = 1, max = 10_000) int limit,
      @Param(value = "How the text shows the list.", byDefault = "json") Format format) {}

  public record Result(
      @Param("By count, the smallest first.") List<Size> result,
      @Param("Whether every job was read; otherwise the counts of waiting jobs are estimates.")
          boolean exact,
      @Param("What was sampled, and how to read every job; null when nothing was.")
          @Nullable String sampled,
      @Param(
              "Whether there are more rows than limit, or than fit into an answer; narrow by"
                  + " entrypoint or status.")
          boolean truncated) {}

  /** Jobs that are alike. */
  public record Size(
      @Param("How many jobs.") long count,
      @Param("Their priority; a higher one runs first.") int priority,
      @Param("Their entrypoint.") String entrypoint,
      @Param("queued: waits; picked: a worker has it; failed: held until it is queued again.")
          String status) {}

  /** Bytes of a row beside its entrypoint, about. */
  private static final int AROUND = 120;

  private static final String QUEUED = "queued";

  private record Query(
      @Nullable String entrypoint, @Nullable String status, double percent, int limit) {}

  private static final Sql SIZES = Sql.resource(QueueSize.class, "queue_size.sql");
  private static final Sql SAMPLED = Sql.resource(QueueSize.class, "queue_size_sampled.sql");

  private final Installations installations;
  private final long smallBytes;

  public QueueSize(Installations installations) {
    this(installations, QueueSample.SMALL_BYTES);
  }

  /** For tests: with a small queue that is long. */
  QueueSize(Installations installations, long smallBytes) {
    this.installations = installations;
    this.smallBytes = smallBytes;
  }

  @Override
  public ToolSpec<Arguments, Result> spec() {
    return ToolSpec.readOnly(
        "queue_size",
        "Job queue: how many jobs",
        "Jobs that a PgQueuer queue holds now, counted by entrypoint, priority and status. Finished"
            + " jobs are in queue_stats. A long queue is sampled, and sampled says so. Empty, and not"
            + " sampled: no job waits, runs or is held. Next: queue_age for how long they wait,"
            + " stale_jobs for picked ones.",
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
    Installations.checkStatus(queue, arguments.status());
    var sample = whole(arguments) ? QueueSample.WHOLE : QueueSample.of(queue, smallBytes);
    List<Size> sizes =
        queue.query(
            sample.whole() ? SIZES : SAMPLED,
            new Query(arguments.entrypoint(), arguments.status(), sample.percent(), limit + 1),
            Size.class);
    var cut = installations.cut(sizes, limit, AROUND, Size::entrypoint);
    String sampled =
        sample.told(
            "the counts of waiting jobs are estimates, and entrypoints and priorities with few of"
                + " them may be missing; picked and failed jobs are counted");
    return new Result(cut.rows(), sample.whole(), sampled, cut.truncated());
  }

  /** Only jobs that wait are estimated, and only where nobody asks for those of one entrypoint. */
  private static boolean whole(Arguments arguments) {
    return arguments.exact()
        || arguments.entrypoint() != null
        || (arguments.status() != null && !arguments.status().equals(QUEUED));
  }
}
