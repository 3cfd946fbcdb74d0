package dev.howdah.db;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Stops a statement at the limits that PostgreSQL does not know of: the usual time of a call that
 * is no task by then, and the whole time of rows that are fetched in steps, because each step has
 * PostgreSQL's limit anew.
 */
final class Deadline implements AutoCloseable {

  /** PostgreSQL's own limit comes first where it is the same. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  /**
   * Where nobody watches, later than a server is given up that misses its own limit: to cancel what
   * does not heed that would only make a lost connection of what is a timeout.
   */
  private static final Duration UNWATCHED_GRACE = Duration.ofSeconds(6);

  /** Completed with true when its time is over, before that with false. */
  private final CompletableFuture<Boolean> usual = new CompletableFuture<>();

  private final CompletableFuture<Boolean> last = new CompletableFuture<>();

  private Deadline() {}

  /** Watches what the lease runs from now on. */
  static Deadline of(Lease lease, Limits limits) {
    var deadline = new Deadline();
    Limits.Leash leash = limits.leash();
    if (leash != null) {
      after(
          leash.usual(),
          deadline.usual,
          () -> {
            if (!leash.overtime().goesOn()) {
              lease.cancel();
            }
          });
    }
    Duration grace = lease.watched() ? GRACE : UNWATCHED_GRACE;
    after(limits.statementTimeout().plus(grace), deadline.last, lease::cancel);
    return deadline;
  }

  private static void after(Duration time, CompletableFuture<Boolean> end, Runnable action) {
    var _ =
        end.completeOnTimeout(true, time.toMillis(), TimeUnit.MILLISECONDS)
            .thenAccept(
                late -> {
                  if (late) {
                    action.run();
                  }
                });
  }

  @Override
  public void close() {
    usual.complete(false);
    last.complete(false);
  }
}
