package dev.howdah.resilience;

import org.jspecify.annotations.Nullable;

/**
 * On what terms the statements of one call run.
 *
 * @param cancellation ends them
 * @param overtime how long they may run beyond the usual time
 * @param telling hears how far they are, at most once a second; null when nobody wants to know
 */
public record Terms(Cancellation cancellation, Overtime overtime, @Nullable Telling telling) {

  /** The usual terms. */
  public static Terms until(Cancellation cancellation) {
    return new Terms(cancellation, Overtime.none(), null);
  }

  /** Hears how far a statement is. */
  @FunctionalInterface
  public interface Telling {
    /**
     * The statement is still running.
     *
     * @param what how far it is, in a few words for people; null when only its time is known
     */
    void running(@Nullable String what);
  }
}
