package dev.howdah.db;

/**
 * What PostgreSQL tells of a plan. PostgreSQL manual, EXPLAIN.
 *
 * @param analyze whether the statement runs, to measure it
 * @param json otherwise it is text
 */
public record Explaining(boolean analyze, boolean json) {

  /** What stands before the statement. */
  String prefix(boolean verbose) {
    return "EXPLAIN ("
        + (analyze ? "ANALYZE, BUFFERS, " : "")
        + (verbose ? "VERBOSE, " : "")
        + (json ? "FORMAT JSON) " : "FORMAT TEXT) ");
  }

  /**
   * A plan as PostgreSQL wrote it.
   *
   * @param verbose whether tables carry their schema
   * @param rolledBack whether the statement wrote while it was measured, all of it rolled back
   */
  public record Explained(String text, boolean verbose, boolean rolledBack) {}
}
