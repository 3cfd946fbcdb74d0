package dev.howdah.db;

import dev.howdah.error.Printable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a table as lines of text; {@code docs/results.md} says how. For one thread. */
public final class TextLines {

  /** What a line looks like. */
  public enum Form {
    MARKDOWN,
    CSV,
    TSV
  }

  private final Form form;
  private final Utf8Out out;

  TextLines(Form form, Utf8Out out) {
    this.form = form;
    this.out = out;
  }

  /**
   * Writes a whole table as UTF-8 and does not close the stream.
   *
   * @param rows each of as many values as there are columns
   */
  public static void write(
      Form form, List<String> columns, List<List<@Nullable String>> rows, OutputStream stream)
      throws IOException {
    var lines = new TextLines(form, new Utf8Out(stream));
    lines.header(columns);
    for (List<@Nullable String> row : rows) {
      lines.startLine();
      for (int i = 0; i < row.size(); i++) {
        lines.startCell(i);
        String value = row.get(i);
        if (value == null) {
          lines.nothing();
        } else {
          lines.text(value);
        }
      }
      lines.endLine();
    }
    lines.out.flush();
  }

  void header(List<String> columns) throws IOException {
    startLine();
    for (int i = 0; i < columns.size(); i++) {
      startCell(i);
      text(columns.get(i));
    }
    endLine();
    if (form == Form.MARKDOWN) {
      // Without a column a line of nothing but | would be no table.
      out.put("|" + " --- |".repeat(Math.max(1, columns.size())) + "\n");
    }
  }

  private void text(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    text(bytes, 0, bytes.length, "");
  }

  /** NULL. */
  void nothing() throws IOException {
    switch (form) {
      case MARKDOWN -> out.put("NULL");
      case TSV -> out.put("\\N");
      case CSV -> {}
    }
  }

  void text(byte[] bytes, int from, int to, String note) throws IOException {
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

  /** A single underscore between letters is one, and nothing else, in Markdown. */
  private static boolean inWord(byte[] bytes, int from, int at, int to) {
    return at > from && at + 1 < to && wordly(bytes[at - 1]) && wordly(bytes[at + 1]);
  }

  private static boolean wordly(byte b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9');
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

  void startLine() throws IOException {
    if (form == Form.MARKDOWN) {
      out.put("| ");
    }
  }

  void startCell(int column) throws IOException {
    if (column > 0) {
      switch (form) {
        case MARKDOWN -> out.put(" | ");
        case CSV -> out.put(',');
        case TSV -> out.put('\t');
      }
    }
  }

  void endLine() throws IOException {
    switch (form) {
      case MARKDOWN -> out.put(" |\n");
      case CSV -> out.put("\r\n");
      case TSV -> out.put('\n');
    }
  }
}
