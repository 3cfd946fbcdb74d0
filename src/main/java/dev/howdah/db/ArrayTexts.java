package dev.howdah.db;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** One-dimensional arrays in PostgreSQL's text form. */
final class ArrayTexts {

  private ArrayTexts() {}

  /** The elements that are not NULL. */
  static List<String> read(String text, char delimiter) {
    List<String> elements = new ArrayList<>();
    var element = new StringBuilder();
    boolean quoted = false;
    boolean literal = false;
    for (int at = text.indexOf('{') + 1; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '\\') {
        at++;
        element.append(text.charAt(at));
      } else if (c == '"') {
        quoted = !quoted;
        literal = true;
      } else if (!quoted && (c == delimiter || c == '}')) {
        if (literal || (!element.isEmpty() && !element.toString().equals("NULL"))) {
          elements.add(element.toString());
        }
        element.setLength(0);
        literal = false;
      } else {
        element.append(c);
      }
    }
    return List.copyOf(elements);
  }

  /** An array of these values' texts; null becomes NULL. */
  static String write(Collection<?> values) {
    return values.stream()
        .map(value -> value == null ? "NULL" : quoted(value.toString()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
