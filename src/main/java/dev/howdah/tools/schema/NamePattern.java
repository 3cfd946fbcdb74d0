package dev.howdah.tools.schema;

import org.jspecify.annotations.Nullable;

/** The patterns that filter lists by name. */
final class NamePattern {

  static final String ABOUT =
      "Only names that contain this, case ignored; with a % it is a LIKE pattern of the whole name,"
          + " as in order%; \\ escapes % and _.";

  /** In characters; names have at most 63. */
  static final int LONGEST = 500;

  private NamePattern() {}

  /**
   * The LIKE pattern for whole names. What has no {@code %} may stand anywhere in a name: that is
   * what whoever leaves it out looks for.
   *
   * @param argument its name, for the message
   * @return null for none or an empty one
   * @throws IllegalArgumentException for what PostgreSQL could not read (PostgreSQL manual, LIKE)
   */
  static @Nullable String like(String argument, @Nullable String pattern) {
    if (pattern == null || pattern.isEmpty()) {
      return null;
    }
    boolean whole = false;
    for (int at = 0; at < pattern.length(); at++) {
      char c = pattern.charAt(at);
      whole |= c == '%';
      if (c == '\\' && ++at == pattern.length()) {
        throw new IllegalArgumentException(
            argument
                + " must not end in a single \\, which escapes what follows it; was "
                + pattern);
      }
    }
    return whole ? pattern : '%' + pattern + '%';
  }
}
