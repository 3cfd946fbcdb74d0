package dev.howdah.sql.guard;

/** By which tool a statement came, which decides what it may be. */
public enum Door {
  /** {@code query}: it reads and gives rows. */
  READ,
  /** {@code execute}: one statement that changes data or the schema. */
  WRITE,
  /** {@code transaction}: either, one of several. */
  EITHER,
  /** Either, but only to be planned. */
  PLAN,
  /** {@code explain}: the same, and the plan is shown, with the row policies in it. */
  SHOWN_PLAN
}
