package dev.howdah.tool;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a tool's arguments record from JSON: present, of the right type, within bounds. */
final class Arguments {

  private Arguments() {}

  /**
   * The arguments, as the tool takes them.
   *
   * @param common names that it takes beside those, see {@link ToolSpec#common}
   * @throws CallException {@link ErrorCode#INVALID_REQUEST} that names the argument, its value and
   *     what would be right
   */
  static <A extends Record> A read(Class<A> type, ObjectNode json, List<String> common) {
    RecordComponent[] components = type.getRecordComponents();
    refuseUnknown(components, json, common);
    for (String name : common) {
      JsonNode value = json.get(name);
      if (!absent(value)) {
        convert(name, name.equals(ToolSpec.BACKGROUND) ? Boolean.class : String.class, value);
      }
    }
    Class<?>[] types = new Class<?>[components.length];
    @Nullable Object[] values = new @Nullable Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      values[i] = component(components[i], json);
    }
    try {
      var constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof RuntimeException cause
              && !(cause instanceof NullPointerException)
          ? refused(cause)
          : new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static RuntimeException refused(RuntimeException cause) {
    return cause instanceof IllegalArgumentException
        ? invalid(String.valueOf(cause.getMessage()))
        : cause;
  }

  private static void refuseUnknown(
      RecordComponent[] components, ObjectNode json, List<String> common) {
    Set<String> known = new LinkedHashSet<>();
    for (RecordComponent component : components) {
      known.add(Schemas.wireName(component));
      Param param = component.getAnnotation(Param.class);
      if (param != null) {
        known.addAll(Arrays.asList(param.aliases()));
      }
    }
    known.addAll(common);
    for (String name : json.propertyNames()) {
      if (!known.contains(name)) {
        throw invalid(
            "Unknown argument \""
                + shown(name)
                + "\"; known are: "
                + String.join(", ", known)
                + ".");
      }
    }
  }

  private static @Nullable Object component(RecordComponent component, ObjectNode json) {
    String name = Schemas.wireName(component);
    Param param = component.getAnnotation(Param.class);
    JsonNode value = json.get(name);
    if (param != null) {
      for (String alias : param.aliases()) {
        JsonNode other = json.get(alias);
        if (absent(other)) {
          continue;
        }
        if (!absent(value)) {
          throw invalid("Give " + name + " or " + alias + ", not both.");
        }
        value = other;
      }
    }
    if (absent(value) && param != null && !param.byDefault().isEmpty()) {
      value = defaultValue(component, param);
    }
    if (absent(value)) {
      if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
        return null;
      }
      throw invalid("The argument " + name + " is missing.");
    }
    if (param != null && isInt(component.getType()) && value.isIntegralNumber()) {
      // What no int can hold is beyond any bound that there is.
      requireInt(name, param, value);
    }
    @Nullable Object converted = convert(name, component.getGenericType(), value);
    checkBounds(name, param, converted);
    return converted;
  }

  private static boolean isInt(Class<?> type) {
    return type == int.class || type == Integer.class;
  }

  private static void requireInt(String name, Param param, JsonNode value) {
    if (!value.canConvertToInt()) {
      integer(
          name,
          value,
          Math.max(param.min(), Integer.MIN_VALUE),
          Math.min(param.max(), Integer.MAX_VALUE));
    }
  }

  private static boolean absent(@Nullable JsonNode value) {
    return value == null || value.isNull();
  }

  /** The declared default, as JSON. */
  static JsonNode defaultValue(RecordComponent component, Param param) {
    Class<?> type = component.getType();
    return type == String.class || type.isEnum()
        ? Json.MAPPER.getNodeFactory().stringNode(param.byDefault())
        : Json.MAPPER.readTree(param.byDefault());
  }

