package dev.howdah.known;

import dev.howdah.sql.guard.Access;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds in texts of the catalogue, such as comments, the names of what is blocked. */
record Mentions(Access access, String schema) {

  private static final Pattern NAME =
      Pattern.compile("[\\w$]+(?:\\.[\\w$]+)*", Pattern.UNICODE_CHARACTER_CLASS);

  /** Whether a text has one of the columns as a word, written as it is or as SQL quotes it. */
  static boolean column(String text, Set<String> columns) {
    return columns.stream()
        .anyMatch(column -> word(text, column) || word(text, column.replace("\"", "\"\"")));
  }

  private static boolean word(String text, String word) {
    return Pattern.compile(
            "(?<![\\w$])" + Pattern.quote(word) + "(?![\\w$])", Pattern.UNICODE_CHARACTER_CLASS)
        .matcher(text)
        .find();
  }

  /** Whether a text names a table or a column that is blocked by its name. */
  boolean blocked(String text) {
    return NAME.matcher(text).results().anyMatch(found -> names(found.group().split("\\.", 4)));
  }

  private boolean names(String[] parts) {
    if (access.blocked(schema, parts[0])) {
      return true;
    }
    if (parts.length < 2) {
      return false;
    }
    return access.blocked(parts[0], parts[1])
        || access.blockedColumns(schema, parts[0]).contains(parts[1])
        || (parts.length > 2 && access.blockedColumns(parts[0], parts[1]).contains(parts[2]));
  }
}
