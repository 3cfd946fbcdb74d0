package dev.howdah.tools.queue;

import static dev.howdah.tools.queue.HealthReason.Severity.DEGRADED;
import static dev.howdah.tools.queue.HealthReason.Severity.NOTICE;
import static dev.howdah.tools.queue.HealthReason.Severity.STALLED;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From what was seen of the tables to what is wrong with them. */
final class HealthTables {

  /** So large a part of the ids of four bytes is used. */
  static final double IDS_USED = 0.8;

  /** More dead rows than this, and than living ones. */
  static final long DEAD_ROWS = 50_000;

  /** More log rows than this wait to be folded. */
  static final long BACKLOG = HealthReader.MOST_BACKLOG;

  /** A log of more rows or more bytes than this. */
  static final long LOG_ROWS = 10_000_000;

  static final long LOG_BYTES = 10L << 30;

  private HealthTables() {}

  static List<HealthReason> reasons(HealthFacts facts) {
    List<HealthReason> reasons = new ArrayList<>(HealthLayout.reasons(facts));
    for (HealthReader.Table table : facts.tables()) {
      ids(table, facts.lastIds().get(table.part()), reasons);
      if (table.deadRows() > DEAD_ROWS && table.deadRows() > table.liveRows()) {
        reasons.add(
            new HealthReason(
                table.part().equals("queue") ? DEGRADED : NOTICE,
                "dead_rows",
                "The %s table has about %d dead rows beside %s, which slows what reads"
                        .formatted(
                            table.part(),
                            table.deadRows(),
                            HealthRules.some(table.liveRows(), "living one"))
                    + " it; vacuum does not keep up.",
                "schema_info",
                Map.of()));
      }
      if (table.part().equals("log")
          && (table.liveRows() > LOG_ROWS || table.bytes() > LOG_BYTES)) {
        reasons.add(
            new HealthReason(
                NOTICE,
                "large_log",
                "The log has about %d rows and %d MB; PgQueuer never removes any."
                    .formatted(table.liveRows(), table.bytes() >> 20),
                "schema_info",
                Map.of()));
      }
    }
    if (facts.backlog() >= BACKLOG) {
      reasons.add(
          new HealthReason(
              NOTICE,
              "unfolded_log",
              "At least %d log rows are not folded into the statistics; PgQueuer since 1.3 does so"
                      .formatted(facts.backlog())
                  + " every 30 s while a worker runs, before only on demand.",
              "throughput_summary",
              Map.of()));
    }
    return reasons;
  }

  private static void ids(
      HealthReader.Table table, @Nullable Long seen, List<HealthReason> reasons) {
    if (!table.idType().equals("integer")) {
      return;
    }
    Long last = table.lastId();
    if (seen != null) {
      last = last == null ? seen : Long.valueOf(Math.max(last, seen));
    }
    if (last == null || last < IDS_USED * Integer.MAX_VALUE) {
      return;
    }
    long left = Math.max(0, Integer.MAX_VALUE - last);
    reasons.add(
        new HealthReason(
            left <= 0 ? STALLED : DEGRADED,
            "ids_run_out",
            "The %s table's ids have four bytes and %d of them %s left; then nothing can be added."
                    .formatted(table.part(), left, left == 1 ? "is" : "are")
                + " PgQueuer's upgrade since 1.1.1 widens them.",
            "schema_info",
            Map.of()));
  }
}
