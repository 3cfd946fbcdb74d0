package dev.howdah.db;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows into records, by column name.
 *
 * <p>Components are String, int, long, double, boolean, their boxes, or a list of String; those
 * marked {@code @Nullable} may be NULL.
 */
final class Records<R extends Record> {

  private final Class<R> type;
  private final RecordComponent[] components;
  private final int[] columns;
  private final Constructor<R> constructor;

  Records(Class<R> type, List<Column> found) {
    this.type = type;
    this.components = type.getRecordComponents();
    List<String> names = found.stream().map(Column::name).toList();
    this.columns =
        Arrays.stream(components).mapToInt(component -> column(component, names)).toArray();
    try {
      this.constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
    constructor.setAccessible(true);
  }

  private int column(RecordComponent component, List<String> names) {
    int column = names.indexOf(snake(component.getName()));
    if (column < 0) {
      throw new IllegalStateException(
          type.getSimpleName() + "." + component.getName() + " has no column among " + names);
    }
    return column;
  }

  /** The values of named parameters, taken from a record's components. */
  static List<@Nullable Object> values(Record arguments, List<String> names) {
    List<@Nullable Object> values = new ArrayList<>(names.size());
    for (String name : names) {
      RecordComponent component =
          Arrays.stream(arguments.getClass().getRecordComponents())
              .filter(candidate -> snake(candidate.getName()).equals(snake(name)))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalStateException(
                          arguments.getClass().getSimpleName() + " has no component for :" + name));
      try {
        component.getAccessor().setAccessible(true);
        values.add(component.getAccessor().invoke(arguments));
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException(e);
      }
    }
    return values;
  }

  List<R> read(Rows rows) {
    return IntStream.range(0, rows.rowCount()).mapToObj(row -> read(rows, row)).toList();
  }

  private R read(Rows rows, int row) {
    @Nullable Object[] values = new @Nullable Object[components.length];
    for (int i = 0; i < values.length; i++) {
      String text = rows.text(row, columns[i]);
      if (text == null) {
        requireNullable(components[i]);
      } else {
        values[i] = value(components[i], text, rows, columns[i]);
      }
    }
    try {
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make a " + type.getSimpleName(), e);
    }
  }

  private void requireNullable(RecordComponent component) {
    if (component.getType().isPrimitive()
        || !component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
      throw new IllegalStateException(
          type.getSimpleName() + "." + component.getName() + " is NULL in the result");
    }
  }

  private Object value(RecordComponent component, String text, Rows rows, int column) {
    Class<?> wanted = component.getType();
    if (wanted == String.class) {
      return text;
    } else if (wanted == int.class || wanted == Integer.class) {
      return Integer.parseInt(text);
    } else if (wanted == long.class || wanted == Long.class) {
      return Long.parseLong(text);
    } else if (wanted == double.class || wanted == Double.class) {
      return Double.parseDouble(text);
    } else if (wanted == boolean.class || wanted == Boolean.class) {
      return text.equals("t");
    } else if (wanted == List.class
        && component.getGenericType() instanceof ParameterizedType list
        && list.getActualTypeArguments()[0] == String.class) {
      return ArrayTexts.read(text, rows.type(column).delimiter());
    }
    throw new IllegalStateException(
        type.getSimpleName() + "." + component.getName() + " has a type that no column has");
  }

  private static String snake(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }
}
