package dev.howdah.db;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.resilience.Cancellation;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** At most so many at a time, first come first served; a cancelled wait ends at once. */
final class Turns {

  private final ReentrantLock lock = new ReentrantLock();
  private final Queue<CompletableFuture<Void>> waiting = new ArrayDeque<>();
  private final int size;
  private int free;

  Turns(int size) {
    this.size = size;
    this.free = size;
  }

  /**
   * Waits for a turn, which {@link #give} ends.
   *
   * @throws CallException {@code TIMEOUT} or {@code CANCELLED}
   */
  // Each turn is one object, taken out again as itself.
  @SuppressWarnings("CollectionUndefinedEquality")
  void take(Duration atMost, Cancellation cancellation) {
    CompletableFuture<Void> turn = queue();
    if (turn.isDone()) {
      return;
    }
    try (var _ =
        cancellation.onCancel(() -> turn.completeExceptionally(Failures.cancelled(cancellation)))) {
      turn.orTimeout(atMost.toMillis(), TimeUnit.MILLISECONDS).join();
    } catch (CompletionException e) {
      lock.lock();
      try {
        waiting.removeIf(CompletableFuture::isDone);
      } finally {
        lock.unlock();
      }
      if (e.getCause() instanceof CallException cancelled) {
        throw cancelled;
      }
      throw new CallException(
          ErrorCode.TIMEOUT,
          "All %d connections were in use for %d ms; try again, or run less at a time."
              .formatted(size, atMost.toMillis()),
          Map.of("what", "pool", "timeout_ms", atMost.toMillis()));
    }
  }

  private CompletableFuture<Void> queue() {
    lock.lock();
    try {
      var turn = new CompletableFuture<Void>();
      if (free > 0) {
        free--;
        turn.complete(null);
      } else {
        waiting.add(turn);
      }
      return turn;
    } finally {
      lock.unlock();
    }
  }

  /** Takes a turn that was never free; all others wait until it is given back. */
  void takeAnyway() {
    lock.lock();
    try {
      free--;
    } finally {
      lock.unlock();
    }
  }

  void give() {
    lock.lock();
    try {
      if (free < 0) {
        free++;
        return;
      }
      // A turn that timed out or was cancelled meanwhile does not take it.
      for (var next = waiting.poll(); next != null; next = waiting.poll()) {
        if (next.complete(null)) {
          return;
        }
      }
      free++;
    } finally {
      lock.unlock();
    }
  }

  int taken() {
    lock.lock();
    try {
      return size - free;
    } finally {
      lock.unlock();
    }
  }

  int waiting() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }
}
