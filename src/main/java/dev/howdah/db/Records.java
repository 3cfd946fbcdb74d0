package dev.howdah.db;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows into records, by column name.
 *
 * <p>Components are String, int, long, double, boolean, their boxes, or a list of String; those
 * marked {@code @Nullable} may be NULL.
 */
final class Records<R extends Record> {

  private final Class<R> type;
  private final RecordShape shape;
  private final int[] columns;

  Records(Class<R> type, List<Column> found) {
    this.type = type;
    this.shape = RecordShape.of(type);
    List<String> names = found.stream().map(Column::name).toList();
    this.columns = shape.parts().stream().mapToInt(part -> column(part, names)).toArray();
  }

  private int column(RecordShape.Part part, List<String> names) {
    int column = names.indexOf(part.column());
    if (column < 0) {
      throw new IllegalStateException(named(part) + " has no column among " + names);
    }
    return column;
  }

  /** The values of named parameters, taken from a record's components. */
  static List<@Nullable Object> values(Record arguments, List<String> names) {
    RecordShape shape = RecordShape.of(arguments.getClass());
    List<@Nullable Object> values = new ArrayList<>(names.size());
    for (String name : names) {
      RecordShape.Part part = shape.part(name);
      if (part == null) {
        part = shape.part(RecordShape.snake(name));
      }
      if (part == null) {
        throw new IllegalStateException(
            arguments.getClass().getSimpleName() + " has no component for :" + name);
      }
      values.add(part.of(arguments));
    }
    return values;
  }

  List<R> read(Rows rows) {
    List<R> read = new ArrayList<>(rows.rowCount());
    for (int row = 0; row < rows.rowCount(); row++) {
      read.add(read(rows, row));
    }
    return List.copyOf(read);
  }

  private R read(Rows rows, int row) {
    @Nullable Object[] values = new @Nullable Object[columns.length];
    for (int i = 0; i < values.length; i++) {
      RecordShape.Part part = shape.parts().get(i);
      String text = rows.text(row, columns[i]);
      if (text != null) {
        values[i] = value(part, text, rows, columns[i]);
      } else if (!part.nullable()) {
        throw new IllegalStateException(named(part) + " is NULL in the result");
      }
    }
    try {
      return type.cast(shape.constructor().newInstance(values));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make a " + type.getSimpleName(), e);
    }
  }

  private Object value(RecordShape.Part part, String text, Rows rows, int column) {
    return switch (part.kind()) {
      case STRING -> text;
      case INT -> Integer.parseInt(text);
      case LONG -> Long.parseLong(text);
      case DOUBLE -> Double.parseDouble(text);
      case BOOLEAN -> text.equals("t");
      case STRINGS -> ArrayTexts.read(text, rows.type(column).delimiter());
      case OTHER -> throw new IllegalStateException(named(part) + " has a type no column has");
    };
  }

  private String named(RecordShape.Part part) {
    return type.getSimpleName() + "." + part.accessor().getName();
  }
}
