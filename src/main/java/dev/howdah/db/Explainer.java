package dev.howdah.db;

import dev.howdah.db.Explaining.Explained;
import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.sql.guard.CheckedSql;
import java.util.HashMap;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Puts EXPLAIN before a judged statement. It stays one text in one Parse message, so that EXPLAIN
 * is of all of it; what EXPLAIN does not take, the server refuses.
 */
final class Explainer {

  private static final int LINES = 20_000;

  private Explainer() {}

  /** Room for any plan. */
  static Limits limits(Limits asked) {
    return asked.sized(LINES, Limits.OURS.maxBytes(), Limits.OURS.maxCellBytes());
  }

  static Explained explained(Rows rows, boolean verbose, boolean rolledBack) {
    if (rows.truncated()) {
      throw new CallException(
          ErrorCode.STATEMENT_FAILED, "The plan is too large to be shown; simplify the statement.");
    }
    var lines = new StringJoiner("\n");
    for (int row = 0; row < rows.rowCount(); row++) {
      lines.add(rows.text(row, 0));
    }
    return new Explained(lines.toString(), verbose, rolledBack);
  }

  /** The failure with its position in the statement, not in what was sent. */
  static CallException shifted(CallException e, String prefix) {
    if (prefix.isEmpty() || !(e.details().get("position") instanceof Integer position)) {
      return e;
    }
    Map<String, Object> details = new HashMap<>(e.details());
    details.remove("position");
    if (position > prefix.length()) {
      details.put("position", position - prefix.length());
    }
    return new CallException(e.code(), e.getMessage(), details, e);
  }

  /** The failure with its position in the agent's own text, whose star may have been replaced. */
  static CallException placed(CallException e, CheckedSql statement) {
    if (!(e.details().get("position") instanceof Integer position)
        || statement.position(position) == position) {
      return e;
    }
    Map<String, Object> details = new HashMap<>(e.details());
    details.put("position", statement.position(position));
    return new CallException(e.code(), e.getMessage(), details, e);
  }
}
