package dev.howdah.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A connection for the time of one call.
 *
 * <p>A connection in doubt (cancelled, broken, not idle) is closed, never used again: a cancel
 * request that comes late must not hit the next call's statement. Only {@link #cancel} may be
 * called from another thread.
 */
final class Lease implements AutoCloseable {

  private static final int REQUESTS = 10;
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition end = lock.newCondition();
  private final Connection pooled;
  private final Wire wire;
  private final boolean fresh;
  private final Consumer<Lease> giveBack;
  private Supplier<Turn> afterLoss = () -> () -> {};
  private boolean ended;
  private boolean lost;
  private boolean doubtful;
  private boolean cancelled;
  private boolean held;
  private volatile boolean watched;
  private volatile long rows;

  Lease(Connection pooled, Wire wire, boolean fresh, Consumer<Lease> giveBack) {
    this.pooled = pooled;
    this.wire = wire;
    this.fresh = fresh;
    this.giveBack = giveBack;
  }

  Wire wire() {
    return wire;
  }

  /** What is taken when the connection is lost, for as long as the server goes on. */
  void afterLoss(Supplier<Turn> turn) {
    afterLoss = turn;
  }

  Turn afterLoss() {
    return afterLoss.get();
  }

  /** Whether the connection ended in the middle of something, so that the server may go on. */
  boolean lost() {
    lock.lock();
    try {
      return lost;
    } finally {
      lock.unlock();
    }
  }

  /** Whether nobody has used the connection before. */
  boolean fresh() {
    return fresh;
  }

  /** Somebody wants to hear how far it is, so that rows are fetched in steps. */
  void watch() {
    watched = true;
  }

  boolean watched() {
    return watched;
  }

  /** So many rows of the current statement are here. */
  void read(int soFar) {
    rows = soFar;
  }

  /** How many rows of the current statement are here, as far as that is known. */
  long rows() {
    return rows;
  }

  /** Has the server stop whatever runs in this lease; does nothing once it has ended. */
  void cancel() {
    lock.lock();
    try {
      if (ended || cancelled) {
        return;
      }
      cancelled = true;
      doubtful = true;
    } finally {
      lock.unlock();
    }
    Thread.ofVirtual().name("cancel").start(this::insist);
  }

  /** Repeats the request, because one that overtakes its statement is ignored by the server. */
  private void insist() {
    lock.lock();
    try {
      for (int i = 0; i < REQUESTS && !ended; i++) {
        wire.cancel();
        pause(PAUSE);
      }
      if (!ended) {
        wire.abort();
      }
    } catch (SQLException e) {
      // The server cannot be told, so it finds out by the closed connection.
      wire.abort();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the lease has ended, but not forever. */
  void awaitEnd(Duration atMost) {
    lock.lock();
    try {
      pause(atMost);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private void pause(Duration atMost) throws InterruptedException {
    for (long rest = atMost.toNanos(); rest > 0 && !ended; ) {
      rest = end.awaitNanos(rest);
    }
  }

  /** Has the connection closed at the end, unless it is trusted again. */
  void doubt() {
    lock.lock();
    try {
      doubtful = true;
    } finally {
      lock.unlock();
    }
  }

  /** Ends a doubt, but not that of a cancel request, which may still be on its way. */
  void trust() {
    lock.lock();
    try {
      doubtful = cancelled;
    } finally {
      lock.unlock();
    }
  }

  /** Keeps the connection beyond the call: only {@link #end} gives it back. */
  void hold() {
    lock.lock();
    try {
      held = true;
    } finally {
      lock.unlock();
    }
  }

  /** Gives the connection back, unless it is held. */
  @Override
  public void close() {
    lock.lock();
    try {
      if (held) {
        return;
      }
    } finally {
      lock.unlock();
    }
    end();
  }

  /** Gives the connection back; does nothing the second time. */
  void end() {
    lock.lock();
    try {
      if (ended) {
        return;
      }
      ended = true;
      lost = wire.connectionClosed();
      end.signalAll();
      if (doubtful || !wire.idle()) {
        wire.abort();
      }
    } finally {
      lock.unlock();
    }
    try {
      pooled.close();
    } catch (SQLException e) {
      wire.abort();
    } finally {
      giveBack.accept(this);
    }
  }
}
