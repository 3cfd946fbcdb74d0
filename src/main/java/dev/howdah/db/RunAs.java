package dev.howdah.db;

import org.jspecify.annotations.Nullable;

/**
 * Whose rights a statement has and where its unqualified names are looked for.
 *
 * @param role the role that the transaction takes (SET LOCAL ROLE), or null to stay the one that
 *     connected
 * @param searchPath as {@code SET search_path} reads it, names quoted where they must be; null to
 *     leave the session's own
 */
public record RunAs(@Nullable String role, @Nullable String searchPath) {

  /** As the connection is. */
  public static final RunAs ITSELF = new RunAs(null, null);
}
