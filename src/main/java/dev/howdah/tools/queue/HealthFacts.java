package dev.howdah.tools.queue;

import dev.howdah.queue.Layout;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What was seen of a queue.
 *
 * @param layout what the tables look like
 * @param lastIds by part, the greatest id that the tables show
 * @param backlog log rows that wait to be folded, as far as they were counted
 * @param lostSeconds a heartbeat older than that is of a lost job
 */
record HealthFacts(
    List<HealthReader.Waiting> waiting,
    List<HealthReader.Running> running,
    List<HealthReader.Recent> recent,
    List<HealthReader.Claim> claims,
    List<HealthReader.Table> tables,
    Layout layout,
    Map<String, Long> lastIds,
    long backlog,
    double lostSeconds) {

  HealthFacts {
    waiting = List.copyOf(waiting);
    running = List.copyOf(running);
    recent = List.copyOf(recent);
    claims = List.copyOf(claims);
    tables = List.copyOf(tables);
    lastIds = Map.copyOf(lastIds);
  }

  /** Every entrypoint that was seen, by name. */
  List<Seen> entrypoints() {
    var waits = by(waiting, HealthReader.Waiting::entrypoint);
    var runs = by(running, HealthReader.Running::entrypoint);
    var lately = by(recent, HealthReader.Recent::entrypoint);
    var taken = by(claims, HealthReader.Claim::entrypoint);
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
                    Optional.ofNullable(taken.get(name))))
        .toList();
  }

  private static <T> Map<String, T> by(List<T> rows, Function<T, String> entrypoint) {
    return rows.stream().collect(Collectors.toMap(entrypoint, Function.identity()));
  }

  /** What was seen of one entrypoint. */
  record Seen(
      String entrypoint,
      Optional<HealthReader.Waiting> waiting,
      Optional<HealthReader.Running> running,
      Optional<HealthReader.Recent> recent,
      Optional<HealthReader.Claim> claim) {

    /** Whether a worker took a job of it lately, or has one. */
    boolean attended() {
      return claim.isPresent()
          || running.isPresent()
          || recent.filter(each -> each.picked() > 0).isPresent();
    }

    long due() {
      return waiting.map(HealthReader.Waiting::due).orElse(0L);
    }

    /** Picked jobs whose worker lives. */
    long alive() {
      return running.map(each -> each.picked() - each.lost()).orElse(0L);
    }

    double oldestSeconds() {
      return waiting.map(HealthReader.Waiting::oldestSeconds).orElse(0.0);
    }

    /** Whether jobs of it are put off, so that the log cannot tell how long they waited. */
    boolean putOff() {
      return waiting.filter(HealthReader.Waiting::putOff).isPresent();
    }

    /** Whether a worker took one within that time. */
    boolean claimedWithin(double seconds) {
      return claim.filter(each -> each.secondsAgo() < seconds).isPresent();
    }
  }

  /** What was not looked through to the end, one sentence each. */
  List<String> sampled() {
    List<String> sentences = new java.util.ArrayList<>();
    waiting.stream()
        .filter(each -> each.lookedAt() != null)
        .findFirst()
        .ifPresent(
            each ->
                sentences.add(
                    "Of the waiting jobs only the longest waiting of each priority were looked at,"
                        + " "
                        + each.lookedAt()
                        + " in all: no index begins with the entrypoint."));
    if (waiting.stream()
        .anyMatch(
            each ->
                each.due() >= HealthReader.MOST_WAITING
                    || each.deferred() >= HealthReader.MOST_WAITING)) {
      sentences.add(
          "Waiting jobs of one entrypoint are counted to " + HealthReader.MOST_WAITING + ".");
    }
    if (waiting.size() >= HealthReader.MOST_ENTRYPOINTS) {
      sentences.add(
          "Of the entrypoints with waiting jobs only the first "
              + HealthReader.MOST_ENTRYPOINTS
              + " by name were looked at.");
    }
    if (running.stream().anyMatch(each -> each.lookedAt() != null)) {
      sentences.add(
          "Of the picked jobs only the "
              + HealthReader.MOST_PICKED
              + " that changed least recently were looked at.");
    }
    recent.stream()
        .map(HealthReader.Recent::lookedSeconds)
        .filter(java.util.Objects::nonNull)
        .findFirst()
        .ifPresent(
            seconds ->
                sentences.add(
                    "The newest %d log rows were looked through, which reach %d seconds back."
                        .formatted(HealthReader.MOST_RECENT, Math.round(seconds))));
    return List.copyOf(sentences);
  }
}
