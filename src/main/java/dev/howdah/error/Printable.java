package dev.howdah.error;

/**
 * Text that can be shown: what would move a terminal's cursor, turn the direction of a line or
 * cannot be seen at all stands as its code, such as <code>&#92;u202E</code>.
 *
 * <p>Our sentences quote names that others chose.
 */
public final class Printable {

  private Printable() {}

  /** The text, of which only such characters change; tabs and line feeds stay. */
  public static String of(String text) {
    int at = 0;
    while (at < text.length() && !hidden(text.codePointAt(at))) {
      at += Character.charCount(text.codePointAt(at));
    }
    if (at == text.length()) {
      return text;
    }
    StringBuilder shown = new StringBuilder(text.length() + 16).append(text, 0, at);
    text.substring(at)
        .codePoints()
        .forEach(
            character -> {
              if (hidden(character)) {
                shown.append(escape(character));
              } else {
                shown.appendCodePoint(character);
              }
            });
    return shown.toString();
  }

  /** Whether a character cannot be seen for what it is. */
  public static boolean hidden(int character) {
    return character != '\n'
        && character != '\t'
        && switch (Character.getType(character)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.SURROGATE,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR ->
              true;
          default -> false;
        };
  }

  /** Its code. */
  public static String escape(int character) {
    return character <= 0xFFFF ? "\\u%04X".formatted(character) : "\\u{%X}".formatted(character);
  }
}
