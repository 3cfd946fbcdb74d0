package dev.howdah.task.postgres;

import dev.howdah.task.TaskId;
import dev.howdah.task.Watches;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Hears of changes, on a connection and a virtual thread of its own, which are there while anybody
 * watches.
 *
 * <p>Now and then it also looks at the versions of what is watched, all in one query: more often
 * while there is no connection, and always, because a pooler in between may drop what is told.
 */
final class Listener implements AutoCloseable {

  private static final Logger LOG = System.getLogger(Listener.class.getName());

  private static final Duration DEAF_LOOK = Duration.ofSeconds(1);

  /** How long to stay when nobody watches any more. */
  private static final Duration LINGER = Duration.ofSeconds(30);

  private final ListenConnections connections;
  private final String channel;
  private final Watches watches;
  private final Function<Collection<TaskId>, Map<TaskId, Long>> versions;
  private final Runnable lost;
  private final Duration look;

  private final ReentrantLock lock = new ReentrantLock();
  private final CountDownLatch end = new CountDownLatch(1);
  private Map<TaskId, Long> known = new HashMap<>();
  private @Nullable Connection connection;
  private long lastWatched;
  private long nextLook;
  private boolean running;
  private boolean closed;

  /**
   * Connects to nothing yet.
   *
   * @param versions finds the versions of tasks that are there; may throw anything
   * @param lost is told when the connection breaks
   * @param look how often to look while connected
   */
  Listener(
      ListenConnections connections,
      String channel,
      Watches watches,
      Function<Collection<TaskId>, Map<TaskId, Long>> versions,
      Runnable lost,
      Duration look) {
    this.connections = connections;
    this.channel = channel;
    this.watches = watches;
    this.versions = versions;
    this.lost = lost;
    this.look = look;
  }

  /** Sees to it that somebody listens. */
  void wanted() {
    lock.lock();
    try {
      lastWatched = System.nanoTime();
      if (!running && !closed) {
        running = true;
        nextLook = System.nanoTime() + DEAF_LOOK.toNanos();
        Thread.ofVirtual().name("task listener").start(this::run);
      }
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    boolean trouble = false;
    while (stay()) {
      try (Connection opened = connections.open()) {
        if (keep(opened)) {
          listen(opened);
          trouble = false;
          hear(opened.unwrap(PGConnection.class));
        }
        return;
      } catch (SQLException | RuntimeException e) {
        if (isClosed()) {
          return;
        }
        lost.run();
        LOG.log(
            trouble ? Level.DEBUG : Level.WARNING,
            "task changes are not heard of just now: " + e.getMessage());
        trouble = true;
      }
      lookIfDue(DEAF_LOOK);
      pause();
    }
  }

  private void listen(Connection opened) throws SQLException {
    if (!opened.getAutoCommit()) {
      opened.setAutoCommit(true);
    }
    try (var statement = opened.createStatement()) {
      statement.execute("listen \"" + channel + "\"");
    }
    watches.signalAll();
  }

  private void hear(PGConnection opened) throws SQLException {
    while (stay()) {
      long left = Math.max(1, (nextLook - System.nanoTime()) / 1_000_000);
      PGNotification[] told = opened.getNotifications((int) Math.min(left, look.toMillis()));
      if (told != null) {
        for (PGNotification each : told) {
          watches.signal(each.getParameter());
        }
      }
      lookIfDue(look);
    }
  }

  private void lookIfDue(Duration next) {
    if (System.nanoTime() < nextLook) {
      return;
    }
    nextLook = System.nanoTime() + next.toNanos();
    Collection<TaskId> ids = watches.ids();
    if (!ids.isEmpty()) {
      try {
        Map<TaskId, Long> found = versions.apply(ids);
        for (TaskId id : ids) {
          Long version = found.get(id);
          Long before = known.get(id);
          if (version == null ? before != null : !version.equals(before)) {
            watches.signal(id.signal());
          }
        }
        known = found;
      } catch (RuntimeException e) {
        LOG.log(Level.DEBUG, "task versions cannot be read: " + e.getMessage());
      }
    }
    watches.signal(Watches.WORK);
  }

  /** Whether to go on; if not, this run is over, and the next watch starts another. */
  private boolean stay() {
    lock.lock();
    try {
      if (!watches.signals().isEmpty()) {
        lastWatched = System.nanoTime();
      }
      running = !closed && System.nanoTime() - lastWatched < LINGER.toNanos();
      return running;
    } finally {
      lock.unlock();
    }
  }

  private boolean keep(Connection opened) {
    lock.lock();
    try {
      connection = opened;
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private void pause() {
    try {
      boolean _ = end.await(DEAF_LOOK.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    Connection open;
    lock.lock();
    try {
      closed = true;
      open = connection;
      end.countDown();
    } finally {
      lock.unlock();
    }
    if (open != null) {
      try {
        open.abort(Runnable::run);
      } catch (SQLException e) {
        LOG.log(Level.DEBUG, "the connection that listens could not be closed", e);
      }
    }
  }
}
