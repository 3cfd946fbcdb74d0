package dev.howdah.tools.queue;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import dev.howdah.queue.Part;
import dev.howdah.queue.Period;
import dev.howdah.queue.Queue;
import dev.howdah.tool.Call;
import dev.howdah.tool.Format;
import dev.howdah.tool.Param;
import dev.howdah.tool.Tool;
import dev.howdah.tool.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** One verdict on a queue, and why. */
public final class QueueHealth implements Tool<QueueHealth.Arguments, QueueHealth.Result> {

  /** So many times the heartbeat timeout without a heartbeat, and a job counts as lost. */
  static final double LOST_TIMES_TIMEOUT = 2;

  /** Entrypoints, and reasons, of one answer. */
  static final int MOST_LISTED = 200;

  /** Bytes of an entrypoint beside its name, about. */
  private static final int AROUND = 300;

  public record Arguments(
      @Param(
              value =
                  "The workers' heartbeat timeout, which the database does not show: "
                      + Period.FORM
                      + ". PgQueuer's own default is 30 s. A job without a heartbeat for twice that"
                      + " counts as lost.",
              byDefault = "PT30S")
          String heartbeatTimeout,
      @Param(Installations.ABOUT) @Nullable String queue,
      @Param(value = "How the text shows the lists.", byDefault = "json") Format format) {

    public Arguments {
      var _ = Period.read("heartbeat_timeout", heartbeatTimeout);
    }
  }

  public record Result(
      @Param(
              "ok: jobs run. degraded: they run, but not as they should. stalled: they wait and"
                  + " nobody takes them.")
          Verdict verdict,
      @Param(
              "Why, the worst first; those of entrypoints among them. At most 200, and no more than an answer holds.")
          List<HealthReason> reasons,
      @Param(
              "The entrypoints that were seen, the worst first. At most 200, and no more than an answer holds.")
          List<Entrypoint> entrypoints,
      @Param("What was not looked through, or is not listed, to the end.") List<String> sampled,
      @Param("Log rows that are not folded into the statistics, counted to 100000.")
          long unfoldedLogRows) {}

  /** One of them. */
  public record Entrypoint(
      @Param("What the jobs are for.") String entrypoint,
      @Param("null: no worker was seen to take a job of it for a day, so it is not judged.")
          @Nullable Verdict verdict,
      @Param("Jobs that may run now; null: not counted.") @Nullable Long due,
      @Param("Jobs that may run later; null: not counted.") @Nullable Long deferred,
      @Param(
              "How long the oldest of those that may run is due; null: none is, or all since"
                  + " -infinity.")
          @Nullable Double oldestDueSeconds,
      @Param(
              "95 of 100 jobs taken for the first time in the last hour waited no longer since they"
                  + " were enqueued; null: none was. Time that they were put off is part of it where"
                  + " the queue no longer knows it.")
          @Nullable Double usualWaitSeconds,
      @Param("Jobs that workers have.") long picked,
      @Param("Of these, how many were lost.") long lost,
      @Param("About when a worker last took one; null: none was seen.")
          @Nullable Double lastPickedSecondsAgo,
      @Param("Failed runs of the last hour by all its runs; null: there was none.")
          @Nullable Double failureRate) {}

  private final Installations installations;

  public QueueHealth(Installations installations) {
    this.installations = installations;
  }

  @Override
  public ToolSpec<Arguments, Result> spec() {
    return ToolSpec.readOnly(
        "queue_health",
        "Health of a queue",
        "One verdict on a PgQueuer queue, ok, degraded or stalled, overall and by entrypoint, with"
            + " reasons and the tool to call next. Start here when jobs do not run. Entrypoints"
            + " that no worker took a job of for a day are not judged, only named.",
        Arguments.class,
        Result.class);
  }

  @Override
  public Result call(Arguments arguments, Call call) {
    return installations.read(
        call, arguments.queue(), Set.of(Part.QUEUE, Part.LOG), queue -> answer(queue, arguments));
  }

  Result answer(Queue queue, Arguments arguments) {
    Period timeout =
        Objects.requireNonNullElseGet(
            Period.read("heartbeat_timeout", arguments.heartbeatTimeout()),
            () -> new Period(java.time.Duration.ofSeconds(30)));
    return judged(HealthReader.read(queue, LOST_TIMES_TIMEOUT * timeout.seconds(), MOST_LISTED));
  }

