package dev.howdah.tools.search;

import java.util.Locale;

/** What can be searched for, in the order in which equally good finds stand. */
public enum ObjectType {
  TABLE,
  VIEW,
  COLUMN,
  FUNCTION,
  TYPE,
  INDEX,
  SCHEMA;

  /** The word as clients read and write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
