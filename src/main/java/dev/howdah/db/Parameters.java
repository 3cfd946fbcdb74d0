package dev.howdah.db;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns parameter values into PostgreSQL's text form.
 *
 * <p>Values are what JSON can hold: String, Number, Boolean, List, Map and null.
 */
final class Parameters {

  private static final int LONGEST_PLAIN = 400;

  private Parameters() {}

  /** Whether a value's text depends on the type of its parameter. */
  static boolean structured(@Nullable Object value) {
    return value instanceof List<?> || value instanceof Map<?, ?>;
  }

  /**
   * The text of a parameter.
   *
   * @param index counted from 1, for messages
   * @param type the parameter's type; only read for lists and maps
   */
  static @Nullable String text(int index, @Nullable Object value, ColumnType type) {
    return switch (value) {
      case null -> null;
      case String text -> checked(index, text);
      case Boolean truth -> truth.toString();
      case Number number -> number(number);
      case Printed printed -> printed.text();
      case List<?> list when type.array() -> checked(index, array(list, type));
      case List<?> list -> checked(index, json(list));
      case Map<?, ?> _ when type.array() ->
          throw new CallException(
              ErrorCode.INVALID_REQUEST,
              "Parameter $%d is an object, but its type %s takes an array."
                  .formatted(index, type.name()));
      case Map<?, ?> map -> checked(index, json(map));
      default ->
          throw new IllegalArgumentException("not a parameter: " + value.getClass().getName());
    };
  }

  /**
   * Refuses what PostgreSQL cannot store, by the names of what they come from.
   *
   * @throws CallException {@code INVALID_REQUEST}
   */
  static void check(List<String> names, List<? extends @Nullable Object> values) {
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i) instanceof String text) {
        checked("The argument " + names.get(i), text);
      }
    }
  }

  private static String checked(int index, String text) {
    return checked("Parameter $" + index, text);
  }

  private static String checked(String what, String text) {
    if (text.indexOf('\0') >= 0) {
      throw new CallException(
          ErrorCode.INVALID_REQUEST,
          what + " holds the character U+0000, which PostgreSQL cannot store.");
    }
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (Character.isSurrogatePair(
            text.charAt(i), i + 1 < text.length() ? text.charAt(i + 1) : 'x')) {
          i++;
        } else {
          throw new CallException(
              ErrorCode.INVALID_REQUEST,
              what + " is not valid Unicode: it holds half a surrogate pair.");
        }
      }
    }
    return text;
  }

  private static String number(Number number) {
    if (number instanceof BigDecimal decimal && Math.abs((long) decimal.scale()) < LONGEST_PLAIN) {
      return decimal.toPlainString();
    }
    return number.toString();
  }

  /** An array literal. PostgreSQL manual, Arrays: Array Input and Output Syntax. */
  static String array(List<?> list, ColumnType type) {
    var out = new StringBuilder();
    array(list, type, out);
    return out.toString();
  }

  private static void array(List<?> list, ColumnType type, StringBuilder out) {
    out.append('{');
    for (int i = 0; i < list.size(); i++) {
      if (i > 0) {
        out.append(type.delimiter());
      }
      switch (list.get(i)) {
        case null -> out.append("NULL");
        case String text when type.element() == ColumnType.Kind.JSON -> quote(json(text), out);
        case String text -> quote(text, out);
        case Number number -> quote(number(number), out);
        case Boolean truth -> out.append(truth);
        case List<?> nested
            when type.element() == ColumnType.Kind.JSON
                || type.element() == ColumnType.Kind.VECTOR ->
            quote(json(nested), out);
        case List<?> nested -> array(nested, type, out);
        case Object other -> quote(json(other), out);
      }
    }
    out.append('}');
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"').append(text.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
  }

  private static String json(Object value) {
    var out = new StringBuilder();
    json(value, out);
    return out.toString();
  }

  private static void json(@Nullable Object value, StringBuilder out) {
    switch (value) {
      case null -> out.append("null");
      case Boolean truth -> out.append(truth);
      case Number number -> out.append(number);
      case List<?> list -> {
        String before = "[";
        for (Object element : list) {
          out.append(before);
          json(element, out);
          before = ",";
        }
        out.append(list.isEmpty() ? "[]" : "]");
      }
      case Map<?, ?> map -> {
        String before = "{";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          out.append(before);
          json(String.valueOf(entry.getKey()), out);
          out.append(':');
          json(entry.getValue(), out);
          before = ",";
        }
        out.append(map.isEmpty() ? "{}" : "}");
      }
      default -> string(value.toString(), out);
    }
  }

  private static void string(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
