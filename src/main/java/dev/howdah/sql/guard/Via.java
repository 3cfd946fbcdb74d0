package dev.howdah.sql.guard;

import org.jspecify.annotations.Nullable;

/**
 * How a statement comes to something: by naming it, or through something else.
 *
 * @param kind what leads there
 * @param name of what leads there as the agent would write it; null when it is the statement itself
 * @param vouched whether what leads there is allowed for all that it shows: a view that an operator
 *     has allowed by its name, a table that shows its partitions
 * @param offset where the statement names the first thing on the way, in bytes
 */
record Via(Kind kind, @Nullable String name, boolean vouched, int offset) {

  enum Kind {
    STATEMENT,
    VIEW,
    /** A materialised view, whose functions have run already. */
    STORED,
    CHILD,
    FUNCTION,
    TYPE,
    /** A row policy, which reads what it needs whoever asks; only what it runs matters. */
    POLICY,
    /** What fills a materialised view, which is judged like a policy. */
    FILLING
  }

  /** Whether only what is run matters: whose rows are read is said elsewhere. */
  boolean runs() {
    return kind == Kind.POLICY || kind == Kind.FILLING;
  }

  static final Via STATEMENT = new Via(Kind.STATEMENT, null, false, -1);

  /** The next step on the way. */
  Via then(Kind next, String through, boolean named, int at) {
    boolean first = kind == Kind.STATEMENT;
    Kind stays = kind == Kind.STORED || runs() ? kind : next;
    boolean voucher = next == Kind.CHILD || (named && (first || vouched));
    return new Via(stays, through, voucher, first ? at : offset);
  }

  /** Where to point for something at this place. */
  int offset(int at) {
    return kind == Kind.STATEMENT ? at : offset;
  }

  /** For a message: {@code " (through orders_view)"}. */
  String said() {
    return name == null ? "" : " (through " + name + ")";
  }
}
