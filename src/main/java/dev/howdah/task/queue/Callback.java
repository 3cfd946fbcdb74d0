package dev.howdah.task.queue;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Runs an action on threads of its own whenever there is news, one call after the other; news that
 * come during a call make one more, however many they are. Thread-safe.
 */
public final class Callback implements Registration {

  private final Runnable action;
  private State state = State.IDLE;

  private enum State {
    IDLE,
    RUNNING,
    RUNNING_WITH_NEWS,
    CLOSED
  }

  public Callback(Runnable action) {
    this.action = action;
  }

  /** Returns at once. */
  public synchronized void tell() {
    switch (state) {
      case IDLE -> {
        state = State.RUNNING;
        Thread.startVirtualThread(this::run);
      }
      case RUNNING -> state = State.RUNNING_WITH_NEWS;
      case RUNNING_WITH_NEWS, CLOSED -> {}
    }
  }

  private void run() {
    do {
      try {
        action.run();
      } catch (TaskQueueException e) {
        // The queue was closed, or is away; who waits hears of it when it looks for itself.
        Logger log = System.getLogger("dev.howdah.task.queue");
        log.log(Level.DEBUG, "a task's messages could not be looked at", e);
      }
    } while (again());
  }

  private synchronized boolean again() {
    boolean news = state == State.RUNNING_WITH_NEWS;
    if (state != State.CLOSED) {
      state = news ? State.RUNNING : State.IDLE;
    }
    return news;
  }

  /** No call begins any more; one that runs is not waited for. */
  @Override
  public synchronized void close() {
    state = State.CLOSED;
  }
}
