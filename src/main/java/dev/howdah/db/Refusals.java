package dev.howdah.db;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.sql.guard.Verdict;
import java.util.HashMap;
import java.util.Map;

/** What an agent is told when its statement is not let through. */
final class Refusals {

  private static final String SYNTAX_ERROR = "42601";
  private static final String UNDEFINED_TABLE = "42P01";

  private Refusals() {}

  static CallException told(Verdict.Refused refused) {
    Map<String, Object> details = new HashMap<>();
    if (refused.position() > 0) {
      details.put("position", refused.position());
    }
    if (refused.object() != null) {
      details.put("object", refused.object());
    }
    return switch (refused.why()) {
      case SYNTAX -> failed(refused, SYNTAX_ERROR, details);
      case UNDEFINED -> failed(refused, UNDEFINED_TABLE, details);
      case GATE -> new CallException(ErrorCode.STATEMENT_REFUSED, refused.message(), details);
      case ACCESS -> new CallException(ErrorCode.ACCESS_DENIED, refused.message(), details);
    };
  }

  private static CallException failed(
      Verdict.Refused refused, String sqlstate, Map<String, Object> details) {
    details.put("sqlstate", sqlstate);
    return new CallException(ErrorCode.STATEMENT_FAILED, refused.message(), details);
  }
}
