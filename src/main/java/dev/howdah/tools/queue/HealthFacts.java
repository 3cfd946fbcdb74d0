package dev.howdah.tools.queue;

import dev.howdah.queue.Layout;
import dev.howdah.queue.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of a queue.
 *
 * @param layout what the tables look like
 * @param shown the tables that the caller may know of
 * @param missing those that are not there, as far as the caller could know of them
 * @param lastIds by part, the greatest id that the tables show
 * @param backlog log rows that wait to be folded, as far as they were counted
 * @param lostSeconds a heartbeat older than that is of a lost job
 */
record HealthFacts(
    WaitingJobs waiting,
    List<HealthReader.Running> running,
    List<HealthReader.Recent> recent,
    List<HealthReader.Claim> claims,
    List<HealthReader.Table> tables,
    Layout layout,
    Set<Part> shown,
    Set<Part> missing,
    Map<String, Long> lastIds,
    long backlog,
    double lostSeconds) {

  HealthFacts {
    running = List.copyOf(running);
    recent = List.copyOf(recent);
    claims = List.copyOf(claims);
    tables = List.copyOf(tables);
    shown = Set.copyOf(shown);
    missing = Set.copyOf(missing);
    lastIds = Map.copyOf(lastIds);
  }

  /** The same with other jobs that wait. */
  HealthFacts with(WaitingJobs jobs) {
    return new HealthFacts(
        jobs,
        running,
        recent,
        claims,
        tables,
        layout,
        shown,
        missing,
        lastIds,
        backlog,
        lostSeconds);
  }

  /** How many pages a table has. */
  long pages(Part part) {
    return tables.stream()
        .filter(table -> table.part().equals(part.toString()))
        .mapToLong(HealthReader.Table::pages)
        .findFirst()
        .orElse(0);
  }

  /** Every entrypoint that was seen, by name. */
  List<Seen> entrypoints() {
    var waits = by(waiting.entrypoints(), WaitingJobs.Entrypoint::entrypoint);
    var runs = by(running, HealthReader.Running::entrypoint);
    var lately = by(recent, HealthReader.Recent::entrypoint);
    var taken = by(claims, HealthReader.Claim::entrypoint);
    double reach = looked().orElse(HealthReader.RECENT_SECONDS);
    return Stream.of(waits, runs, lately, taken)
        .flatMap(each -> each.keySet().stream())
        .distinct()
        .sorted()
        .map(
            name ->
                new Seen(
                    name,
                    Optional.ofNullable(waits.get(name)),
                    Optional.ofNullable(runs.get(name)),
                    Optional.ofNullable(lately.get(name)),
                    Optional.ofNullable(taken.get(name)),
                    !waiting.inPart(),
                    reach))
        .toList();
  }

  private static <T> Map<String, T> by(List<T> rows, Function<T, String> entrypoint) {
    return rows.stream().collect(Collectors.toMap(entrypoint, Function.identity()));
  }

  /** How many seconds back the newest log rows reach; empty: as far as asked. */
  private Optional<Double> looked() {
    return recent.stream()
        .map(HealthReader.Recent::lookedSeconds)
        .filter(Objects::nonNull)
        .findFirst();
  }

  /**
   * What was seen of one entrypoint.
   *
   * @param looked whether all of its jobs that wait were looked for
   * @param reach for how many seconds nothing that a worker took was overlooked
   */
  record Seen(
      String entrypoint,
      Optional<WaitingJobs.Entrypoint> waiting,
      Optional<HealthReader.Running> running,
      Optional<HealthReader.Recent> recent,
      Optional<HealthReader.Claim> claim,
      boolean looked,
      double reach) {

    /** Whether a worker took a job of it lately, or has one. */
    boolean attended() {
      return claim.isPresent()
          || running.isPresent()
          || recent.filter(each -> each.picked() > 0).isPresent();
    }

    /** Whether a job of it may run now. */
    boolean ready() {
      return waiting.filter(WaitingJobs.Entrypoint::ready).isPresent();
    }

    /** How many jobs may run now; null: not counted. */
    @Nullable Long due() {
      return counted(WaitingJobs.Entrypoint::due);
    }

    /** How many jobs may run later; null: not counted. */
    @Nullable Long deferred() {
      return counted(WaitingJobs.Entrypoint::deferred);
    }

    private @Nullable Long counted(Function<WaitingJobs.Entrypoint, @Nullable Long> count) {
      if (waiting.isPresent()) {
        return count.apply(waiting.get());
      }
      return looked ? 0L : null;
    }

    /** Whether workers take jobs of it, and none was seen to wait where not all were looked at. */
    boolean overlooked() {
      return !looked && attended() && waiting.isEmpty();
    }

    /** Picked jobs whose worker lives. */
    long alive() {
      return running.map(each -> each.picked() - each.lost()).orElse(0L);
    }

    double oldestSeconds() {
      return waiting.map(WaitingJobs.Entrypoint::oldestSeconds).orElse(0.0);
    }

    /** Whether jobs of it are put off, so that the log cannot tell how long they waited. */
    boolean putOff() {
      return waiting.filter(WaitingJobs.Entrypoint::putOff).isPresent();
    }

    /** Whether fewer jobs were looked at than it has. */
    boolean countedInPart() {
      return waiting.filter(each -> !each.all()).isPresent();
    }

    /** When a worker was last seen to take one; null: none was. */
    @Nullable Double lastPickedSeconds() {
      return Stream.of(
              recent.map(HealthReader.Recent::lastPickedSeconds),
              claim.map(HealthReader.Claim::secondsAgo))
          .flatMap(Optional::stream)
          .min(Double::compare)
          .orElse(null);
    }

    /** Whether a worker was seen to take one within that time. */
    boolean claimedWithin(double seconds) {
      Double last = lastPickedSeconds();
      return last != null && last < seconds;
    }
  }

  /** Where jobs were looked at beside the front of the queue. */
  private String besides() {
    String those = ", and those of entrypoints that workers take jobs of";
    return waiting.percent() == 0
        ? ""
        : waiting.percent() == 100
            ? those
            : those
                + " on about %d of the table's %d pages"
                    .formatted(WaitingJobs.MOST_PAGES, pages(Part.QUEUE));
  }

  /** Whether nothing tells how many of the jobs' ids are used, which may run out. */
  private boolean unseenIds() {
    String queue = Part.QUEUE.toString();
    return !lastIds.containsKey(queue)
        && tables.stream()
            .filter(table -> table.part().equals(queue) && table.idType().equals("integer"))
            .anyMatch(table -> table.lastId() == null);
  }

  /** What was not looked through to the end, one sentence each. */
  List<String> sampled() {
    List<String> sentences = new ArrayList<>();
    if (waiting.lookedAt() != null) {
      sentences.add(
          "Of the waiting jobs only the %d with the lowest ids of their priority were looked at%s: no index leads to what is due at an entrypoint. queue_age with exact: true looks at all."
              .formatted(waiting.lookedAt(), besides()));
    } else if (!waiting.complete()) {
      sentences.add(
          "Of the entrypoints with waiting jobs only the first "
              + WaitingJobs.MOST_ENTRYPOINTS
              + " by name were looked at, and those that workers take jobs of.");
    }
    if (waiting.entrypoints().stream()
        .flatMap(each -> Stream.of(each.due(), each.deferred()))
        .anyMatch(count -> count != null && count == WaitingJobs.MOST_JOBS)) {
      sentences.add("Waiting jobs of one entrypoint are counted to " + WaitingJobs.MOST_JOBS + ".");
    }
    if (unseenIds()) {
      sentences.add(
          "How many of the queue's ids are used is not known: there is no row, and the role may not"
              + " select from their sequence.");
    }
    if (running.stream().anyMatch(each -> each.lookedAt() != null)) {
      sentences.add(
          "Of the picked jobs only the "
              + HealthReader.MOST_PICKED
              + " that changed least recently were looked at.");
    }
    looked()
        .ifPresent(
            seconds ->
                sentences.add(
                    "The newest %d log rows were looked through, which reach %s back; of the rest of the day %d before each of some moments, so what workers seldom take may be missed."
                        .formatted(
                            HealthReader.MOST_RECENT,
                            HealthRules.time(seconds),
                            HealthReader.MOST_CLAIMS)));
    return List.copyOf(sentences);
  }
}
