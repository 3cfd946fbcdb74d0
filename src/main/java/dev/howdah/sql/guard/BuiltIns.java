package dev.howdah.sql.guard;

import dev.howdah.sql.catalog.Catalogue;
import dev.howdah.sql.catalog.Function;
import java.util.Optional;

/** What is decided about the functions that come with PostgreSQL: {@code built-ins.txt}. */
final class BuiltIns {

  /** OIDs below this one are given by PostgreSQL itself ({@code FirstNormalObjectId}). */
  private static final long FIRST_OF_USERS = 16384;

  private final Decisions decisions =
      new Decisions(PolicyFile.read("built-ins.txt").entries().stream());

  static boolean holds(Function function) {
    return function.oid() < FIRST_OF_USERS;
  }

  Optional<Decisions.Decision> about(Function function, Catalogue catalogue) {
    return decisions.about(function, catalogue);
  }
}
