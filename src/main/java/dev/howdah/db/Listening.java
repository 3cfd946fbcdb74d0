package dev.howdah.db;

import dev.howdah.resilience.Cancellation.Registration;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Waits for notifications on a connection of its own, which it opens again when it is lost, until
 * it is closed. Thread-safe.
 */
final class Listening implements Registration {

  private static final Logger LOG = System.getLogger("dev.howdah");
  private static final Duration CHECK = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition end = lock.newCondition();
  private final String name;
  private final ConnectionSettings settings;
  private final String channel;
  private final Runnable heard;
  private @Nullable Connection connection;
  private boolean closed;

  private Listening(String name, ConnectionSettings settings, String channel, Runnable heard) {
    this.name = name;
    this.settings = settings;
    this.channel = channel;
    this.heard = heard;
  }

  /**
   * Begins to listen.
   *
   * @param name of the database, by which tools know it
   * @param channel lower-case letters and underscores; also the name of the event trigger that is
   *     expected to send to it
   * @param heard runs at every notification, and when it begins to listen and may have missed some
   */
  static Listening start(String name, ConnectionSettings settings, String channel, Runnable heard) {
    if (!channel.matches("[a-z_]+")) {
      throw new IllegalArgumentException("a channel needs a plain name, was " + channel);
    }
    var listening = new Listening(name, settings, channel, heard);
    Thread.ofPlatform().daemon().name("listen " + settings.host()).start(listening::run);
    return listening;
  }

  private void run() {
    boolean failing = false;
    while (!ended(Duration.ZERO)) {
      try (Connection opened =
          Objects.requireNonNull(new Driver().connect(settings.url(), properties()))) {
        if (!keep(opened)) {
          return;
        }
        listen(opened);
        failing = false;
        receive(opened);
      } catch (SQLException e) {
        if (!failing && !ended(Duration.ZERO)) {
          LOG.log(
              Level.INFO,
              "Changes of the schema are not heard of for now: "
                  + new ConnectionFailure(name, settings).of(e).getMessage());
        }
        failing = true;
      }
      if (ended(PAUSE)) {
        return;
      }
    }
  }

  private Properties properties() {
    Properties properties = settings.properties();
    properties.setProperty(
        "ApplicationName", properties.getProperty("ApplicationName", "howdah") + " (listens)");
    return properties;
  }

  private void listen(Connection opened) throws SQLException {
    try (var statement = opened.createStatement()) {
      statement.execute("listen " + channel);
      try (var triggers =
          statement.executeQuery(
              "select from pg_event_trigger where evtenabled <> 'D' and evtname = '"
                  + channel
                  + "'")) {
        if (!triggers.next()) {
          LOG.log(
              Level.WARNING,
              "There is no event trigger {0} in the database {1}, so nobody says when its schema"
                  + " changes; docs/resources.md has the statements that make it.",
              channel,
              settings.database());
        }
      }
    }
  }

  private void receive(Connection opened) throws SQLException {
    PGConnection postgres = opened.unwrap(PGConnection.class);
    heard.run();
    while (true) {
      PGNotification[] received = postgres.getNotifications((int) CHECK.toMillis());
      if (received != null && received.length > 0) {
        heard.run();
      } else if (!opened.isValid((int) PAUSE.toSeconds())) {
        return;
      }
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

  private boolean ended(Duration within) {
    lock.lock();
    try {
      for (long rest = within.toNanos(); rest > 0 && !closed; ) {
        rest = end.awaitNanos(rest);
      }
      return closed;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
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
      end.signalAll();
    } finally {
      lock.unlock();
    }
    if (open != null) {
      try {
        open.abort(Runnable::run);
      } catch (SQLException e) {
        LOG.log(Level.DEBUG, "A connection that listened was closed", e);
      }
    }
  }
}
