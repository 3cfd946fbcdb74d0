package dev.howdah.db;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What reflection says of a class of records, asked once for each, because Java parses annotations
 * anew each time. Immutable.
 *
 * @param constructor takes the components in order
 */
record RecordShape(Class<?> type, List<Part> parts, Constructor<?> constructor) {

  /** Keeps no class from being unloaded. */
  private static final ClassValue<RecordShape> SHAPES =
      new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
          return made(type);
        }
      };

  /** How the text of a value is read. */
  enum Kind {
    STRING,
    INT,
    LONG,
    DOUBLE,
    BOOLEAN,
    STRINGS,
    OTHER
  }

  /**
   * A component.
   *
   * @param column its name in SQL
   * @param nullable whether it may be null
   */
  record Part(String column, Kind kind, boolean nullable, Method accessor) {

    @Nullable Object of(Record record) {
      try {
        return accessor.invoke(record);
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  RecordShape {
    parts = List.copyOf(parts);
  }

  static RecordShape of(Class<? extends Record> type) {
    return SHAPES.get(type);
  }

  /** The component for a column or a parameter; null when there is none. */
  @Nullable Part part(String column) {
    for (Part part : parts) {
      if (part.column().equals(column)) {
        return part;
      }
    }
    return null;
  }

  private static RecordShape made(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    try {
      Constructor<?> constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      return new RecordShape(
          type, Arrays.stream(components).map(RecordShape::part).toList(), constructor);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Part part(RecordComponent component) {
    Method accessor = component.getAccessor();
    accessor.setAccessible(true);
    boolean nullable =
        !component.getType().isPrimitive()
            && component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    return new Part(snake(component.getName()), kind(component), nullable, accessor);
  }

  private static Kind kind(RecordComponent component) {
    Class<?> type = component.getType();
    if (type == String.class) {
      return Kind.STRING;
    } else if (type == int.class || type == Integer.class) {
      return Kind.INT;
    } else if (type == long.class || type == Long.class) {
      return Kind.LONG;
    } else if (type == double.class || type == Double.class) {
      return Kind.DOUBLE;
    } else if (type == boolean.class || type == Boolean.class) {
      return Kind.BOOLEAN;
    } else if (type == List.class
        && component.getGenericType() instanceof ParameterizedType list
        && list.getActualTypeArguments()[0] == String.class) {
      return Kind.STRINGS;
    }
    return Kind.OTHER;
  }

  /** {@code waitSeconds} as {@code wait_seconds}. */
  static String snake(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }
}
