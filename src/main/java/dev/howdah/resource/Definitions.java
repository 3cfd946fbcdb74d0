package dev.howdah.resource;

import dev.howdah.db.Session;
import java.util.Optional;

/** What a table is, as a caller may know it. */
@FunctionalInterface
public interface Definitions {

  /**
   * The same text as long as the definition is the same; empty while there is no such table that
   * the caller may know of. Rows, sizes and statistics are no part of it.
   */
  Optional<String> of(Session session, String schema, String table);
}
