package dev.howdah.sql.guard;

/**
 * What is decided for everybody: functions, system catalogues and foreign tables. Immutable and
 * thread-safe.
 */
public record Policies(
    FunctionPolicy functions, SystemCatalogues catalogues, ForeignTables foreignTables) {

  /** The curated lists, and what the operator allows beyond them. */
  public static Policies of(FunctionRules rules) {
    return new Policies(FunctionPolicy.of(rules), new SystemCatalogues(), ForeignTables.of(rules));
  }
}
