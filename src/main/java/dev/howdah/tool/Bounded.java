package dev.howdah.resource;

import dev.howdah.resilience.Cancellation;
import dev.howdah.tool.Call;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A part of a call that is given up after a while, so that the rest of it is not held up. */
final class Bounded implements AutoCloseable {

  private final Cancellation cancellation = new Cancellation();
  private final Cancellation.Registration call;

  Bounded(Call call, Duration atMost) {
    this.call = call.cancellation().onCancel(() -> cancellation.cancel("The call was cancelled."));
    CompletableFuture.delayedExecutor(atMost.toMillis(), TimeUnit.MILLISECONDS)
        .execute(() -> cancellation.cancel("The database did not answer in time."));
  }

  Cancellation cancellation() {
    return cancellation;
  }

  @Override
  public void close() {
    call.close();
  }
}
