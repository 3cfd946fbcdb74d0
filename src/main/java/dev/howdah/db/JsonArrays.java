package dev.howdah.db;

import java.io.IOException;
import java.util.Arrays;

/**
 * Writes arrays, as PostgreSQL prints them, as JSON arrays.
 *
 * <p>PostgreSQL manual, Arrays: Array Input and Output Syntax.
 */
final class JsonArrays {

  private final Utf8Out out;
  private final JsonCells cells;
  private byte[] element = new byte[64];

  JsonArrays(Utf8Out out, JsonCells cells) {
    this.out = out;
    this.cells = cells;
  }

  void write(ColumnType type, byte[] bytes) throws IOException {
    int at = 0;
    if (bytes.length > 0 && bytes[0] == '[') {
      while (bytes[at] != '=') {
        at++;
      }
      at++;
    }
    while (at < bytes.length) {
      int b = bytes[at];
      if (b == '{') {
        out.put('[');
        at++;
      } else if (b == '}') {
        out.put(']');
        at++;
      } else if (b == type.delimiter()) {
        out.put(',');
        at++;
      } else if (b == '"') {
        at = quoted(type, bytes, at + 1);
      } else {
        at = plain(type, bytes, at);
      }
    }
  }

  private int plain(ColumnType type, byte[] bytes, int from) throws IOException {
    int to = from;
    while (to < bytes.length && bytes[to] != type.delimiter() && bytes[to] != '}') {
      to++;
    }
    if (to - from == 4 && isNull(bytes, from)) {
      cells.nothing();
    } else {
      cells.scalar(type.element(), bytes, from, to);
    }
    return to;
  }

  private static boolean isNull(byte[] bytes, int from) {
    return bytes[from] == 'N'
        && bytes[from + 1] == 'U'
        && bytes[from + 2] == 'L'
        && bytes[from + 3] == 'L';
  }

  private int quoted(ColumnType type, byte[] bytes, int from) throws IOException {
    int length = 0;
    int at = from;
    while (bytes[at] != '"') {
      if (bytes[at] == '\\') {
        at++;
      }
      if (length == element.length) {
        element = Arrays.copyOf(element, length * 2);
      }
      element[length++] = bytes[at++];
    }
    cells.scalar(type.element(), element, 0, length);
    return at + 1;
  }
}
