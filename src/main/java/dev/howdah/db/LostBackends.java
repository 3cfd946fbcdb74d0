package dev.howdah.db;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * Server processes whose connection was given up in the middle of a statement. PostgreSQL does not
 * look everywhere whether it should stop, so that one may go on for long; its place is given back
 * when the server no longer has it, and there never are more of them than there may be connections.
 *
 * <p>It asks on a connection of its own, which is open only meanwhile. Where nobody can be asked,
 * because the server is down, they are taken to be gone. Thread-safe.
 */
final class LostBackends implements AutoCloseable {

  private static final Logger LOG = System.getLogger("dev.howdah");

  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
  private static final int SILENCE_SECONDS = 10;

  /** PostgreSQL manual, Error Codes: too_many_connections. */
  private static final String TOO_MANY = "53300";

  /** The number of a process is used again, so that its beginning is compared too. */
  private static final String PRESENT =
      "select pid, backend_start::text from pg_catalog.pg_stat_activity where pid = any (?)";

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition change = lock.newCondition();
  private final String name;
  private final ConnectionSettings settings;
  private final List<Backend> lost = new ArrayList<>();
  private boolean looking;
  private boolean closed;

  /** A process, and what waits for its end. */
  private static final class Backend {
    final int pid;
    final Runnable gone;
    final long since = System.nanoTime();
    @Nullable String begun;
    boolean told;

    Backend(int pid, Runnable gone) {
      this.pid = pid;
      this.gone = gone;
    }

    Duration time() {
      return Duration.ofNanos(System.nanoTime() - since);
    }
  }

  /**
   * Those of one database.
   *
   * @param name by which tools know it
   */
  LostBackends(String name, ConnectionSettings settings) {
    this.name = name;
    this.settings = settings;
  }

  /**
   * Watches one more.
   *
   * @param gone runs once, when the server no longer has it, or cannot be asked
   */
  void watch(int pid, Runnable gone) {
    lock.lock();
    try {
      if (!closed) {
        lost.add(new Backend(pid, gone));
        change.signalAll();
        if (!looking) {
          looking = true;
          Thread.ofVirtual().name("lost backends " + name).start(this::look);
        }
        return;
      }
    } finally {
      lock.unlock();
    }
    gone.run();
  }

  private void look() {
    while (!done()) {
      try (Connection connection =
          Objects.requireNonNull(new Driver().connect(settings.url(), properties()))) {
        for (List<Backend> now = all(); !now.isEmpty(); now = all()) {
          settle(now, present(connection, now));
          pause();
        }
      } catch (SQLException | RuntimeException e) {
        boolean full = e instanceof SQLException sql && TOO_MANY.equals(sql.getSQLState());
        if (!full) {
          settle(all(), Map.of());
        }
        pause();
      }
    }
  }

  private Properties properties() {
    Properties properties = settings.properties();
    properties.setProperty(
        "ApplicationName", properties.getProperty("ApplicationName", "howdah") + " (watches)");
    properties.setProperty("socketTimeout", Integer.toString(SILENCE_SECONDS));
    return properties;
  }

  /** When each of them began, as far as the server has it. */
  private static Map<Integer, String> present(Connection connection, List<Backend> backends)
      throws SQLException {
    Map<Integer, String> found = new HashMap<>();
    try (var statement = connection.prepareStatement(PRESENT)) {
      Object[] pids = backends.stream().map(each -> each.pid).toArray();
      statement.setArray(1, connection.createArrayOf("int4", pids));
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          found.put(rows.getInt(1), Objects.requireNonNullElse(rows.getString(2), ""));
        }
      }
    }
    return found;
  }

  private void settle(List<Backend> asked, Map<Integer, String> present) {
    for (Backend each : asked) {
      String begun = present.get(each.pid);
      if (each.begun == null) {
        each.begun = begun;
      }
      if (begun == null || !begun.equals(each.begun)) {
        end(each);
      } else if (!each.told && each.time().compareTo(LONGEST_PAUSE) > 0) {
        each.told = true;
        LOG.log(
            Level.WARNING,
            "Process {0} of the database {1} goes on with a statement that was given up: PostgreSQL"
                + " does not look there whether to stop. Its connection counts as used until then.",
            Integer.toString(each.pid),
            name);
      }
    }
  }

  private void end(Backend backend) {
    lock.lock();
    try {
      lost.remove(backend);
    } finally {
      lock.unlock();
    }
    backend.gone.run();
    if (backend.told) {
      LOG.log(
          Level.INFO,
          "Process {0} of the database {1} is gone, {2} s after it was given up.",
          Integer.toString(backend.pid),
          name,
          backend.time().toSeconds());
    }
  }

  /** Half as long as the last of them has been watched, or until there is another. */
  private void pause() {
    lock.lock();
    try {
      int known = lost.size();
      long half = known == 0 ? 0 : lost.getLast().time().dividedBy(2).toNanos();
      long rest = Math.clamp(half, FIRST_PAUSE.toNanos(), LONGEST_PAUSE.toNanos());
      while (rest > 0 && known > 0 && lost.size() == known) {
        rest = change.awaitNanos(rest);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private List<Backend> all() {
    lock.lock();
    try {
      return List.copyOf(lost);
    } finally {
      lock.unlock();
    }
  }

  private boolean done() {
    lock.lock();
    try {
      looking = !lost.isEmpty();
      return !looking;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for none of them any longer. */
  @Override
  public void close() {
    List<Backend> left;
    lock.lock();
    try {
      closed = true;
      left = List.copyOf(lost);
      lost.clear();
      change.signalAll();
    } finally {
      lock.unlock();
    }
    left.forEach(each -> each.gone.run());
  }
}
