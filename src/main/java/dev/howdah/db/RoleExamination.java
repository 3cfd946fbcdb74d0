package dev.howdah.db;

import dev.howdah.resilience.Cancellation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is asked of one database about its role while it is served. Thread-safe. */
final class RoleExamination implements RoleGuard.Examination {

  private final Examiner examiner;
  private volatile @Nullable CallerRules rules;

  RoleExamination(Database database) {
    this.examiner = new Examiner(database);
  }

  /** Has later examinations compare the grants with what callers may do. */
  void compareWith(CallerRules callers) {
    rules = callers;
  }

  @Override
  public Posture posture(Cancellation cancellation) {
    return examiner.posture(cancellation);
  }

  @Override
  public List<Finding> grants(Cancellation cancellation) {
    CallerRules now = rules;
    return now == null ? List.of() : examiner.grants(now, cancellation);
  }
}
