package dev.howdah.task;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Tidies a store now and then, on a virtual thread of its own, until it is closed.
 *
 * <p>Every server runs one. They do not get in each other's way.
 */
public final class Caretaker implements AutoCloseable {

  private static final Logger LOG = System.getLogger(Caretaker.class.getName());

  private final TaskStore store;
  private final Duration period;
  private final CountDownLatch end = new CountDownLatch(1);
  private final Thread thread;

  private Caretaker(TaskStore store, Duration period) {
    this.store = store;
    this.period = period;
    this.thread = Thread.ofVirtual().name("task caretaker").unstarted(this::run);
  }

  /**
   * Begins, with a pause first.
   *
   * @param period a third of the lease is a good one
   */
  public static Caretaker start(TaskStore store, Duration period) {
    var caretaker = new Caretaker(store, period);
    caretaker.thread.start();
    return caretaker;
  }

  private void run() {
    boolean trouble = false;
    while (!ended()) {
      try {
        Tidied tidied = store.tidy();
        if (!tidied.nothing()) {
          LOG.log(Level.INFO, () -> "tasks: " + tidied);
        }
        trouble = false;
      } catch (TaskException e) {
        if (e.reason() == TaskException.Reason.CLOSED) {
          return;
        }
        LOG.log(trouble ? Level.DEBUG : Level.WARNING, "tasks cannot be tidied: " + e.getMessage());
        trouble = true;
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, "tasks could not be tidied this time", e);
      }
    }
  }

  private boolean ended() {
    try {
      return end.await(period.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Ends it; a tidying that runs is not waited for. */
  @Override
  public void close() {
    end.countDown();
  }
}
