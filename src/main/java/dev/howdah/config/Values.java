package dev.howdah.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One value for each key: the one whose source comes first. */
final class Values {

  private final Map<String, Value> byKey = new LinkedHashMap<>();
  private final List<String> warnings = new ArrayList<>();
  private final Problems problems;

  /**
   * A value in force.
   *
   * @param value null where there is none
   */
  record Value(@Nullable Object value, Source source) {}

  /**
   * Reads what the sources give.
   *
   * @param given those that win first
   */
  Values(List<Given> given, Problems problems) {
    this.problems = problems;
    var candidates = new LinkedHashMap<String, List<Value>>();
    for (Given one : given) {
      Object value = read(one);
      if (value != null) {
        candidates
            .computeIfAbsent(one.key(), key -> new ArrayList<>())
            .add(new Value(value, one.source()));
      }
    }
    candidates.forEach(this::choose);
  }

  List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** The names of a map's entries, in the order they were first given. */
  Set<String> entries(String map) {
    String start = map + ".";
    return byKey.keySet().stream()
        .filter(key -> key.startsWith(start))
        .map(key -> key.substring(start.length(), key.lastIndexOf('.')))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  Value value(Setting setting, String key) {
    Value value = byKey.get(key);
    return value == null ? new Value(byDefault(setting), Source.DEFAULT) : value;
  }

  static @Nullable Object byDefault(Setting setting) {
    if (setting.list()) {
      return elements(setting, List.of(setting.byDefault()), true);
    }
    return setting.byDefault().isEmpty() ? null : setting.form().parse().apply(setting.byDefault());
  }

  /** Forgets a value that its record refused, and tells whether the default now stands in. */
  boolean drop(String key) {
    return byKey.remove(key) != null;
  }

  private void choose(String key, List<Value> values) {
    Value first = values.getFirst();
    byKey.put(key, first);
    String others =
        values.stream()
            .filter(value -> !Objects.equals(value.value(), first.value()))
            .map(value -> value.source().name())
            .collect(Collectors.joining(" and "));
    if (!others.isEmpty()) {
      warnings.add(
          key + " is taken from " + first.source() + "; another value comes from " + others);
    }
  }

  private @Nullable Object read(Given given) {
    Setting setting = given.setting();
    if (setting.secret()) {
      given.texts().forEach(problems::hide);
    }
    try {
      if (setting.list()) {
        return elements(setting, given.texts(), given.split());
      }
      String text = given.texts().getFirst().strip();
      if (text.isEmpty()) {
        problems.add(given.key() + " must not be empty (from " + given.source() + ")");
        return null;
      }
      Object value = setting.form().parse().apply(text);
      if (value instanceof Secret secret) {
        problems.hide(secret.reveal());
      }
      return value;
    } catch (IllegalArgumentException e) {
      problems.add(refusal(given));
      return null;
    }
  }

  private static List<Object> elements(Setting setting, List<String> texts, boolean split) {
    return texts.stream()
        .flatMap(text -> split ? Elements.of(text).stream() : Stream.of(text))
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .map(setting.form().parse())
        .toList();
  }

  private static String refusal(Given given) {
    Setting setting = given.setting();
    String shown =
        setting.secret() ? "" : ", was " + Problems.quoted(String.join(",", given.texts()));
    return given.key()
        + " must be "
        + (setting.list() ? "a list, each " : "")
        + setting.form().expected()
        + shown
        + " (from "
        + given.source()
        + ")";
  }
}
