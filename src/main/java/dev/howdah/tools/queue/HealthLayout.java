package dev.howdah.tools.queue;

import static dev.howdah.tools.queue.HealthReason.Severity.DEGRADED;
import static dev.howdah.tools.queue.HealthReason.Severity.NOTICE;

import dev.howdah.queue.Layout;
import dev.howdah.queue.Part;
import dev.howdah.queue.Release;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** From what is missing of the tables to what that does. */
final class HealthLayout {

  /** A table of more rows than this is slow to search without its index. */
  static final long MANY_ROWS = 10_000;

  private HealthLayout() {}

  static List<HealthReason> reasons(HealthFacts facts) {
    List<HealthReason> reasons = new ArrayList<>();
    Layout layout = facts.layout();
    for (Part part : List.of(Part.QUEUE, Part.LOG, Part.STATISTICS)) {
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
                        lacking(part, missing))));
      }
    }
    Layout.Trigger trigger = layout.trigger();
    if (trigger == null || !trigger.enabled()) {
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

  /** What it does to lack them. */
  private static String lacking(Part part, List<String> missing) {
    if (part == Part.STATISTICS) {
      return "without it PgQueuer cannot fold its log";
    }
    String slower =
        "what PgQueuer searches there by %s gets slower with every row"
            .formatted(missing.size() == 1 ? "it" : "them");
    String twice = "jobs that should be enqueued once can be enqueued again";
    boolean unique = missing.stream().anyMatch(name -> name.endsWith(Release.UNIQUE_DEDUPE_KEY));
    return !unique ? slower : missing.size() == 1 ? twice : slower + ", and " + twice;
  }

  private static HealthReason reason(
      HealthReason.Severity severity, String reason, String message) {
    return new HealthReason(severity, reason, message, "schema_info", Map.of());
  }
}
