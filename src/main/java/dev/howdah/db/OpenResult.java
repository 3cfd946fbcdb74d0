package dev.howdah.db;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.resilience.Cancellation;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.ResultCursor;

/**
 * A result whose rest waits: rows that are here already, and the open transaction that has the
 * others, all of one snapshot.
 *
 * <p>It is read page by page. The page before can be had again, for a caller who lost the answer.
 * Thread-safe.
 */
final class OpenResult {

  private final ReentrantLock lock = new ReentrantLock();
  private final String id;
  private final Keep keep;
  private final TypeCatalog types;
  private Reply reply;
  private int given;
  private int fetched;
  private @Nullable Lease lease;
  private int step;
  private Duration timeout;
  private ResultPage latest;
  private boolean closed;
  private volatile long used = System.nanoTime();

  /**
   * What is left after the first page.
   *
   * @param timeout how long PostgreSQL works at most on what it is asked for next
   * @param lease held, with the transaction of the reply's portal open; null when all rows are here
   */
  OpenResult(
      String id,
      Keep keep,
      TypeCatalog types,
      Reply reply,
      Rows first,
      Duration timeout,
      @Nullable Lease lease) {
    this.id = id;
    this.keep = keep;
    this.types = types;
    this.reply = reply;
    this.given = first.rowCount();
    this.fetched = reply.rowCount();
    this.timeout = timeout;
    this.lease = lease;
    this.latest = new ResultPage(first, id + ".0", null);
  }

  String id() {
    return id;
  }

  Keep keep() {
    return keep;
  }

  ResultPage first() {
    return latest;
  }

  /** How long nobody has used it, in nanoseconds; 0 while somebody does. */
  long unused() {
    return lock.isLocked() ? 0 : System.nanoTime() - used;
  }

  /** The page after the step, or that one again which followed it. */
  ResultPage page(int after, Limits limits, Cancellation cancellation) {
    lock.lock();
    try {
      used = System.nanoTime();
      if (after == step - 1) {
        return latest;
      }
      if (closed) {
        throw OpenResults.gone();
      }
      if (after != step || latest.next() == null) {
        throw new CallException(
            ErrorCode.INVALID_REQUEST,
            "This cursor was used before, and the pages behind it were read since; go on with the"
                + " newest next_cursor, or run the statement again without a cursor.");
      }
      latest = following(limits, cancellation);
      step++;
      return latest;
    } finally {
      used = System.nanoTime();
      lock.unlock();
    }
  }

  /**
   * Reads all pages after the latest at once, and closes it.
   *
   * @return the latest page, which nothing continues
   */
  ResultPage readOut(Limits limits, Cancellation cancellation, Rest rest) {
    long start = System.nanoTime();
    lock.lock();
    Rows first = latest.rows();
    String lost = null;
    try {
      boolean on = true;
      while (on && lost == null && latest.next() != null) {
        Failures.check(cancellation);
        if (ReadOnlyTransaction.since(start).compareTo(limits.statementTimeout()) > 0) {
          lost = "the time of the statement was over before the rest was read";
        } else {
          ResultPage page = page(step, limits, cancellation);
          lost = page.lost();
          on = lost == null && rest.take(page.rows());
        }
      }
    } catch (CallException e) {
      Failures.check(cancellation);
      // Without its words, which could quote what the caller may not read.
      lost = "reading the rest failed with " + e.code().code();
    } finally {
      close();
      lock.unlock();
    }
    return new ResultPage(first, null, lost);
  }

  private ResultPage following(Limits limits, Cancellation cancellation) {
    Reply more = more(limits, cancellation);
    reply = reply.continued(given, more);
    Rows rows = new Rows(reply, types, limits);
    given = rows.rowCount();
    if (reply.portal() == null) {
      release();
    }
    boolean all = given == reply.rowCount() && reply.portal() == null;
    if (given == 0 && !all) {
      close();
      return new ResultPage(rows, null, OpenResults.TOO_LARGE);
    }
    return new ResultPage(rows, all ? null : id + "." + (step + 1), null);
  }

  /** As many rows as the page lacks; the failure of any ends the result. */
  private Reply more(Limits limits, Cancellation cancellation) {
    ResultCursor portal = reply.portal();
    Lease holder = lease;
    if (portal == null || holder == null) {
      return new Reply();
    }
    long start = System.nanoTime();
    try (var _ = cancellation.onCancel(holder::cancel);
        var _ = Deadline.of(holder, limits)) {
      ReadOnlyTransaction.patience(holder.wire(), limits);
      limit(holder.wire(), limits.statementTimeout());
      Reply more = new Steps(holder, limits).more(reply, given, portal);
      SQLException failure = more.failure();
      if (failure != null) {
        throw failure;
      }
      fetched += more.rowCount();
      holder.read(fetched);
      if (cancellation.cancelled()) {
        // The cancel request may still be on its way.
        close();
        Failures.check(cancellation);
      }
      return more;
    } catch (SQLException e) {
      close();
      Failures.check(cancellation);
      throw SqlStates.failure(e, limits, ReadOnlyTransaction.since(start), true);
    }
  }

  /** Each page has the time of the call that reads it, which may be a task or not. */
  private void limit(Wire wire, Duration now) throws SQLException {
    if (!now.equals(timeout)) {
      Reply set = wire.run(List.of(Wire.Part.of(Fence.timeout(now))), 0, 1);
      if (set.failure() != null) {
        throw set.failure();
      }
      timeout = now;
    }
  }

  /** Whether it holds a connection that nobody uses at the moment. */
  boolean idle() {
    if (!lock.tryLock()) {
      return false;
    }
    try {
      return lease != null;
    } finally {
      lock.unlock();
    }
  }

  /** Like {@link #close}, without waiting for a page that is being read. */
  void closeSoon() {
    if (lock.isLocked()) {
      Thread.ofVirtual().name("cursor").start(this::close);
    } else {
      close();
    }
  }

  /** Forgets the rows and gives the connection back. */
  void close() {
    lock.lock();
    try {
      closed = true;
      reply = new Reply();
      release();
    } finally {
      lock.unlock();
    }
  }

  private void release() {
    Lease holder = lease;
    if (holder != null) {
      lease = null;
      ReadOnlyTransaction.end(holder);
      holder.end();
    }
  }
}