  /** How many of them are listed: half of an answer is theirs, for reasons have the other half. */
  private <T> int listed(List<T> all, ToLongFunction<T> bytes) {
    return Math.min(
        all.size(), installations.fitting(all, MOST_LISTED, each -> 2 * bytes.applyAsLong(each)));
  }

  /** The verdict on what was seen. */
  private Result judged(HealthFacts facts) {
    List<HealthReason> reasons = new ArrayList<>(HealthTables.reasons(facts));
    List<Judged> entrypoints = Judged.of(facts);
    entrypoints.forEach(each -> reasons.addAll(each.reasons()));
    boolean waits = entrypoints.stream().anyMatch(each -> each.seen().ready());
    if ((waits || !facts.waiting().complete())
        && entrypoints.stream().noneMatch(each -> each.seen().attended())) {
      reasons.add(
          new HealthReason(
              HealthReason.Severity.DEGRADED,
              "no_worker",
              (waits ? "Jobs wait, but" : "Jobs may wait, for not all were looked at, and")
                  + " no worker was seen to take one for a day; either none runs or nobody needs"
                  + " this queue any more.",
              "active_workers",
              Map.of()));
    }
    List<HealthFacts.Seen> overlooked =
        entrypoints.stream().map(Judged::seen).filter(HealthFacts.Seen::overlooked).toList();
    if (!overlooked.isEmpty()) {
      reasons.add(HealthRules.overlooked(overlooked));
    }
    reasons.sort((a, b) -> b.severity().compareTo(a.severity()));
    List<String> sampled = new ArrayList<>(facts.sampled());
    int listed = listed(entrypoints, each -> AROUND + 2L * each.seen().entrypoint().length());
    if (entrypoints.size() > listed) {
      sampled.add(unlisted(entrypoints, listed));
    }
    int told = listed(reasons, HealthReason::bytes);
    if (reasons.size() > told) {
      sampled.add(more(reasons, told));
    }
    return new Result(
        Verdict.of(reasons),
        reasons.stream().limit(told).toList(),
        entrypoints.stream().limit(listed).map(QueueHealth::entrypoint).toList(),
        List.copyOf(sampled),
        facts.backlog());
  }

  /** The entrypoints that are not listed, in one sentence; their jobs were not counted. */
  private static String unlisted(List<Judged> all, int listed) {
    List<HealthFacts.Seen> rest =
        all.subList(listed, all.size()).stream().map(Judged::seen).toList();
    long ready = rest.stream().filter(HealthFacts.Seen::ready).count();
    long waiting = rest.stream().filter(seen -> seen.waiting().isPresent()).count();
    long running = rest.stream().filter(seen -> seen.running().isPresent()).count();
    return "Of %d entrypoints that were seen the worst %d are listed; of the others %d with jobs due, %d with deferred ones only, %d with picked ones."
        .formatted(all.size(), listed, ready, waiting - ready, running);
  }

  /** The reasons that are not listed, in one sentence. */
  private static String more(List<HealthReason> all, int told) {
    Map<String, Long> kinds =
        all.subList(told, all.size()).stream()
            .collect(groupingBy(HealthReason::reason, TreeMap::new, counting()));
    return "Reasons beyond the worst %d are not listed: %s."
        .formatted(
            told,
            kinds.entrySet().stream()
                .map(kind -> HealthRules.some(kind.getValue(), "time") + " " + kind.getKey())
                .collect(joining(", ")));
  }

  private static Entrypoint entrypoint(Judged judged) {
    HealthFacts.Seen seen = judged.seen();
    HealthReader.Recent recent = seen.recent().orElse(null);
    long failures = recent == null ? 0 : recent.failed() + recent.retried();
    long runs = recent == null ? 0 : failures + recent.successful();
    return new Entrypoint(
        seen.entrypoint(),
        judged.verdict(),
        seen.due(),
        seen.deferred(),
        seen.waiting().map(WaitingJobs.Entrypoint::oldestSeconds).orElse(null),
        recent == null ? null : recent.usualWaitSeconds(),
        seen.running().map(HealthReader.Running::picked).orElse(0L),
        seen.running().map(HealthReader.Running::lost).orElse(0L),
        seen.lastPickedSeconds(),
        runs == 0 ? null : (double) failures / runs);
  }
}
