package dev.howdah.db;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The end of a transaction that writes: it is kept or not, and its session forgets it. */
final class WriteEnd {

  private static final String FORGET = "DISCARD ALL";

  /** For a standby that has to have it, too: whether it was kept is worth a wait. */
  private static final Duration ANSWER = Duration.ofSeconds(30);

  private WriteEnd() {}

  /**
   * Keeps it.
   *
   * @throws CallException when it was not kept, or with {@code outcome: unknown} when nobody can
   *     tell
   */
  static void commit(Lease lease, Limits limits) {
    long start = System.nanoTime();
    try {
      lease.wire().readTimeout((int) limits.statementTimeout().plus(ANSWER).toMillis());
    } catch (SQLException e) {
      throw SqlStates.failure(e, limits, Duration.ZERO, true);
    }
    Reply reply = finish(lease, "COMMIT");
    if ("COMMIT".equals(reply.command())) {
      return;
    }
    SQLException failure = reply.failure();
    if (failure == null) {
      throw new CallException(
          ErrorCode.STATEMENT_FAILED, "The transaction was rolled back instead of committed.");
    }
    if (SqlStates.serverMessage(failure) == null || SqlStates.connectionLost(failure)) {
      throw unknown(failure);
    }
    // A deferred constraint, or a conflict that only shows at the end.
    rollBack(lease);
    throw SqlStates.failure(failure, limits, ReadOnlyTransaction.since(start), true);
  }

  private static CallException unknown(SQLException failure) {
    return new CallException(
        ErrorCode.CONNECTION_FAILED,
        "The connection was lost while the transaction was being committed, so it is not known"
            + " whether it was kept. Look at the data before you send it again.",
        Map.of("outcome", "unknown", "sqlstate", SqlStates.state(failure)),
        failure);
  }

  /** Ends the transaction and has the session forget it; the lease is trusted when both worked. */
  private static Reply finish(Lease lease, String how) {
    Wire wire = lease.wire();
    Reply reply = wire.run(List.of(how, FORGET), 0, List.of(), 1);
    if (reply.failure() == null && wire.idle()) {
      lease.trust();
    } else {
      lease.doubt();
    }
    return reply;
  }

  /** Rolls it back, whatever is left of it. */
  static void rollBack(Lease lease) {
    finish(lease, Fence.ROLLBACK);
  }
}
