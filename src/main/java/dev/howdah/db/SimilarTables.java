package dev.howdah.db;

import dev.howdah.error.CallException;
import dev.howdah.sql.AgentSql;
import dev.howdah.sql.Identifier;
import dev.howdah.sql.Sql;
import dev.howdah.sql.guard.Access;
import dev.howdah.sql.guard.Operation;
import java.util.List;
import java.util.function.Predicate;

/** Finds tables that were perhaps meant by a name that does not exist, or must not be known. */
final class SimilarTables {

  private static final int MOST = 3;
  private static final Sql SIMILAR = Sql.resource(SimilarTables.class, "similar_tables.sql");

  private record Wanted(String name) {}

  /**
   * A table.
   *
   * @param quoted its schema and name, in quotes where SQL needs them
   */
  record Found(String schema, String name, String quoted) {

    /** Schema and name as the arguments of tools have them. */
    String plain() {
      return schema + "." + name;
    }
  }

  private final CatalogueReader.Source source;

  SimilarTables(CatalogueReader.Source source) {
    this.source = source;
  }

  /**
   * The most alike first; only those that the caller may read.
   *
   * @param name with or without a schema and a dot
   * @param readable whether a statement would be let through
   */
  List<Found> to(String name, Access access, Predicate<AgentSql> readable) {
    try {
      return source.query(SIMILAR, new Wanted(name), Found.class).stream()
          .filter(each -> open(each, access, readable))
          .limit(MOST)
          .toList();
    } catch (CallException e) {
      // The failure at hand matters more than a hint about it.
      return List.of();
    }
  }

  private static boolean open(Found found, Access access, Predicate<AgentSql> readable) {
    return !access.restricted()
        || (!access.blocked(found.schema(), found.name())
            && access.allows(Operation.SELECT, found.schema(), found.name())
            && readable.test(
                AgentSql.of(
                    "select from " + Identifier.of(found.schema(), found.name()).quoted())));
  }
}
