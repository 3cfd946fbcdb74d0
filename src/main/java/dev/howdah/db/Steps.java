package dev.howdah.db;

import java.time.Duration;
import org.postgresql.core.ResultCursor;

/**
 * Fetches the rows of a statement in steps: as few as tell about once a second how many there are,
 * and each no larger than memory should bear, as far as the rows before it tell. It stops when
 * there are more than fit into the result anyway.
 */
final class Steps {

  /** What a statement begins with whose course somebody wants to hear of. */
  private static final int FIRST = 100;

  /** What others begin with: all that a call gets which does not ask for more. */
  private static final int FIRST_UNHEARD = 501;

  private static final int FACTOR = 8;
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofSeconds(1);

  /** What one step should come to at most, in bytes. */
  private static final long MOST_BYTES = 4 << 20;

  /** In JSON no value is half as long as PostgreSQL printed it. */
  private static final int SHORTER = 2;

  private final Lease lease;
  private final Limits limits;
  private final int most;
  private int size;
  private int rows;
  private long bytes;
  private long shown;

  /** Steps to the rows of a statement, one more than its limit. */
  Steps(Lease lease, Limits limits) {
    this.lease = lease;
    this.limits = limits;
    this.most = limits.maxRows() + 1;
    this.size = Math.min(lease.watched() ? FIRST : FIRST_UNHEARD, most);
  }

  /** How many rows to begin with. */
  int first() {
    return size;
  }

  /**
   * The rows that are missing behind those of a reply from one on; none when these are enough.
   *
   * @param portal of the reply
   */
  Reply more(Reply reply, int from, ResultCursor portal) {
    rows = reply.rowCount() - from;
    bytes = reply.bytes(from);
    shown = reply.bytes(from, limits.maxCellBytes());
    if (rows >= most || full()) {
      var none = new Reply();
      none.stopped(portal);
      return none;
    }
    return rest(lease.wire().next(portal, next()));
  }

  /** The first rows and those that are still missing. */
  Reply rest(Reply first) {
    Reply reply = first;
    count(first);
    while (reply.failure() == null && rows < most && !full()) {
      ResultCursor portal = reply.portal();
      if (portal == null) {
        break;
      }
      lease.read(rows);
      long start = System.nanoTime();
      Reply more = lease.wire().next(portal, next());
      reply = reply.continued(0, more);
      count(more);
      adapt(ReadOnlyTransaction.since(start));
    }
    lease.read(rows);
    return reply;
  }

  private void count(Reply step) {
    rows += step.rowCount();
    bytes += step.bytes(0);
    shown += step.bytes(0, limits.maxCellBytes());
  }

  private boolean full() {
    return shown > (long) SHORTER * limits.maxBytes();
  }

  private int next() {
    long bearable = rows == 0 ? size : MOST_BYTES * rows / Math.max(bytes, rows);
    return (int) Math.min(Math.min(size, most - rows), Math.max(bearable, 1));
  }

  private void adapt(Duration took) {
    if (took.compareTo(SHORT) < 0) {
      size = Math.min(size * FACTOR, most);
    } else if (took.compareTo(LONG) > 0) {
      size = Math.max(size / FACTOR, 1);
    }
  }
}
