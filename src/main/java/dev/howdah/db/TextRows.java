package dev.howdah.db;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows as lines of text, values as PostgreSQL prints them but for {@code true}, {@code
 * false} and timestamps in ISO 8601.
 */
final class TextRows {

  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

  private final Rows rows;
  private final Utf8Out out;
  private final TextLines lines;

  TextRows(Rows rows, TextLines.Form form, Utf8Out out) {
    this.rows = rows;
    this.out = out;
    this.lines = new TextLines(form, out);
  }

  void write() throws IOException {
    int columns = rows.columns().size();
    lines.header(rows.columns().stream().map(Column::name).toList());
    for (int row = 0; row < rows.rowCount(); row++) {
      lines.startLine();
      for (int i = 0; i < columns; i++) {
        lines.startCell(i);
        cell(rows.type(i).kind(), rows.cell(row, i));
      }
      lines.endLine();
    }
    out.flush();
  }

  private void cell(ColumnType.Kind kind, byte @Nullable [] value) throws IOException {
    if (value == null) {
      lines.nothing();
      return;
    }
    if (value.length > rows.maxCellBytes()) {
      lines.text(value, 0, Texts.boundary(value, rows.maxCellBytes()), Rows.cutNote(value.length));
      return;
    }
    switch (kind) {
      case BOOLEAN -> out.put(value[0] == 't' ? TRUE : FALSE);
      case TIMESTAMP, TIMESTAMP_WITH_ZONE -> JsonCells.timestamp(out, kind, value, 0, value.length);
      case TEXT, INTEGER, NUMERIC, FLOAT, JSON, BYTES, VECTOR, ARRAY ->
          lines.text(value, 0, value.length, "");
    }
  }
}
