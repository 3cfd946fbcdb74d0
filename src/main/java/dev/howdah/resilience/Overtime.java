package dev.howdah.resilience;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How much longer than usual the statements of one call may run: as long as those of a task, once
 * the call is one. Thread-safe.
 */
public final class Overtime {

  private final Duration most;
  private final BooleanSupplier granted;
  private volatile boolean refused;
  private volatile @Nullable String obstacle;

  /**
   * Overtime.
   *
   * @param most longest time of one statement
   * @param granted whether the call is a task by now
   */
  public Overtime(Duration most, BooleanSupplier granted) {
    this.most = most;
    this.granted = granted;
  }

  /** For calls that never become tasks. */
  public static Overtime none() {
    return new Overtime(Duration.ZERO, () -> false);
  }

  /** Longest time of one statement, if it is granted; zero when it never is. */
  public Duration most() {
    return most;
  }

  /** Whether a statement whose usual time is over may go on. A refusal is final. */
  public boolean goesOn() {
    if (!refused && granted.getAsBoolean()) {
      return true;
    }
    refused = true;
    return false;
  }

  /**
   * The call cannot become a task.
   *
   * @param why one sentence or more, for the caller
   */
  public void hindered(String why) {
    obstacle = why;
  }

  /** Why the call could not become a task; null when nobody tried or it did. */
  public @Nullable String obstacle() {
    return obstacle;
  }

  /** Whether a statement of the call has had to end at its usual time. */
  public boolean refused() {
    return refused;
  }
}
