package dev.howdah.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How the values of one type are written.
 *
 * @param placeholder stands for a value in help
 * @param expected what a value must be, to follow "must be"
 * @param choices all values, or none where they cannot be listed
 * @param parse throws IllegalArgumentException for a text that is no such value
 */
record Form(
    String placeholder, String expected, List<String> choices, Function<String, Object> parse) {

  private static final Map<Class<?>, Form> FORMS =
      Map.of(
          String.class, new Form("TEXT", "text", List.of(), text -> text),
          int.class, new Form("NUMBER", "a whole number", List.of(), Integer::valueOf),
          Integer.class, new Form("NUMBER", "a whole number", List.of(), Integer::valueOf),
          long.class, new Form("NUMBER", "a whole number", List.of(), Long::valueOf),
          boolean.class, new Form("BOOLEAN", "true or false", List.of("true", "false"), Form::bool),
          Duration.class,
              new Form(
                  "DURATION", "a duration such as 500ms, 30s or 5m", List.of(), Durations::parse),
          Size.class, new Form("SIZE", "a size such as 64kB or 1MB", List.of(), Size::parse),
          Secret.class,
              new Form(
                  "SECRET", "text, or @ and the path of a readable file", List.of(), Form::secret));

  /** The form of a type's values, or null where the type is not one of a single value. */
  static @Nullable Form of(Class<?> type) {
    return type.isEnum() ? choice(type) : FORMS.get(type);
  }

  boolean reads(String text) {
    try {
      return parse.apply(text) != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** A value as {@link #parse} reads it, except that a secret stays hidden. */
  static String print(Object value) {
    return switch (value) {
      case Duration duration -> Durations.print(duration);
      case Enum<?> constant -> kebab(constant);
      default -> value.toString();
    };
  }

  private static Form choice(Class<?> type) {
    List<Object> constants = List.of(type.getEnumConstants());
    List<String> names = constants.stream().map(c -> kebab((Enum<?>) c)).toList();
    return new Form(
        String.join("|", names),
        String.join(", ", names.subList(0, names.size() - 1)) + " or " + names.getLast(),
        names,
        text -> {
          int index = names.indexOf(text.toLowerCase(Locale.ROOT).replace('_', '-'));
          if (index < 0) {
            throw new IllegalArgumentException("no such choice");
          }
          return constants.get(index);
        });
  }

  private static String kebab(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Object bool(String text) {
    String word = text.toLowerCase(Locale.ROOT);
    if (List.of("true", "yes", "on", "1").contains(word)) {
      return true;
    }
    if (List.of("false", "no", "off", "0").contains(word)) {
      return false;
    }
    throw new IllegalArgumentException("no boolean");
  }

  /** The text, or what the file holds that {@code @/path} names, without blanks around it. */
  private static Object secret(String text) {
    if (!text.startsWith("@/")) {
      return new Secret(text);
    }
    try {
      String held = Files.readString(Path.of(text.substring(1))).strip();
      if (held.isEmpty()) {
        throw new IllegalArgumentException("the file is empty");
      }
      return new Secret(held);
    } catch (IOException e) {
      throw new IllegalArgumentException("the file cannot be read", e);
    }
  }
}
