package dev.howdah.db;

import java.time.Duration;
import org.postgresql.core.ResultCursor;

/**
 * Fetches the rows of a statement in as few steps as tell about once a second how many there are;
 * all at once when nobody wants to hear that.
 */
final class Steps {

  private static final int FIRST = 100;
  private static final int FACTOR = 8;
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofSeconds(1);

  private final Lease lease;
  private final int most;
  private int size;

  /** Steps to the rows of a statement, one more than its limit. */
  Steps(Lease lease, Limits limits) {
    this.lease = lease;
    this.most = limits.maxRows() + 1;
    this.size = lease.watched() ? Math.min(FIRST, most) : most;
  }

  /** How many rows to begin with. */
  int first() {
    return size;
  }

  /** The first rows and those that are still missing. */
  Reply rest(Reply first) {
    Reply reply = first;
    while (reply.failure() == null && reply.rowCount() < most) {
      ResultCursor portal = reply.portal();
      if (portal == null) {
        break;
      }
      lease.read(reply.rowCount());
      long start = System.nanoTime();
      Reply more = lease.wire().next(portal, Math.min(size, most - reply.rowCount()));
      reply = reply.continued(0, more);
      adapt(ReadOnlyTransaction.since(start));
    }
    lease.read(reply.rowCount());
    return reply;
  }

  private void adapt(Duration took) {
    if (took.compareTo(SHORT) < 0) {
      size = Math.min(size * FACTOR, most);
    } else if (took.compareTo(LONG) > 0) {
      size = Math.max(size / FACTOR, 1);
    }
  }
}
