package dev.howdah.task.queue.postgres;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Hears of new messages, on a connection and a thread of its own, while anybody waits. Besides,
 * everybody who waits looks now and then, because what is told while the connection is down is
 * lost.
 */
final class Listener implements AutoCloseable {

  private static final Duration STAY = Duration.ofSeconds(30);
  private static final Duration DEAF_LOOK = Duration.ofSeconds(1);

  private final Logger log = System.getLogger("dev.howdah.task.queue");
  private final ListenConnections connections;
  private final String channel;
  private final Waiting waiting;
  private final Duration look;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable Connection connection;
  private boolean running;
  private boolean closed;

  Listener(ListenConnections connections, String channel, Waiting waiting, Duration look) {
    this.connections = connections;
    this.channel = channel;
    this.waiting = waiting;
    this.look = look;
  }

  /** Somebody waits now. */
  void wanted() {
    lock.lock();
    try {
      if (!running && !closed) {
        running = true;
        Thread.ofVirtual().name("task messages").start(this::run);
      }
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    boolean trouble = false;
    long idleSince = System.nanoTime();
    while (stay(idleSince)) {
      try (Connection opened = connections.open()) {
        opened.setAutoCommit(true);
        if (keep(opened)) {
          try (var statement = opened.createStatement()) {
            statement.execute("listen \"" + channel + "\"");
          }
          trouble = false;
          // What came before we listened.
          waiting.tellAll();
          idleSince = hear(opened.unwrap(PGConnection.class));
        }
      } catch (SQLException e) {
        if (!isClosed()) {
          log.log(trouble ? Level.DEBUG : Level.WARNING, "task messages are not heard of", e);
          trouble = true;
        }
      }
      keep(null);
      pause();
      waiting.tellAll();
    }
  }

  private long hear(PGConnection opened) throws SQLException {
    long idleSince = System.nanoTime();
    while (stay(idleSince) && !isIdleFor(idleSince)) {
      PGNotification[] told = opened.getNotifications((int) look.toMillis());
      if (told == null || told.length == 0) {
        waiting.tellAll();
      } else {
        for (PGNotification each : told) {
          waiting.tell(each.getParameter());
        }
      }
      if (waiting.anybody()) {
        idleSince = System.nanoTime();
      }
    }
    return idleSince;
  }

  private static boolean isIdleFor(long since) {
    return System.nanoTime() - since > STAY.toNanos();
  }

  /** Whether to go on; whoever begins to wait after a no starts the thread again. */
  private boolean stay(long idleSince) {
    lock.lock();
    try {
      if (closed || (isIdleFor(idleSince) && !waiting.anybody())) {
        running = false;
      }
      return running;
    } finally {
      lock.unlock();
    }
  }

  private boolean keep(@Nullable Connection opened) {
    lock.lock();
    try {
      connection = closed ? null : opened;
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private void pause() {
    lock.lock();
    try {
      long left = DEAF_LOOK.toNanos();
      while (!closed && left > 0) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
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
    Connection last;
    lock.lock();
    try {
      closed = true;
      last = connection;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (last != null) {
      try {
        // Ends a read that waits, which close() would wait for.
        last.abort(Runnable::run);
      } catch (SQLException e) {
        log.log(Level.DEBUG, "a connection was closed already", e);
      }
    }
  }
}
