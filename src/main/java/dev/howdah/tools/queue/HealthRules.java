package dev.howdah.tools.queue;

import static dev.howdah.tools.queue.HealthReason.Severity.DEGRADED;
import static dev.howdah.tools.queue.HealthReason.Severity.NOTICE;
import static dev.howdah.tools.queue.HealthReason.Severity.STALLED;
import static java.util.stream.Collectors.joining;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From what was seen of an entrypoint to what is wrong with it. */
final class HealthRules {

  /** Jobs that are due for so long while nobody takes any: stalled. */
  static final double STALLED_SECONDS = 300;

  /** A job is late when it waits longer than this and than so many times the usual wait, */
  static final double LATE_SECONDS = 60;

  static final double LATE_TIMES_USUAL = 10;

  /** or longer than this and than so many times the usual wait, */
  static final double VERY_LATE_SECONDS = 1800;

  static final double VERY_LATE_TIMES_USUAL = 2;

  /** or longer than this where it cannot be told what is usual, because jobs are put off. */
  static final double LATE_THOUGH_PUT_OFF_SECONDS = 300;

  /** So large a part of at least so many runs failed. */
  static final double FAILURE_RATE = 0.2;

  static final int LEAST_RUNS = 10;

  /** Characters of an entrypoint that messages show. */
  static final int LONGEST_NAME = 200;

  /** Names that one message gives. */
  static final int MOST_NAMES = 5;

  /** One job was lost so often. */
  static final int LOST_TIMES = 3;

  private HealthRules() {}

  /** What is wrong with an entrypoint that somebody works at. */
  static List<HealthReason> attended(HealthFacts.Seen seen, double lostSeconds) {
    List<HealthReason> reasons = new ArrayList<>();
    waiting(seen, reasons);
    running(seen, lostSeconds, reasons);
    recent(seen, reasons);
    return reasons;
  }

  /** What is to be known of one that nobody works at. */
  static List<HealthReason> unattended(HealthFacts.Seen seen) {
    return !seen.ready()
        ? List.of()
        : List.of(
            new HealthReason(
                NOTICE,
                "unattended",
                "Waiting at %s: %s, but no worker was seen to take one for a day; it is not judged."
                    .formatted(shown(seen.entrypoint()), due(seen)),
                "queue_age",
                Map.of("entrypoint", seen.entrypoint())));
  }

  /** What is to be known of those whose jobs may wait unseen. */
  static HealthReason overlooked(List<HealthFacts.Seen> seen) {
    String names =
        seen.stream()
            .limit(MOST_NAMES)
            .map(each -> shown(each.entrypoint()))
            .collect(joining(", "));
    return new HealthReason(
        NOTICE,
        "not_looked_at",
        "Whether jobs wait at %s%s is not known: none was seen, but not all jobs were looked at."
            .formatted(
                names,
                seen.size() > MOST_NAMES ? " and " + (seen.size() - MOST_NAMES) + " others" : ""),
        "queue_age",
        Map.of("exact", true));
  }

  /** How many are due, which are not counted to the end. */
  private static String due(HealthFacts.Seen seen) {
    Long due = seen.due();
    if (due == null) {
      return "jobs, not counted";
    }
    String jobs = some(due, "job");
    return due >= WaitingJobs.MOST_JOBS || seen.countedInPart() ? "at least " + jobs : jobs;
  }

  private static void waiting(HealthFacts.Seen seen, List<HealthReason> reasons) {
    if (!seen.ready()) {
      return;
    }
    String name = seen.entrypoint();
    double oldest = seen.oldestSeconds();
    double usual = seen.recent().map(HealthReader.Recent::usualWaitSeconds).orElse(0.0);
    if (oldest >= STALLED_SECONDS && !seen.claimedWithin(STALLED_SECONDS) && seen.alive() == 0) {
      reasons.add(
          new HealthReason(
              seen.reach() < STALLED_SECONDS ? DEGRADED : STALLED,
              "nobody_takes_jobs",
              "Due at %s: %s, the oldest since %s; %s."
                  .formatted(shown(name), due(seen), time(oldest), lastPicked(seen)),
              "active_workers",
              Map.of()));
    } else if (oldest > late(seen, usual)) {
      reasons.add(
          new HealthReason(
              DEGRADED,
              "late",
              "The oldest job of %s that is due waits for %s%s; %s now."
                  .formatted(shown(name), time(oldest), usual(seen, usual), running(seen.alive())),
              "queue_age",
              Map.of("entrypoint", name)));
    }
  }

  /** When a worker took a job, as far as that is certain. */
  private static String lastPicked(HealthFacts.Seen seen) {
    Double last = seen.lastPickedSeconds();
    return last != null && last <= seen.reach()
        ? "a worker took the last one %s ago".formatted(time(last))
        : "no worker took one for at least "
            + time(seen.reach())
            + (last == null ? "" : ", and one was last seen to %s ago".formatted(time(last)));
  }

