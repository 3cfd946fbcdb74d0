package dev.howdah.tools.sql;

import dev.howdah.sql.guard.Access.RelationName;

/**
 * Names as people are shown them in a question, so that none can pass for a part of the question.
 *
 * <p>Whoever may create a table chooses its name, be it {@code x": 0 rows} with a line end. Between
 * the quotes stand letters, digits, spaces, {@code _}, {@code $} and {@code -} alone; anything
 * else, and letters that run from right to left and would take the text around along, is escaped as
 * PostgreSQL's own {@code U&"…"} has it.
 */
final class ShownName {

  private static final int LONGEST = 300;

  private ShownName() {}

  /** In double quotes, with its schema; a whole schema as {@code schema "a"}. */
  static String of(RelationName name) {
    return name.name().equals("*")
        ? "schema " + quoted(name.schema())
        : quoted(name.schema()) + "." + quoted(name.name());
  }

  /** In double quotes. */
  static String quoted(String name) {
    StringBuilder shown = new StringBuilder("\"");
    int previous = ' ';
    for (int character : name.codePoints().toArray()) {
      if (shown.length() > LONGEST) {
        return shown.append("…\"").toString();
      }
      if (plain(character) && !(character == ' ' && previous == ' ')) {
        shown.appendCodePoint(character);
      } else {
        shown.append((character > 0xFFFF ? "\\+%06X" : "\\%04X").formatted(character));
      }
      previous = character;
    }
    return shown.append('"').toString();
  }

  private static boolean plain(int character) {
    return switch (character) {
      case ' ', '_', '$', '-' -> true;
      default ->
          Character.isLetterOrDigit(character)
              && switch (Character.getDirectionality(character)) {
                case Character.DIRECTIONALITY_LEFT_TO_RIGHT,
                    Character.DIRECTIONALITY_EUROPEAN_NUMBER ->
                    true;
                default -> false;
              };
    };
  }
}
