package dev.howdah.task.queue.postgres;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Opens the connection that a queue listens on: not from a pool, and to the server itself, because
 * a pooler that shares connections between transactions drops what is told.
 */
@FunctionalInterface
public interface ListenConnections {

  /** A connection of PostgreSQL's driver, which the queue closes. */
  Connection open() throws SQLException;
}
