package dev.howdah.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The settings in a YAML file, nested or with dotted keys, or in a variable that holds JSON. */
final class ConfigFile {

  private final Schema schema;
  private final Problems problems;
  private final Source source;
  private final List<Given> given = new ArrayList<>();

  private ConfigFile(Schema schema, Problems problems, Source source) {
    this.schema = schema;
    this.problems = problems;
    this.source = source;
  }

  static List<Given> read(Schema schema, String file, String from, Problems problems) {
    var read = new ConfigFile(schema, problems, new Source(Source.Kind.FILE, file));
    try {
      read.document(Files.readString(Path.of(file)));
    } catch (CharacterCodingException e) {
      problems.add("the file " + file + " (from " + from + ") is not UTF-8 text");
    } catch (IOException | IllegalArgumentException e) {
      problems.add("the file " + file + " (from " + from + ") does not exist or cannot be read");
    }
    return read.given;
  }

  /** The entries of a map in a variable: JSON, a list with names or an object by name. */
  static List<Given> entries(
      Schema schema, Group map, String variable, String json, Problems problems) {
    var read = new ConfigFile(schema, problems, new Source(Source.Kind.ENVIRONMENT, variable));
    switch (read.parse(json)) {
      case List<?> list -> list.forEach(entry -> read.named(map, entry));
      case Map<?, ?> byName -> read.walk(map.key(), byName);
      case null, default ->
          problems.add(variable + " must be a JSON list of objects, each with a name");
    }
    return read.given;
  }

  private void document(String text) {
    switch (parse(text)) {
      case null -> {}
      case Map<?, ?> settings -> walk("", settings);
      default -> problems.add(source + " must hold settings as \"key: value\"");
    }
  }

  private @Nullable Object parse(String text) {
    try {
      return Yaml.parse(text);
    } catch (Yaml.Malformed e) {
      String language = source.kind() == Source.Kind.FILE ? "YAML" : "JSON";
      problems.add(source + " is not valid " + language + e.getMessage());
      return Map.of();
    }
  }

  private void named(Group map, Object entry) {
    if (entry instanceof Map<?, ?> settings && settings.get("name") instanceof String name) {
      var others = new LinkedHashMap<Object, Object>(settings);
      others.remove("name");
      walk(map.key() + "." + name, others);
    } else {
      problems.add("every entry of " + source + " must be an object with a name");
    }
  }

  private void walk(String prefix, Map<?, ?> settings) {
    settings.forEach((name, value) -> setting(prefix, String.valueOf(name), value));
  }

  private void setting(String prefix, String name, @Nullable Object value) {
    String key = prefix.isEmpty() ? name : prefix + "." + name;
    Schema.Match match = schema.find(key).orElse(null);
    if (match != null) {
      value(match, value);
    } else if (!schema.isGroup(key)) {
      problems.add(
          source
              + " has the unknown key "
              + Problems.name(key)
              + Nearest.hint(key, schema.keysLike(key)));
    } else if (value instanceof Map<?, ?> inner) {
      walk(key, inner);
    } else if (!isUnset(value)) {
      problems.add(key + " must hold settings, each as \"key: value\" (from " + source + ")");
    }
  }

  private void value(Schema.Match match, @Nullable Object value) {
    Setting setting = match.setting();
    switch (value) {
      case String text when !isUnset(text) ->
          given.add(Given.of(setting, match.key(), text, source));
      case List<?> items
          when setting.list() && items.stream().allMatch(String.class::isInstance) -> {
        List<String> texts = items.stream().map(String.class::cast).toList();
        given.add(new Given(setting, match.key(), texts, false, source));
      }
      case null -> {}
      case String unset -> {}
      default ->
          problems.add(
              match.key()
                  + (setting.list() ? " must be a list of single values" : " must be one value")
                  + " (from "
                  + source
                  + ")");
    }
  }

  private static boolean isUnset(@Nullable Object value) {
    return value == null || value.equals("") || value.equals("~") || value.equals("null");
  }
}
