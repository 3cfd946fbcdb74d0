package dev.howdah.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The elements of a list in one text: separated by commas, or as JSON. Commas inside parentheses
 * and double quotes separate nothing.
 */
final class Elements {

  private Elements() {}

  static List<String> of(String text) {
    List<String> json = json(text.strip());
    return json.isEmpty() ? separated(text) : json;
  }

  /** The elements of a JSON list of strings; none when it is no such list, or empty. */
  private static List<String> json(String text) {
    if (!text.startsWith("[") || !text.endsWith("]")) {
      return List.of();
    }
    try {
      if (Yaml.parse(text) instanceof List<?> list
          && list.stream().allMatch(String.class::isInstance)) {
        return list.isEmpty()
            ? List.of("")
            : list.stream().map(Objects::requireNonNull).map(String.class::cast).toList();
      }
    } catch (Yaml.Malformed e) {
      // Then it is a text that begins with a bracket, for its form to refuse.
      return List.of();
    }
    return List.of();
  }

  private static List<String> separated(String text) {
    var elements = new ArrayList<String>();
    int start = 0;
    int depth = 0;
    boolean quoted = false;
    for (int at = 0; at < text.length(); at++) {
      switch (text.charAt(at)) {
        case '"' -> quoted = !quoted;
        case '(' -> depth += quoted ? 0 : 1;
        case ')' -> depth -= quoted ? 0 : 1;
        case ',' -> {
          if (!quoted && depth <= 0) {
            elements.add(text.substring(start, at));
            start = at + 1;
          }
        }
        default -> {}
      }
    }
    elements.add(text.substring(start));
    return elements;
  }
}
