package dev.howdah.db;

import dev.howdah.error.CallException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Keeps PostgreSQL's words about a failure back where they may quote a row with blocked columns:
 * the details always, and the message of a constraint that was violated.
 */
final class Discretion {

  private static final Set<String> QUOTING = Set.of("detail", "hint", "where", "object");
  private static final String INTEGRITY = "23";

  private Discretion() {}

  static CallException about(CallException e) {
    Map<String, Object> details = new HashMap<>(e.details());
    details.keySet().removeAll(QUOTING);
    boolean constraint =
        details.get("sqlstate") instanceof String state && state.startsWith(INTEGRITY);
    String message =
        constraint
            ? "A constraint of the table was violated; which one is not open to you."
            : String.valueOf(e.getMessage());
    return new CallException(e.code(), message, details);
  }
}
