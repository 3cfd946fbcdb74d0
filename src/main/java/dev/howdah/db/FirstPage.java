package dev.howdah.db;

import dev.howdah.resilience.Cancellation;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** The first page of a result, whose rest is kept for a next one where there is a rest. */
final class FirstPage {

  /** More than this many bytes of rows are not kept for a next page. */
  private static final long MOST_KEPT = 16 << 20;

  private final Database database;
  private final Rest rest;
  private final Cancellation cancellation;

  FirstPage(Database database, Rest rest, Cancellation cancellation) {
    this.database = database;
    this.rest = rest;
    this.cancellation = cancellation;
  }

  /** Runs the statement; the lease is held beyond the call when rows are still in the server. */
  ResultPage first(
      Connections.Open open,
      Lease lease,
      String text,
      List<?> values,
      Limits limits,
      Keep keep,
      ReadOnlyTransaction.Way way)
      throws ReadOnlyTransaction.ConnectionLost {
    Reply reply = open.reading().run(lease, text, values, limits, way);
    boolean more = reply.portal() != null;
    if (more) {
      try {
        database.binding().learn(lease.wire(), TypeCatalog.keys(reply));
      } catch (SQLException e) {
        throw SqlStates.failure(e, limits, Duration.ZERO, true);
      }
    } else {
      database.learn(open.reading(), lease, reply);
    }
    Rows rows = new Rows(reply, database.types(), limits);
    if (!more && rows.rowCount() == reply.rowCount()) {
      return ResultPage.last(rows);
    }
    boolean none = rows.rowCount() == 0;
    boolean now = !none && rest.wanted();
    if (none || (!now && reply.bytes(rows.rowCount()) > MOST_KEPT)) {
      ReadOnlyTransaction.end(lease);
      return new ResultPage(
          rows, null, none ? OpenResults.TOO_LARGE : "the rest is too large to be kept");
    }
    if (more && !now) {
      lease.hold();
    }
    String id = database.results().newId();
    var result =
        new OpenResult(
            id,
            keep,
            database.types(),
            reply,
            rows,
            limits.statementTimeout(),
            more ? lease : null);
    if (now) {
      return result.readOut(limits, cancellation, rest);
    }
    database.results().keep(result);
    return result.first();
  }
}
