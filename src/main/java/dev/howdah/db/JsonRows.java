package dev.howdah.db;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes rows as an array of JSON objects. */
final class JsonRows {

  private final Rows rows;
  private final Utf8Out out;
  private final JsonCells cells;
  private final JsonArrays arrays;
  private final byte[][] keys;

  JsonRows(Rows rows, Utf8Out out) {
    this.rows = rows;
    this.out = out;
    this.cells = new JsonCells(out);
    this.arrays = new JsonArrays(out, cells);
    List<Column> columns = rows.columns();
    this.keys = new byte[columns.size()][];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = key(i == 0 ? "{" : ",", columns.get(i).name());
    }
  }

  private static byte[] key(String before, String name) {
    var bytes = new ByteArrayOutputStream();
    var key = new Utf8Out(bytes);
    try {
      key.put(before);
      byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
      new JsonCells(key).string(utf8, 0, utf8.length);
      key.put(':');
      key.flush();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return bytes.toByteArray();
  }

  void write() throws IOException {
    out.put('[');
    for (int row = 0; row < rows.rowCount(); row++) {
      if (row > 0) {
        out.put(',');
      }
      writeRow(row);
    }
    out.put(']');
    out.flush();
  }

  void writeRow(int row) throws IOException {
    if (keys.length == 0) {
      out.put('{');
    }
    for (int i = 0; i < keys.length; i++) {
      out.put(keys[i]);
      writeCell(row, i);
    }
    out.put('}');
  }

  private void writeCell(int row, int column) throws IOException {
    byte[] value = rows.cell(row, column);
    if (value == null) {
      cells.nothing();
      return;
    }
    ColumnType type = rows.type(column);
    if (value.length > rows.maxCellBytes()) {
      out.put('"');
      cells.escaped(value, 0, Texts.boundary(value, rows.maxCellBytes()));
      out.put(Rows.cutNote(value.length));
      out.put('"');
    } else if (type.array()) {
      arrays.write(type, value);
    } else {
      cells.scalar(type.kind(), value, 0, value.length);
    }
  }
}
