package dev.howdah.db;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.sql.NotReady;
import dev.howdah.sql.guard.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What an agent is told when its statement is not let through. */
final class Refusals {

  private static final String SYNTAX_ERROR = "42601";
  private static final String UNDEFINED_TABLE = "42P01";

  private Refusals() {}

  /**
   * The failure.
   *
   * @param similar names of tables that were perhaps meant, as SQL has them
   */
  static CallException told(Verdict.Refused refused, List<String> similar) {
    Map<String, Object> details = new HashMap<>();
    if (refused.position() > 0) {
      details.put("position", refused.position());
    }
    if (refused.object() != null) {
      details.put("object", refused.object());
    }
    String meant = "";
    if (!similar.isEmpty()) {
      details.put("similar", similar);
      meant = "; did you mean " + String.join(" or ", similar) + "?";
    }
    return switch (refused.why()) {
      case SYNTAX -> failed(refused.message(), SYNTAX_ERROR, details);
      case UNDEFINED -> failed(refused.message() + meant, UNDEFINED_TABLE, details);
      case UNKNOWN ->
          new CallException(
              ErrorCode.ACCESS_DENIED,
              refused.message() + (meant.isEmpty() ? "; list_tables shows what is." : meant),
              details);
      case GATE -> new CallException(ErrorCode.STATEMENT_REFUSED, refused.message(), details);
      case ACCESS -> new CallException(ErrorCode.ACCESS_DENIED, refused.message(), details);
    };
  }

  /** The failure of a statement that nobody has looked at. */
  static CallException unchecked(NotReady reason) {
    long millis = reason.waited().toMillis();
    return new CallException(
        ErrorCode.TIMEOUT,
        "The server is busy: for "
            + millis
            + " ms nothing was free to check the statement, so it did not run. Try again.",
        Map.of("what", "parser", "timeout_ms", millis));
  }

  private static CallException failed(
      String message, String sqlstate, Map<String, Object> details) {
    details.put("sqlstate", sqlstate);
    return new CallException(ErrorCode.STATEMENT_FAILED, message, details);
  }
}
