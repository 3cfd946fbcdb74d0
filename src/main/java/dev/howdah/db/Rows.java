package dev.howdah.db;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of one statement, as PostgreSQL printed them, within the limits of the call. */
public final class Rows {

  /** Why something is missing from a result. */
  public enum Cut {
    /** There are more rows than were asked for. */
    ROWS,
    /** More rows would exceed the byte limit of the result. */
    BYTES,
    /** A value is longer than one value may be; its text ends in a note of its full size. */
    CELL
  }

  private final Reply reply;
  private final List<Column> columns;
  private final ColumnType[] types;
  private final int maxCellBytes;
  private final int rowCount;
  private final @Nullable Cut cut;

  Rows(Reply reply, TypeCatalog catalog, Limits limits) {
    this.reply = reply;
    this.maxCellBytes = limits.maxCellBytes();
    List<String> names = Column.unique(reply.names());
    List<Column> all = new ArrayList<>(names.size());
    this.types = new ColumnType[names.size()];
    for (int i = 0; i < types.length; i++) {
      types[i] = catalog.get(reply.type(i), reply.modifier(i));
      all.add(new Column(names.get(i), types[i].name()));
    }
    this.columns = List.copyOf(all);
    int wanted = Math.min(reply.rowCount(), limits.maxRows());
    this.rowCount = fitting(wanted, limits.maxBytes());
    if (rowCount < wanted) {
      this.cut = Cut.BYTES;
    } else if (wanted < reply.rowCount()) {
      this.cut = Cut.ROWS;
    } else {
      this.cut = longCell() ? Cut.CELL : null;
    }
  }

  public List<Column> columns() {
    return columns;
  }

  public int rowCount() {
    return rowCount;
  }

  /** Whether anything is missing. */
  public boolean truncated() {
    return cut != null;
  }

  /** The first reason why something is missing: bytes, then rows, then a single value. */
  public Optional<Cut> cut() {
    return Optional.ofNullable(cut);
  }

  /** A value as PostgreSQL prints it, uncut, or null for NULL. */
  public @Nullable String text(int row, int column) {
    byte[] value = cell(row, column);
    return value == null ? null : Texts.text(value);
  }

  /** How many rows the statement gave, with those that do not fit here; at least those fetched. */
  public int fetched() {
    return reply.rowCount();
  }

  /** A value of any row that was fetched, uncut, to be passed on as a parameter. */
  public Printed printed(int row, int column) {
    byte[] value = cell(row, column);
    return new Printed(value == null ? null : Texts.text(value), reply.type(column));
  }

  /** The OID of the table that a column comes from as it stands, or 0. */
  int table(int column) {
    return reply.table(column);
  }

  /**
   * An array with one object a row, keyed by column name; {@code JsonCells} says how values look.
   */
  public void writeJson(OutputStream out) throws IOException {
    new JsonRows(this, new Utf8Out(out)).write();
  }

  /**
   * A table in Markdown (GFM). NULL is {@code NULL}; what would end a cell or begin code, HTML, an
   * entity, a link, a picture or emphasis is escaped by a backslash, a line end is {@code <br>}.
   */
  public void writeMarkdown(OutputStream out) throws IOException {
    new TextRows(this, TextLines.Form.MARKDOWN, new Utf8Out(out)).write();
  }

  /** CSV after RFC 4180 with a header. NULL is empty, an empty text is {@code ""}. */
  public void writeCsv(OutputStream out) throws IOException {
    new TextRows(this, TextLines.Form.CSV, new Utf8Out(out)).write();
  }

  /**
   * Values between tabs, with a header. Tab, line feed, carriage return and backslash are {@code
   * \t}, {@code \n}, {@code \r} and {@code \\}; NULL is {@code \N}.
   */
  public void writeTsv(OutputStream out) throws IOException {
    new TextRows(this, TextLines.Form.TSV, new Utf8Out(out)).write();
  }

  byte @Nullable [] cell(int row, int column) {
    return reply.cell(row, column);
  }

  ColumnType type(int column) {
    return types[column];
  }

  int maxCellBytes() {
    return maxCellBytes;
  }

  /** What a value that is too long ends in. */
  static String cutNote(int length) {
    return "… [cut, " + length + " bytes]";
  }

  /** How many rows fit into the byte limit in their JSON form. */
  private int fitting(int wanted, int maxBytes) {
    // The exact count costs as much as writing, so it starts where the worst case no longer fits.
    long worst = 2;
    int row = 0;
    for (; row < wanted && worst <= maxBytes; row++) {
      worst += worstCase(row);
    }
    return worst <= maxBytes ? wanted : exactlyFitting(wanted, maxBytes);
  }

  private long worstCase(int row) {
    long worst = 3;
    for (int i = 0; i < types.length; i++) {
      byte[] value = cell(row, i);
      int length = value == null ? 4 : Math.min(value.length, maxCellBytes) * 6 + 64;
      worst += length + 4 + 6L * columns.get(i).name().length();
    }
    return worst;
  }

  private int exactlyFitting(int wanted, int maxBytes) {
    var counted = new Utf8Out(OutputStream.nullOutputStream());
    var json = new JsonRows(this, counted);
    try {
      for (int row = 0; row < wanted; row++) {
        json.writeRow(row);
        // Around the rows come brackets, between them commas.
        if (counted.written() + 2 + row > maxBytes) {
          return row;
        }
      }
      return wanted;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean longCell() {
    for (int row = 0; row < rowCount; row++) {
      for (int i = 0; i < types.length; i++) {
        byte[] value = cell(row, i);
        if (value != null && value.length > maxCellBytes) {
          return true;
        }
      }
    }
    return false;
  }
}
