package dev.howdah.tools.schema;

import org.jspecify.annotations.Nullable;

/** The LIKE patterns that filter lists by name. */
final class NamePattern {

  static final String ABOUT =
      "Only names like this: a LIKE pattern, case ignored; % and _ are wildcards, \\ escapes them.";

  /** In characters; names have at most 63. */
  static final int LONGEST = 500;

  private NamePattern() {}

  /** Refuses what PostgreSQL could not read (PostgreSQL manual, LIKE). */
  static void check(@Nullable String pattern) {
    check("name_pattern", pattern);
  }

  /**
   * Does the same.
   *
   * @param argument its name, for the message
   */
  static void check(String argument, @Nullable String pattern) {
    if (pattern == null) {
      return;
    }
    int escapes = 0;
    for (int at = pattern.length() - 1; at >= 0 && pattern.charAt(at) == '\\'; at--) {
      escapes++;
    }
    if (escapes % 2 == 1) {
      throw new IllegalArgumentException(
          argument + " must not end in a single \\, which escapes what follows it; was " + pattern);
    }
  }
}
