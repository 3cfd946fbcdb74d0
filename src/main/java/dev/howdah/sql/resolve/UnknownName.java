package dev.howdah.sql.resolve;

import dev.howdah.sql.Identifier;

/** A statement names a relation that is not there. */
public final class UnknownName extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient Identifier name;
  private final int position;

  UnknownName(Identifier name, int position) {
    super(name.quoted(), null, false, false);
    this.name = name;
    this.position = position;
  }

  public Identifier name() {
    return name;
  }

  /** A byte offset in the statement's UTF-8, -1 when unknown. */
  public int position() {
    return position;
  }
}
