package dev.howdah.tools.queue;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entrypoint, and what is wrong with it.
 *
 * @param verdict null where nobody works at it
 */
record Judged(HealthFacts.Seen seen, List<HealthReason> reasons, @Nullable Verdict verdict) {

  /** Counts play no part, so that it is known before counting which are the worst. */
  private static final Comparator<Judged> WORST_FIRST =
      Comparator.comparing(
              Judged::verdict, Comparator.nullsFirst(Comparator.<Verdict>naturalOrder()))
          .thenComparing(each -> each.seen().ready())
          .thenComparingDouble(each -> each.seen().oldestSeconds())
          .reversed()
          .thenComparing(each -> each.seen().entrypoint());

  Judged {
    reasons = List.copyOf(reasons);
  }

  /** Every entrypoint that was seen, the worst first. */
  static List<Judged> of(HealthFacts facts) {
    return facts.entrypoints().stream()
        .map(seen -> of(seen, facts.lostSeconds()))
        .sorted(WORST_FIRST)
        .toList();
  }

  private static Judged of(HealthFacts.Seen seen, double lostSeconds) {
    if (!seen.attended()) {
      return new Judged(seen, HealthRules.unattended(seen), null);
    }
    List<HealthReason> reasons = HealthRules.attended(seen, lostSeconds);
    return new Judged(seen, reasons, Verdict.of(reasons));
  }
}
