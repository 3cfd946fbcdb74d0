package dev.howdah.db;

import dev.howdah.error.CallException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Keeps PostgreSQL's words about a failure back where they may quote a row with blocked columns:
 * the details always, and the message unless it can only be about the statement's own text.
 *
 * <p>A policy, a check, a trigger or a generated column reads blocked columns whoever asks, and
 * what fails there may say which value it failed on.
 */
final class Discretion {

  private static final Set<String> QUOTING = Set.of("detail", "hint", "where", "object");

  /**
   * Classes of SQLSTATE whose messages name objects, states and limits, never a value (PostgreSQL
   * manual, appendix A).
   */
  private static final Set<String> WITHOUT_VALUES =
      Set.of(
          "08", "0A", "21", "24", "25", "26", "28", "34", "3D", "3F", "40", "42", "53", "54", "55",
          "57", "58");

  /**
   * Of these classes, what is also said of a name that is looked up while the statement runs, and
   * so may be a value: {@code s::regclass}, {@code current_setting(s)}.
   */
  private static final Set<String> LOOKED_UP =
      Set.of(
          "42601", "42602", "42703", "42704", "42725", "42883", "42P01", "42P02", "3D000", "3F000",
          "34000", "26000");

  private static final String INTEGRITY = "23";

  private Discretion() {}

  static CallException about(CallException e) {
    Map<String, Object> details = new HashMap<>(e.details());
    String message = message(e, details);
    details.keySet().removeAll(QUOTING);
    return new CallException(e.code(), message, details);
  }

  private static String message(CallException e, Map<String, Object> details) {
    if (!(details.get("sqlstate") instanceof String state)) {
      return String.valueOf(e.getMessage());
    }
    if (state.startsWith(INTEGRITY)) {
      return "A constraint of the table was violated; which one is not open to you.";
    }
    // What runs inside a function has a context, and a function may say anything under any state.
    // A position is in the text of the statement, which PostgreSQL had not begun to run by then.
    boolean inside = details.containsKey("where");
    boolean early =
        details.containsKey("position")
            || (WITHOUT_VALUES.contains(state.substring(0, 2)) && !LOOKED_UP.contains(state));
    return early && !inside
        ? String.valueOf(e.getMessage())
        : "The statement failed (SQLSTATE "
            + state
            + ") on a value, or in a function; PostgreSQL's words are not open to you, because they"
            + " may quote columns that are blocked. Values and parameters of your own that do not"
            + " fit their types fail so, too.";
  }
}
