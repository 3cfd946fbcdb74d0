package dev.howdah.known;

import dev.howdah.sql.guard.Access;
import dev.howdah.sql.guard.Access.RelationName;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds in texts of the catalogue the names of what is blocked. In a comment, which people write,
 * also those in other letters, in the plural, joined with other words by underscores, and with
 * other white space between their words.
 */
record Mentions(Access access, String schema) {

  private static final Pattern NAME =
      Pattern.compile("[\\w$]+(?:\\.[\\w$]+)*", Pattern.UNICODE_CHARACTER_CLASS);

  private static final Pattern SPACE = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

  /** Names of more parts are taken as they are. */
  private static final int MOST_PARTS = 8;

  /** Whether a text has one of the columns as a word, written as it is or as SQL quotes it. */
  static boolean column(String text, Set<String> columns) {
    return columns.stream()
        .anyMatch(column -> word(text, column) || word(text, column.replace("\"", "\"\"")));
  }

  /** Whether a comment speaks of one of the columns. */
  static boolean spoken(String comment, Collection<String> columns) {
    String spaced = spaced(comment);
    return columns.stream().anyMatch(column -> said(spaced, quoted(column)));
  }

  private static boolean said(String comment, String pattern) {
    return Pattern.compile(
            "(?<![\\p{L}\\p{N}$])" + pattern + "(?:e?s)?(?![\\p{L}\\p{N}$])",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
        .matcher(comment)
        .find();
  }

  /** Whether a comment has the two one after the other, in quotes or not, with a dot between. */
  private static boolean qualified(String comment, String qualifier, String name) {
    return said(comment, quoted(qualifier) + "\"?\\s*\\.\\s*\"?" + quoted(name));
  }

  private static String quoted(String name) {
    return Pattern.quote(spaced(name));
  }

  /** A text with one space for any white space, so that words of a name are found on two lines. */
  private static String spaced(String text) {
    return SPACE.matcher(text).replaceAll(" ");
  }

  private static boolean word(String text, String word) {
    return Pattern.compile(
            "(?<![\\w$])" + Pattern.quote(word) + "(?![\\w$])", Pattern.UNICODE_CHARACTER_CLASS)
        .matcher(text)
        .find();
  }

  /** Whether a comment names a table or a column that is blocked by its name. */
  boolean blocked(String comment) {
    return NAME.matcher(comment).results().anyMatch(found -> names(found.group().split("\\.", 4)))
        || asWritten(comment);
  }

  /** Whether it has such a name as the rules write it, which may be more than one word. */
  private boolean asWritten(String text) {
    String comment = spaced(text);
    String small = comment.toLowerCase(Locale.ROOT);
    return access.blockedRelations().stream()
            .filter(table -> small.contains(spaced(table.name()).toLowerCase(Locale.ROOT)))
            .anyMatch(
                table ->
                    here(table)
                        ? said(comment, quoted(table.name()))
                        : qualified(comment, table.schema(), table.name()))
        || access.blockedColumns().entrySet().stream()
            .filter(each -> small.contains(spaced(each.getKey().name()).toLowerCase(Locale.ROOT)))
            .anyMatch(
                each ->
                    each.getValue().stream()
                        .anyMatch(column -> qualified(comment, each.getKey().name(), column)));
  }

  private boolean here(RelationName table) {
    return table.schema().equals("*") || table.schema().equalsIgnoreCase(schema);
  }

  private boolean names(String[] parts) {
    Set<String> first = meant(parts[0]);
    if (first.stream().anyMatch(table -> access.blocked(schema, table))) {
      return true;
    }
    if (parts.length < 2) {
      return false;
    }
    Set<String> second = meant(parts[1]);
    Set<String> schemas = cases(parts[0]);
    return schemas.stream().anyMatch(each -> blocked(each, second))
        || columns(Set.of(schema), first, second)
        || (parts.length > 2 && columns(schemas, second, meant(parts[2])));
  }

  private boolean blocked(String in, Set<String> tables) {
    return tables.stream().anyMatch(table -> access.blocked(in, table));
  }

  private boolean columns(Set<String> schemas, Set<String> tables, Set<String> columns) {
    return schemas.stream()
        .anyMatch(
            in ->
                tables.stream()
                    .flatMap(table -> access.blockedColumns(in, table).stream())
                    .anyMatch(columns::contains));
  }

  /** The names that a word may stand for: its parts at underscores, and their singulars. */
  private static Set<String> meant(String word) {
    Set<String> names = new LinkedHashSet<>(cases(word));
    for (String each : cases(word)) {
      String[] parts = each.split("_", -1);
      for (int from = 0; from < parts.length && parts.length <= MOST_PARTS; from++) {
        var run = new StringBuilder();
        for (int to = from; to < parts.length; to++) {
          run.append(to == from ? "" : "_").append(parts[to]);
          names.add(run.toString());
        }
      }
    }
    for (String name : Set.copyOf(names)) {
      if (name.endsWith("s")) {
        names.add(name.substring(0, name.length() - 1));
      }
      if (name.endsWith("es")) {
        names.add(name.substring(0, name.length() - 2));
      }
    }
    return names;
  }

  private static Set<String> cases(String word) {
    String small = word.toLowerCase(Locale.ROOT);
    return small.equals(word) ? Set.of(word) : Set.of(word, small);
  }
}
