package dev.howdah.db;

import org.jspecify.annotations.Nullable;

/**
 * Whose rights a statement has, where its unqualified names are looked for and how it searches.
 *
 * @param role the role that the transaction takes (SET LOCAL ROLE), or null to stay the one that
 *     connected
 * @param searchPath as {@code SET search_path} reads it, names quoted where they must be; null to
 *     leave the session's own
 * @param scan how indexes of vectors are searched
 */
public record RunAs(@Nullable String role, @Nullable String searchPath, VectorScan scan) {

  /**
   * Where statements of ours find their functions and operators. Along the session's own path, what
   * somebody else made in one of its schemas can fit a call better than what PostgreSQL has.
   */
  static final String OWN_PATH = "pg_catalog, pg_temp";

  /** As the connection is. */
  public static final RunAs ITSELF = new RunAs(null, null);

  /** For statements of ours, which learn the session's own path by {@code howdah.path}. */
  static final RunAs OURS = ITSELF.ours();

  /** Where no vectors are searched. */
  public RunAs(@Nullable String role, @Nullable String searchPath) {
    this(role, searchPath, VectorScan.AS_SET);
  }

  /** For what comes before a statement that somebody else wrote. */
  RunAs before() {
    return searchPath == null ? this : ours();
  }

  /** The same role, for statements of ours. */
  RunAs ours() {
    return new RunAs(role, OWN_PATH, scan);
  }

  RunAs scanning(VectorScan other) {
    return new RunAs(role, searchPath, other);
  }
}
