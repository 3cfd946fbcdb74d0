package dev.howdah.sql.catalog;

/**
 * A cast in {@code pg_cast}.
 *
 * @param function the OID of the function that does it, 0 when none is needed
 */
public record Cast(long source, long target, long function, Context context, Method method) {

  /** Who may invoke it without writing it out. */
  public enum Context {
    IMPLICIT,
    ASSIGNMENT,
    EXPLICIT
  }

  /** How it is done. */
  public enum Method {
    FUNCTION,
    BINARY,
    TEXT
  }
}
