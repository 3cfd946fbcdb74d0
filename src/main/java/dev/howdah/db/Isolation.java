package dev.howdah.db;

import java.util.Locale;

/** How far a transaction is kept apart from others. PostgreSQL manual, Transaction Isolation. */
public enum Isolation {
  READ_COMMITTED,
  REPEATABLE_READ,
  SERIALIZABLE;

  /** As SQL has it. */
  @Override
  public String toString() {
    return name().replace('_', ' ').toLowerCase(Locale.ROOT);
  }
}
