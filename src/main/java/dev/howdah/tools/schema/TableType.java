package dev.howdah.tools.schema;

import java.util.Locale;

/** What kind of table a relation is, in PostgreSQL's words. */
public enum TableType {
  TABLE,
  PARTITIONED_TABLE,
  PARTITION,
  VIEW,
  MATERIALIZED_VIEW,
  FOREIGN_TABLE;

  /** The words as clients read and write them. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