  /** How long a job may be due. */
  private static double late(HealthFacts.Seen seen, double usual) {
    return seen.putOff()
        ? LATE_THOUGH_PUT_OFF_SECONDS
        : Math.min(
            Math.max(LATE_SECONDS, LATE_TIMES_USUAL * usual),
            Math.max(VERY_LATE_SECONDS, VERY_LATE_TIMES_USUAL * usual));
  }

  private static String usual(HealthFacts.Seen seen, double usual) {
    if (seen.putOff()) {
      return "; what is usual cannot be told, because jobs are put off";
    }
    return usual > 0 ? ", where 95 of 100 wait at most " + time(usual) : "";
  }

  private static String running(long alive) {
    return alive == 1 ? "1 runs" : alive + " run";
  }

  private static void running(
      HealthFacts.Seen seen, double lostSeconds, List<HealthReason> reasons) {
    HealthReader.Running running = seen.running().orElse(null);
    if (running == null) {
      return;
    }
    String threshold = "PT" + Math.round(lostSeconds) + "S";
    if (running.lost() > 0) {
      reasons.add(
          new HealthReason(
              DEGRADED,
              "lost_jobs",
              "%d of %s of %s had no heartbeat for more than %s%s."
                  .formatted(
                      running.lost(),
                      some(running.picked(), "picked job"),
                      shown(running.entrypoint()),
                      time(lostSeconds),
                      longest(running.oldestHeartbeatSeconds())),
              "stale_jobs",
              Map.of("threshold", threshold, "entrypoint", running.entrypoint())));
    }
    if (running.slots() > 0) {
      reasons.add(
          new HealthReason(
              DEGRADED,
              "slots_of_dead_workers",
              "%s that %s no sign of life %s %s of %s, which %s against its concurrency limit until"
                      .formatted(
                          some(running.deadWorkers(), "worker"),
                          running.deadWorkers() == 1 ? "gives" : "give",
                          running.deadWorkers() == 1 ? "keeps" : "keep",
                          some(running.slots(), "job"),
                          shown(running.entrypoint()),
                          running.slots() == 1 ? "counts" : "count")
                  + " another worker takes %s over."
                      .formatted(running.slots() == 1 ? "it" : "them"),
              "active_workers",
              Map.of()));
    }
  }

  private static String longest(@Nullable Double seconds) {
    return seconds == null ? "" : ", the longest for " + time(seconds);
  }

  private static void recent(HealthFacts.Seen seen, List<HealthReason> reasons) {
    HealthReader.Recent recent = seen.recent().orElse(null);
    if (recent == null) {
      return;
    }
    if (recent.worstJob() != null) {
      reasons.add(
          new HealthReason(
              recent.worstLost() >= LOST_TIMES ? DEGRADED : NOTICE,
              "picked_again",
              takenAgain(recent, recent.worstJob())
                  + " workers died, or their heartbeats come late.",
              "job_history",
              Map.of("job_id", recent.worstJob())));
    }
    long failures = recent.failed() + recent.retried();
    long runs = failures + recent.successful();
    if (runs >= LEAST_RUNS && failures >= FAILURE_RATE * runs) {
      reasons.add(
          new HealthReason(
              DEGRADED,
              "failures",
              "%d of %d runs of %s failed, %d of them to be tried again."
                  .formatted(failures, runs, shown(recent.entrypoint()), recent.retried()),
              "failed_jobs",
              Map.of("entrypoint", recent.entrypoint(), "include_retries", true)));
    }
  }

  private static String takenAgain(HealthReader.Recent recent, long worst) {
    return recent.lost() == recent.worstLost()
        ? "Job %d of %s was taken %s from a worker that had it:"
            .formatted(worst, shown(recent.entrypoint()), some(recent.lost(), "time"))
        : "Jobs of %s were taken %s from a worker that had them, job %d alone %s:"
            .formatted(
                shown(recent.entrypoint()),
                some(recent.lost(), "time"),
                worst,
                some(recent.worstLost(), "time"));
  }

  /** A name as messages have it; it may be as long as whoever enqueues likes. */
  private static String shown(String entrypoint) {
    return entrypoint.length() > LONGEST_NAME
        ? entrypoint.substring(0, LONGEST_NAME) + "…"
        : entrypoint;
  }

  /** So many of them, in words. */
  static String some(long count, String one) {
    return count == 1 ? "1 " + one : count + " " + one + "s";
  }

  /** A time as people say it. */
  static String time(double seconds) {
    if (seconds < 120) {
      return new BigDecimal(seconds)
              .setScale(seconds < 10 ? 1 : 0, RoundingMode.HALF_UP)
              .stripTrailingZeros()
              .toPlainString()
          + " s";
    } else if (seconds < 7200) {
      return Math.round(seconds / 60) + " min";
    }
    return seconds < 172_800
        ? Math.round(seconds / 3600) + " h"
        : Math.round(seconds / 86_400) + " days";
  }
}
