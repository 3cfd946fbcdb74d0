package dev.howdah.db;

import dev.howdah.error.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows as lines of text, values as PostgreSQL prints them but for {@code true}, {@code
 * false} and timestamps in ISO 8601.
 */
final class TextRows {

  /** What a line looks like. */
  enum Form {
    MARKDOWN,
    CSV,
    TSV
  }

  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

  private final Rows rows;
  private final Form form;
  private final Utf8Out out;

  TextRows(Rows rows, Form form, Utf8Out out) {
    this.rows = rows;
    this.form = form;
    this.out = out;
  }

  void write() throws IOException {
    int columns = rows.columns().size();
    startLine();
    for (int i = 0; i < columns; i++) {
      startCell(i);
      byte[] name = rows.columns().get(i).name().getBytes(StandardCharsets.UTF_8);
      text(name, 0, name.length, "");
    }
    endLine();
    if (form == Form.MARKDOWN) {
      out.put("|" + " --- |".repeat(columns) + "\n");
    }
    for (int row = 0; row < rows.rowCount(); row++) {
      startLine();
      for (int i = 0; i < columns; i++) {
        startCell(i);
        cell(rows.type(i).kind(), rows.cell(row, i));
      }
      endLine();
    }
    out.flush();
  }

  private void cell(ColumnType.Kind kind, byte @Nullable [] value) throws IOException {
    if (value == null) {
      switch (form) {
        case MARKDOWN -> out.put("NULL");
        case TSV -> out.put("\\N");
        case CSV -> {}
      }
      return;
    }
    if (value.length > rows.maxCellBytes()) {
      text(value, 0, Texts.boundary(value, rows.maxCellBytes()), Rows.cutNote(value.length));
      return;
    }
    switch (kind) {
      case BOOLEAN -> out.put(value[0] == 't' ? TRUE : FALSE);
      case TIMESTAMP, TIMESTAMP_WITH_ZONE -> JsonCells.timestamp(out, kind, value, 0, value.length);
      case TEXT, INTEGER, NUMERIC, FLOAT, JSON, BYTES, VECTOR, ARRAY ->
          text(value, 0, value.length, "");
    }
  }

  private void text(byte[] bytes, int from, int to, String note) throws IOException {
    if (form != Form.CSV) {
      escaped(bytes, from, to);
      out.put(note);
      return;
    }
    boolean quote = to == from;
    for (int at = from; at < to && !quote; at++) {
      quote = bytes[at] == '"' || bytes[at] == ',' || bytes[at] == '\n' || bytes[at] == '\r';
    }
    quote |= !note.isEmpty();
    if (quote) {
      out.put('"');
    }
    escaped(bytes, from, to);
    if (quote) {
      out.put(note);
      out.put('"');
    }
  }

  private void escaped(byte[] bytes, int from, int to) throws IOException {
    int run = from;
    int next;
    for (int at = from; at < to; at = next) {
      next = at + 1;
      String escape;
      if (form == Form.MARKDOWN && bytes[at] < 0) {
        next = Math.min(to, at + width(bytes[at]));
        escape = shown(new String(bytes, at, next - at, StandardCharsets.UTF_8).codePointAt(0));
      } else if (form == Form.MARKDOWN && bytes[at] == '_' && inWord(bytes, from, at, to)) {
        escape = null;
      } else {
        escape = escape(bytes[at]);
      }
      if (escape != null) {
        out.put(bytes, run, at);
        out.put(escape);
        run = next;
      }
    }
    out.put(bytes, run, to);
  }

  /** The length of a character of several bytes, by the first. */
  private static int width(byte first) {
    return (first & 0xE0) == 0xC0 ? 2 : (first & 0xF0) == 0xE0 ? 3 : 4;
  }

  /** What stands for a character that cannot be seen; joiners are a part of words and pictures. */
  private static @Nullable String shown(int character) {
    boolean joiner = character == 0x200C || character == 0x200D;
    return Printable.hidden(character) && !joiner ? Printable.escape(character) : null;
  }

  /** An underscore between letters is one, and nothing else, in Markdown. */
  private static boolean inWord(byte[] bytes, int from, int at, int to) {
    return at > from && at + 1 < to && wordly(bytes[at - 1]) && wordly(bytes[at + 1]);
  }

  private static boolean wordly(byte b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || b == '_';
  }

  private @Nullable String escape(byte b) {
    return switch (form) {
      case CSV -> b == '"' ? "\"\"" : null;
      case TSV ->
          switch (b) {
            case '\t' -> "\\t";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\\' -> "\\\\";
            default -> null;
          };
      case MARKDOWN ->
          switch (b) {
            case '|' -> "\\|";
            case '\\' -> "\\\\";
            case '`' -> "\\`";
            case '<' -> "\\<";
            case '&' -> "\\&";
            case '[' -> "\\[";
            case '*' -> "\\*";
            case '_' -> "\\_";
            case '~' -> "\\~";
            case '\n' -> "<br>";
            case '\r' -> "";
            default -> shown(b);
          };
    };
  }

  private void startLine() throws IOException {
    if (form == Form.MARKDOWN) {
      out.put("| ");
    }
  }

  private void startCell(int column) throws IOException {
    if (column > 0) {
      switch (form) {
        case MARKDOWN -> out.put(" | ");
        case CSV -> out.put(',');
        case TSV -> out.put('\t');
      }
    }
  }

  private void endLine() throws IOException {
    switch (form) {
      case MARKDOWN -> out.put(" |\n");
      case CSV -> out.put("\r\n");
      case TSV -> out.put('\n');
    }
  }
}
