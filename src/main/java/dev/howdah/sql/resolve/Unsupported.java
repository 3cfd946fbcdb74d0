package dev.howdah.sql.resolve;

import org.jspecify.annotations.Nullable;

/** A statement holds something that is not understood here, so it must not run. */
public final class Unsupported extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String what;
  private final int position;
  private transient @Nullable Analysis before;

  Unsupported(String what, int position) {
    super(what, null, false, false);
    this.what = what;
    this.position = position;
  }

  /** What was read before it, without result columns; null where nobody noted it. */
  public @Nullable Analysis before() {
    return before;
  }

  Unsupported after(Analysis read) {
    before = read;
    return this;
  }

  /** A kind of node of PostgreSQL's parse tree, possibly with a field, or a few words. */
  public String what() {
    return what;
  }

  /** A byte offset in the statement's UTF-8, -1 when unknown. */
  public int position() {
    return position;
  }
}
