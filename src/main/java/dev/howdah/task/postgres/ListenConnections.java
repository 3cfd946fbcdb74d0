package dev.howdah.task.postgres;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Opens the one connection that a store keeps for {@code LISTEN}: not from the pool, and to the
 * server itself, because a pooler that shares connections between transactions loses what is told.
 */
@FunctionalInterface
public interface ListenConnections {

  /** A connection of PostgreSQL's driver. The store closes it. */
  Connection open() throws SQLException;
}
