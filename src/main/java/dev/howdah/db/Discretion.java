package dev.howdah.db;

import dev.howdah.error.CallException;
import java.util.HashMap;
import java.util.List;
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
   * SQLSTATEs, or classes of them, whose messages name nothing but objects of the statement, states
   * and limits (PostgreSQL manual, appendix A). Not here is what is also said of a name that is
   * looked up while the statement runs, and so may be a value ({@code s::regclass}), and what names
   * that which rests on an object ({@code 0A000}, {@code 2BP01}).
   */
  private static final List<String> SHOWN =
      List.of(
          "08", "21", "24", "25", "28", "40", "53", "54", "55", "57", "58", "428C9", "42501",
          "42611", "42701", "42710", "42803", "42804", "42809", "42830", "42846", "42P06", "42P07",
          "42P10", "42P16", "42P17", "42P18", "42P21", "42P22");

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
    if (details.get("parameter") instanceof Integer index) {
      return "Parameter $"
          + index
          + " could not be read as its type (SQLSTATE "
          + state
          + "); PostgreSQL's words are not open to you, because they may quote columns that are"
          + " blocked.";
    }
    if (state.startsWith(INTEGRITY)) {
      return "A constraint of the table was violated; which one is not open to you.";
    }
    // What runs inside a function has a context, and a function may say anything under any state.
    // A position is in the text of the statement, which PostgreSQL had not begun to run by then.
    boolean inside = details.containsKey("where");
    boolean early = details.containsKey("position") || SHOWN.stream().anyMatch(state::startsWith);
    return early && !inside
        ? String.valueOf(e.getMessage())
        : "The statement failed (SQLSTATE "
            + state
            + ") on a value, or in a function; PostgreSQL's words are not open to you, because they"
            + " may quote columns that are blocked. Values and parameters of your own that do not"
            + " fit their types fail so, too.";
  }
}
