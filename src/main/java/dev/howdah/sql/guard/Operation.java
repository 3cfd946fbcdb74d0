package dev.howdah.sql.guard;

/** What a statement does to the database. */
public enum Operation {
  SELECT,
  INSERT,
  UPDATE,
  DELETE,
  DDL
}
