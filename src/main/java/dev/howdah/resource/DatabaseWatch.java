package dev.howdah.resource;

import dev.howdah.auth.Caller;
import dev.howdah.db.Database;
import dev.howdah.db.Session;
import dev.howdah.error.CallException;
import dev.howdah.resilience.Cancellation;
import dev.howdah.resilience.Cancellation.Registration;
import dev.howdah.sql.Sql;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Looks at one database for as long as somebody listens, in a thread of its own that ends with the
 * last of them. A stamp of the catalogue says in one statement whether anything may have changed;
 * only then it is found out for each listener what of it that one may know. Thread-safe.
 */
final class DatabaseWatch {

  private static final Logger LOG = System.getLogger("dev.howdah");
  private static final Sql STAMP = Sql.resource(DatabaseWatch.class, "stamp.sql");

  /** Where the event trigger of docs/resources.md sends to. */
  private static final String CHANNEL = "howdah_schema";

  /** Changes come in flocks: one look for all of them. */
  private static final long SETTLE_NANOS = 100_000_000;

  private record None() {}

  private record Stamp(String stamp) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition woken = lock.newCondition();
  private final List<Watcher> watchers = new ArrayList<>();
  private final Database database;
  private final Function<Caller, Session> sessions;
  private final ResourceSettings settings;
  private final Definitions definitions;
  private final Cancellation closing;
  private boolean running;
  private boolean due;
  private boolean failing;

  /**
   * A watch that nobody listens to yet.
   *
   * @param sessions the database as a caller sees it
   */
  DatabaseWatch(
      Database database,
      Function<Caller, Session> sessions,
      ResourceSettings settings,
      Definitions definitions,
      Cancellation closing) {
    this.database = database;
    this.sessions = sessions;
    this.settings = settings;
    this.definitions = definitions;
    this.closing = closing;
  }

  /** Begins to look for somebody, until the registration is closed. */
  Registration add(Watcher watcher) {
    lock.lock();
    try {
      watchers.add(watcher);
      due = true;
      if (running) {
        woken.signalAll();
      } else {
        running = true;
        Thread.ofVirtual().name("watch " + database.name()).start(this::run);
      }
    } finally {
      lock.unlock();
    }
    return () -> remove(watcher);
  }

  private void remove(Watcher watcher) {
    lock.lock();
    try {
      watchers.remove(watcher);
      woken.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** A caller's list was made without this database: it is told of it when the database answers. */
  void lacked(Caller caller) {
    lock.lock();
    try {
      watchers.stream().filter(each -> each.caller().equals(caller)).forEach(Watcher::lacked);
      due = true;
      woken.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Has it look at once. */
  void wake() {
    lock.lock();
    try {
      due = true;
      woken.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    Registration listening = null;
    try {
      while (true) {
        List<Watcher> now = present();
        if (now.isEmpty()) {
          return;
        }
        if (listening == null && settings.watch() == ResourceSettings.Watch.NOTIFY) {
          listening = database.listen(CHANNEL, this::wake);
        }
        look(now);
        await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (listening != null) {
        listening.close();
      }
    }
  }

  /** Those who listen; when there are none, the thread is as good as gone. */
  private List<Watcher> present() {
    lock.lock();
    try {
      due = false;
      running = !watchers.isEmpty() && !closing.cancelled();
      return running ? List.copyOf(watchers) : List.of();
    } finally {
      lock.unlock();
    }
  }

  private void await() throws InterruptedException {
    boolean polls = settings.watch() == ResourceSettings.Watch.POLL || failing;
    lock.lock();
    try {
      long rest = settings.pollInterval().toNanos();
      while (!due && !watchers.isEmpty() && !closing.cancelled() && rest > 0) {
        if (polls) {
          rest = woken.awaitNanos(rest);
        } else {
          woken.await();
        }
      }
      boolean heard = due && settings.watch() == ResourceSettings.Watch.NOTIFY;
      rest = heard ? SETTLE_NANOS : 0;
      while (!closing.cancelled() && rest > 0) {
        rest = woken.awaitNanos(rest);
      }
    } finally {
      lock.unlock();
    }
  }

  private void look(List<Watcher> now) {
    boolean failed = false;
    try {
      String stamp = database.query(STAMP, new None(), Stamp.class, closing).getFirst().stamp();
      for (Watcher watcher : now) {
        failed |= !watcher.sawAt(stamp) && !look(stamp, watcher);
      }
    } catch (CallException e) {
      failed = true;
      now.forEach(Watcher::failed);
      tell(e);
    }
    failing = failed;
  }

  private boolean look(String stamp, Watcher watcher) {
    try {
      watcher.look(stamp, sessions.apply(watcher.caller()), definitions);
      return true;
    } catch (CallException e) {
      tell(e);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "Watching the database " + database.name(), e);
    }
    watcher.failed();
    return false;
  }

  /** Once, until it has gone well again. */
  private void tell(CallException e) {
    if (!failing && !closing.cancelled()) {
      LOG.log(
          Level.INFO,
          "The database " + database.name() + " cannot be watched for now: " + e.getMessage());
    }
  }
}
