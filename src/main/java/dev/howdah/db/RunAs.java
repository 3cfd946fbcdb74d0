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

  /** As the connection is. */
  public static final RunAs ITSELF = new RunAs(null, null);

  /** Where no vectors are searched. */
  public RunAs(@Nullable String role, @Nullable String searchPath) {
    this(role, searchPath, VectorScan.AS_SET);
  }

  RunAs scanning(VectorScan other) {
    return new RunAs(role, searchPath, other);
  }
}
