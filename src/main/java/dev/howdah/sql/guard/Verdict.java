package dev.howdah.sql.guard;

import org.jspecify.annotations.Nullable;

/** What was decided about a statement. */
public sealed interface Verdict {

  /** It may run, in the form that was judged. */
  record Allowed(CheckedSql statement) implements Verdict {}

  /**
   * It may not.
   *
   * @param why what kind of rule stands against it
   * @param message a sentence for the agent: what, and what would work
   * @param object the name that is at fault, as the statement has it; null when it is the whole
   * @param position of it in characters (code points) from 1; 0 when unknown
   */
  record Refused(Why why, String message, @Nullable String object, int position)
      implements Verdict {}

  /** What kind of rule stands against a statement. */
  enum Why {
    /** PostgreSQL's grammar. */
    SYNTAX,
    /** It names something that is not there. */
    UNDEFINED,
    /** It names something that is not there, or that the caller is not to know of. */
    UNKNOWN,
    /** The gate, for everybody. */
    GATE,
    /** The access rules, for this caller. */
    ACCESS
  }
}
