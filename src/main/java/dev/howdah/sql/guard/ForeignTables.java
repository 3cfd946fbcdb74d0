package dev.howdah.sql.guard;

import dev.howdah.sql.catalog.Relation;
import java.util.Optional;
import java.util.Set;

/**
 * Which foreign tables may be read: those of wrappers that reach a database of another kind or
 * place, and no files or programs of the server. Immutable and thread-safe.
 */
public final class ForeignTables {

  /** Wrappers of which it is known that reading is all that reading does. */
  private static final Set<String> WRAPPERS =
      Set.of(
          "postgres_fdw",
          "mysql_fdw",
          "oracle_fdw",
          "tds_fdw",
          "mongo_fdw",
          "redis_fdw",
          "clickhouse_fdw");

  private final FunctionRules rules;

  private ForeignTables(FunctionRules rules) {
    this.rules = rules;
  }

  public static ForeignTables of(FunctionRules rules) {
    return new ForeignTables(rules);
  }

  /** Why a relation must not be used for what is behind it; empty when it may. */
  public Optional<String> judge(Relation relation) {
    String wrapper = relation.foreignWrapper();
    if (wrapper == null || WRAPPERS.contains(wrapper) || rules.extensions().contains(wrapper)) {
      return Optional.empty();
    }
    return Optional.of(
        "The foreign table "
            + relation.schema()
            + "."
            + relation.name()
            + " is refused: its wrapper "
            + wrapper
            + " may read files or run programs; the operator can add "
            + wrapper
            + " to access.allowed-extensions.");
  }
}