  private static @Nullable Object convert(String name, Type type, JsonNode value) {
    return switch (type) {
      case Class<?> plain when plain == String.class && value.isString() -> value.stringValue();
      case Class<?> plain
          when (plain == boolean.class || plain == Boolean.class) && value.isBoolean() ->
          value.booleanValue();
      case Class<?> plain when isInt(plain) ->
          (int) integer(name, value, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case Class<?> plain
          when (plain == double.class || plain == Double.class) && value.isNumber() ->
          value.decimalValue().doubleValue();
      case Class<?> plain when plain == long.class || plain == Long.class ->
          integer(name, value, Long.MIN_VALUE, Long.MAX_VALUE);
      case Class<?> plain when plain.isEnum() && value.isString() ->
          constant(name, plain, value.stringValue());
      case ParameterizedType list when list.getRawType() == List.class && value.isArray() ->
          elements(name, list.getActualTypeArguments()[0], value);
      case ParameterizedType map when map.getRawType() == Map.class && value.isObject() ->
          plain(value);
      case Class<?> record when record.isRecord() && value instanceof ObjectNode object ->
          record(name, record.asSubclass(Record.class), object);
      case Class<?> any when any == Object.class -> plain(value);
      default ->
          throw invalid(
              "The argument "
                  + name
                  + " must be "
                  + article(type)
                  + ", was "
                  + shown(value.toString())
                  + ".");
    };
  }

  private static Record record(String name, Class<? extends Record> type, ObjectNode value) {
    try {
      return read(type, value, List.of());
    } catch (CallException e) {
      throw invalid("In " + name + ": " + e.getMessage());
    }
  }

  private static long integer(String name, JsonNode value, long least, long most) {
    if (value.isNumber()) {
      BigDecimal number = value.decimalValue();
      if (number.precision() - number.scale() <= 20
          && number.stripTrailingZeros().scale() <= 0
          && number.compareTo(BigDecimal.valueOf(least)) >= 0
          && number.compareTo(BigDecimal.valueOf(most)) <= 0) {
        return number.longValueExact();
      }
    }
    throw invalid(
        "The argument "
            + name
            + " must be a whole number"
            + (value.isIntegralNumber() ? " between " + least + " and " + most : "")
            + ", was "
            + shown(value.toString())
            + ".");
  }

  private static Object constant(String name, Class<?> type, String value) {
    for (Object constant : type.getEnumConstants()) {
      if (constant.toString().equalsIgnoreCase(value)) {
        return constant;
      }
    }
    throw invalid(
        "The argument "
            + name
            + " must be one of "
            + Arrays.toString(type.getEnumConstants())
            + ", was "
            + shown(value)
            + ".");
  }

  private static List<@Nullable Object> elements(String name, Type type, JsonNode array) {
    List<@Nullable Object> elements = new ArrayList<>(array.size());
    for (JsonNode element : array) {
      if (type instanceof Class<?> plain && plain != Object.class) {
        elements.add(convert(name + "[" + elements.size() + "]", plain, element));
      } else {
        elements.add(plain(element));
      }
    }
    return Collections.unmodifiableList(elements);
  }

  /** Any JSON value in Java's own types; numbers keep their digits. */
  static @Nullable Object plain(JsonNode value) {
    if (value.isNull()) {
      return null;
    }
    if (value.isString()) {
      return value.stringValue();
    }
    if (value.isBoolean()) {
      return value.booleanValue();
    }
    if (value.isNumber()) {
      return value.isIntegralNumber() && value.canConvertToLong()
          ? (Object) value.longValue()
          : value.decimalValue();
    }
    if (value.isArray()) {
      List<@Nullable Object> list = new ArrayList<>(value.size());
      value.forEach(element -> list.add(plain(element)));
      return list;
    }
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    value.properties().forEach(entry -> map.put(entry.getKey(), plain(entry.getValue())));
    return map;
  }

  private static void checkBounds(String name, @Nullable Param param, @Nullable Object value) {
    if (param == null || value == null) {
      return;
    }
    long size =
        switch (value) {
          case Number number -> number.longValue();
          case List<?> list -> list.size();
          case String text -> text.codePointCount(0, text.length());
          default -> Math.max(param.min(), 0);
        };
    if (size < param.min()) {
      throw invalid(
          "The argument %s must %s.".formatted(name, bound("least", param.min(), size, value)));
    }
    if (size > param.max()) {
      throw invalid(
          "The argument %s must %s.".formatted(name, bound("most", param.max(), size, value)));
    }
  }

  private static String bound(String side, long bound, long size, Object value) {
    return switch (value) {
      case String _ -> "have at %s %d characters, had %d".formatted(side, bound, size);
      case List<?> _ -> "have at %s %d elements, had %d".formatted(side, bound, size);
      default -> "be at %s %d, was %d".formatted(side, bound, size);
    };
  }

  private static String article(Type type) {
    return switch (type) {
      case Class<?> plain when plain == String.class || plain.isEnum() -> "a string";
      case Class<?> plain when plain == boolean.class || plain == Boolean.class -> "true or false";
      case Class<?> plain when plain == double.class || plain == Double.class -> "a number";
      case ParameterizedType generic when generic.getRawType() == Map.class -> "an object";
      case ParameterizedType _ -> "an array";
      case Class<?> plain when plain.isRecord() -> "an object";
      default -> "another value";
    };
  }

  private static String shown(String value) {
    return value.length() <= 100 ? value : value.substring(0, 100) + "…";
  }

  private static CallException invalid(String message) {
    return new CallException(ErrorCode.INVALID_REQUEST, message);
  }
}
