package dev.howdah.db;

import java.util.Locale;

/**
 * Something a role can do that Howdah does not need.
 *
 * @param powerful whether it lets the role out of the database or past its rules, so that it is
 *     refused where the server is reached over a network
 * @param sentence what it is, with the names
 * @param mend the SQL that ends it, one or more statements or comments
 * @param everyone whether it is a right of {@code PUBLIC}, which any new role would have as well
 */
public record Finding(
    Severity severity, boolean powerful, String sentence, String mend, boolean everyone) {

  /** How bad it is, the worst first. */
  public enum Severity {
    DANGEROUS,
    MORE_THAN_NEEDED,
    NOTE;

    /** As people read it: {@code more than needed}. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }
}
