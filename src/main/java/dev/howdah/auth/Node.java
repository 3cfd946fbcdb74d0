package dev.howdah.auth;

import dev.howdah.config.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One value in a YAML file, and the way to it. What it should be and is not is a problem, reported
 * once, in whose place there is nothing.
 *
 * @param path keys separated by dots
 * @param value a map, a list, a string or null
 */
record Node(String path, @Nullable Object value, Consumer<String> problems) {

  private static final int LONGEST = 80;

  /** Whether there is no value, in one of the ways in which YAML says so. */
  boolean isUnset() {
    return value == null || value.equals("") || value.equals("~") || value.equals("null");
  }

  /** The entries of a map, whatever their keys are; none where it is unset. */
  Map<String, Node> entries() {
    var entries = new LinkedHashMap<String, Node>();
    if (value instanceof Map<?, ?> map) {
      map.forEach(
          (key, inner) -> {
            String name = String.valueOf(key);
            String below = path.isEmpty() ? name : path + "." + name;
            entries.put(name, new Node(below, inner, problems));
          });
    } else if (!isUnset()) {
      must("hold \"key: value\" pairs");
    }
    return entries;
  }

  /** The entries of a map that has these keys at most, without those that are unset. */
  Map<String, Node> entries(Collection<String> known) {
    Map<String, Node> entries = entries();
    entries.forEach(
        (key, node) -> {
          if (!known.contains(key)) {
            problems.accept(
                node.path()
                    + " is an unknown key; it must be one of "
                    + String.join(", ", known)
                    + Nearest.hint(key, known));
          }
        });
    entries.values().removeIf(Node::isUnset);
    return entries;
  }

  /** What each element of a list is read as. */
  <T> List<T> list(String right, Function<String, T> read) {
    var elements = new ArrayList<T>();
    if (value instanceof List<?> list) {
      for (Object element : list) {
        new Node(path, element, problems)
            .one("be a list, each " + right, read)
            .ifPresent(elements::add);
      }
    } else {
      must("be a list, each " + right);
    }
    return elements;
  }

  /** What a single text is read as; a refusal that begins with a semicolon is shown as a hint. */
  <T> Optional<T> text(String right, Function<String, T> read) {
    return one("be " + right, read);
  }

  private <T> Optional<T> one(String right, Function<String, T> read) {
    if (value instanceof String text && !isUnset()) {
      try {
        return Optional.of(read.apply(text));
      } catch (IllegalArgumentException e) {
        String hint = Objects.requireNonNullElse(e.getMessage(), "");
        must(right, hint.startsWith("; ") ? hint : "");
        return Optional.empty();
      }
    }
    must(right);
    return Optional.empty();
  }

  private void must(String right) {
    must(right, "");
  }

  private void must(String right, String hint) {
    String was =
        switch (value) {
          case null -> "missing";
          case String text when text.length() > LONGEST -> text.substring(0, LONGEST) + "…";
          case String text -> '"' + text + '"';
          case List<?> _ -> "a list";
          default -> "a map";
        };
    problems.accept(path + " must " + right + ", was " + was + hint);
  }
}
