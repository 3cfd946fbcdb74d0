package dev.howdah.tools.queue;

import java.util.Collection;
import java.util.Locale;

/** How a queue is doing; the later the worse. */
public enum Verdict {
  /** Jobs run. */
  OK,
  /** Jobs run, but not as they should. */
  DEGRADED,
  /** Jobs wait and nobody takes them. */
  STALLED;

  /** The worst of the reasons; a mere notice leaves it ok. */
  static Verdict of(Collection<HealthReason> reasons) {
    Verdict worst = OK;
    for (HealthReason reason : reasons) {
      Verdict one =
          switch (reason.severity()) {
            case NOTICE -> OK;
            case DEGRADED -> DEGRADED;
            case STALLED -> STALLED;
          };
      worst = one.compareTo(worst) > 0 ? one : worst;
    }
    return worst;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
