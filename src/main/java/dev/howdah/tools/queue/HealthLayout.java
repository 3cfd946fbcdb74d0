package dev.howdah.tools.queue;

import static dev.howdah.tools.queue.HealthReason.Severity.DEGRADED;
import static dev.howdah.tools.queue.HealthReason.Severity.NOTICE;
import static java.util.stream.Collectors.joining;

import dev.howdah.queue.Layout;
import dev.howdah.queue.Part;
import dev.howdah.queue.Release;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** From what is missing of the tables to what that does. */
final class HealthLayout {

  /** A table of more rows than this is slow to search without its index. */
  static final long MANY_ROWS = 10_000;

  private HealthLayout() {}

  static List<HealthReason> reasons(HealthFacts facts) {
    List<HealthReason> reasons = new ArrayList<>();
    Layout layout = facts.layout();
    for (Part part : Part.values()) {
      if (facts.missing().contains(part)) {
        reasons.add(
            reason(
                NOTICE,
                "missing_table",
                "There is no %s table; %s. If it has a name of its own, this server was not told it."
                    .formatted(part, without(part))));
      }
      List<String> missing =
          facts.shown().contains(part) ? Release.missingIndexes(layout, Set.of(part)) : List.of();
      if (!missing.isEmpty()) {
        boolean many =
            facts.tables().stream()
                .anyMatch(
                    table -> table.part().equals(part.toString()) && table.liveRows() > MANY_ROWS);
        reasons.add(
            reason(
                many ? DEGRADED : NOTICE,
                "missing_index",
                "The %s table has no valid %s %s; %s."
                    .formatted(
                        part,
                        missing.size() == 1 ? "index" : "indexes",
                        String.join(", ", missing),
                        lacking(missing))));
      }
    }
    Layout.Trigger trigger = layout.trigger();
    boolean stores = layout.table(Part.QUEUE).filter(Layout.Table::stores).isPresent();
    if (stores && (trigger == null || !trigger.enabled())) {
      reasons.add(
          reason(
              NOTICE,
              "no_trigger",
              "The trigger that tells workers of new jobs is "
                  + (trigger == null ? "missing" : "disabled")
                  + "; they find jobs only when they look by themselves."));
    }
    if (layout.table(Part.QUEUE).filter(table -> !table.logged()).isPresent()) {
      reasons.add(
          reason(
              NOTICE,
              "unlogged_queue",
              "The queue is UNLOGGED: a crash of PostgreSQL empties it, and a standby has no jobs."));
    }
    return reasons;
  }

  /** What it does to lack a table. */
  private static String without(Part part) {
    return switch (part) {
      case STATISTICS -> "without it PgQueuer cannot fold its log";
      case SCHEDULES -> "without it PgQueuer cannot run anything by schedule";
      case QUEUE, LOG -> "without it no job runs";
    };
  }

  /** What it does to lack indexes. */
  private static String lacking(List<String> missing) {
    return missing.stream().flatMap(HealthLayout::lacking).distinct().collect(joining(", and "));
  }

  private static Stream<String> lacking(String index) {
    if (index.endsWith(Release.UNIQUE_DEDUPE_KEY)) {
      return Stream.of("jobs that should be enqueued once can be enqueued again");
    } else if (index.endsWith(Release.UNIQUE_SCHEDULE)) {
      return Stream.of("a schedule can be there twice");
    } else if (index.endsWith(Release.UNIQUE_COUNT)) {
      return Stream.of("PgQueuer cannot fold its log");
    }
    String slower = "what PgQueuer searches there gets slower with every row";
    return index.endsWith(Release.PRIMARY_KEY)
        ? Stream.of("two rows can have one id", slower)
        : Stream.of(slower);
  }

  private static HealthReason reason(
      HealthReason.Severity severity, String reason, String message) {
    return new HealthReason(severity, reason, message, "schema_info", Map.of());
  }
}
