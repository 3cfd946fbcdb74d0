package dev.howdah.sql.guard;

/** The parser counts bytes, people and PostgreSQL's messages count characters. */
final class Positions {

  private Positions() {}

  /**
   * The character (code point) at an offset, or the first one behind the white space there: where a
   * second statement begins differs between versions of the parser.
   *
   * @param offset in bytes of UTF-8 from 0; below 0 when unknown
   * @return from 1; 0 when unknown
   */
  static int character(String text, int offset) {
    if (offset < 0) {
      return 0;
    }
    int at = index(text, offset);
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return text.codePointCount(0, at) + 1;
  }

  /** The index in the Java string of an offset in bytes. */
  static int index(String text, int offset) {
    int bytes = 0;
    int i = 0;
    while (i < text.length() && bytes < offset) {
      int c = text.codePointAt(i);
      bytes += width(c);
      i += Character.charCount(c);
    }
    return i;
  }

  private static int width(int c) {
    return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
  }
}
