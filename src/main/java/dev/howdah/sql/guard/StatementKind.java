package dev.howdah.sql.guard;

/** The kinds of statements that an operator can choose from. */
public enum StatementKind {
  /** SELECT, VALUES, TABLE, and these after WITH. */
  SELECT,
  EXPLAIN,
  SHOW,
  INSERT,
  UPDATE,
  DELETE,
  MERGE,
  /** CREATE, ALTER, DROP and the like. */
  DDL
}
