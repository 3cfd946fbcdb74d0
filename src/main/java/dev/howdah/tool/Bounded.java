package dev.howdah.tool;

import dev.howdah.resilience.Cancellation;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A part of a call that is given up after a while, so that the rest of it is not held up. */
public final class Bounded implements AutoCloseable {

  /** Who writes a name does not wait longer for what may be offered. */
  public static final Duration COMPLETION = Duration.ofSeconds(3);

  private final Cancellation cancellation = new Cancellation();
  private final Cancellation.Registration call;

  public Bounded(Call call, Duration atMost) {
    this.call = call.cancellation().onCancel(() -> cancellation.cancel("The call was cancelled."));
    CompletableFuture.delayedExecutor(atMost.toMillis(), TimeUnit.MILLISECONDS)
        .execute(() -> cancellation.cancel("The database did not answer in time."));
  }

  public Cancellation cancellation() {
    return cancellation;
  }

  @Override
  public void close() {
    call.close();
  }
}
