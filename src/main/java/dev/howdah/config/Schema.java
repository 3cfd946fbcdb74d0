package dev.howdah.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** All settings of a record and the records in it. */
final class Schema {

  private static final Pattern ENTRY_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");

  private final List<Group> groups = new ArrayList<>();
  private final Map<String, Setting> byKey = new LinkedHashMap<>();

  /** A setting, and its key in the entry that was named. */
  record Match(Setting setting, String key) {}

  Schema(Class<? extends Record> type) {
    add(type, "", "", false, List.of());
    groups.stream().flatMap(group -> group.settings().stream()).forEach(this::index);
  }

  List<Group> groups() {
    return groups;
  }

  List<Setting> settings() {
    return List.copyOf(byKey.values());
  }

  /** Every flag, with its dashes. */
  List<String> flags() {
    return settings().stream().flatMap(setting -> Completed.flags(setting).stream()).toList();
  }

  /** The setting a key means, looking into maps; underscores count as dashes. */
  Optional<Match> find(String key) {
    String dashed = key.replace('_', '-');
    Setting setting = dashed.contains(Setting.ENTRY) ? null : byKey.get(dashed);
    if (setting != null) {
      return Optional.of(new Match(setting, dashed));
    }
    return groups.stream().filter(Group::map).flatMap(map -> entry(map, key).stream()).findFirst();
  }

  /** Whether settings can follow this key after a dot. */
  boolean isGroup(String key) {
    return isEntry(key) || groups.stream().anyMatch(group -> group.key().equals(key));
  }

  /** Whether this is the key of a map's entry. */
  boolean isEntry(String key) {
    int dot = key.lastIndexOf('.');
    return dot > 0
        && ENTRY_NAME.matcher(key.substring(dot + 1)).matches()
        && groups.stream().anyMatch(map -> map.map() && map.key().equals(key.substring(0, dot)));
  }

  /** Every key; those in maps with the entry's name that a wrong key has there. */
  List<String> keysLike(String wrong) {
    return settings().stream().map(setting -> filled(setting.key(), wrong)).toList();
  }

  private static String filled(String key, String wrong) {
    int start = key.indexOf(Setting.ENTRY);
    int end = wrong.lastIndexOf('.');
    return start > 0 && end > start && wrong.startsWith(key.substring(0, start))
        ? key.replace(Setting.ENTRY, wrong.substring(start, end))
        : key;
  }

  /** The setting a short flag means, given without dashes. */
  Optional<Setting> shortFlag(String flag) {
    return settings().stream().filter(setting -> setting.shortFlags().contains(flag)).findFirst();
  }

  private Optional<Match> entry(Group map, String key) {
    int last = key.lastIndexOf('.');
    String start = map.key() + ".";
    if (!key.startsWith(start) || last < start.length()) {
      return Optional.empty();
    }
    String name = key.substring(start.length(), last);
    String pattern = start + Setting.ENTRY + "." + key.substring(last + 1).replace('_', '-');
    Setting setting = byKey.get(pattern);
    return setting != null && ENTRY_NAME.matcher(name).matches()
        ? Optional.of(new Match(setting, Group.inEntry(setting, name)))
        : Optional.empty();
  }

  private void index(Setting setting) {
    if (byKey.put(setting.key(), setting) != null) {
      throw new IllegalStateException("two settings have the key " + setting.key());
    }
  }

  private void add(
      Class<? extends Record> type, String key, String help, boolean map, List<String> aliases) {
    var settings = new ArrayList<Setting>();
    groups.add(new Group(key, help, map, aliases, settings));
    String prefix = key.isEmpty() ? "" : key + (map ? "." + Setting.ENTRY + "." : ".");
    for (RecordComponent component : type.getRecordComponents()) {
      Option option = option(component);
      String name = prefix + Setting.kebab(component.getName());
      Class<? extends Record> inner = inner(component);
      if (inner != null) {
        boolean entries = component.getType() == Map.class;
        add(inner, name, option.help(), entries, List.of(option.env()));
      } else if (!map || !option.entryName()) {
        settings.add(leaf(component, option, name, map));
      }
    }
  }

  private static Setting leaf(RecordComponent component, Option option, String key, boolean inMap) {
    boolean list = component.getType() == List.class;
    Class<?> type = list ? argument(component, 0) : component.getType();
    Form form = Form.of(type);
    if (form == null || (type.isPrimitive() && option.value().isEmpty())) {
      throw new IllegalStateException(key + " has no default, or a type that cannot be set");
    }
    return new Setting(
        key,
        form,
        list,
        type == Secret.class,
        option.value(),
        option.help(),
        inMap ? List.of() : Arrays.stream(option.env()).map(Setting.Alias::of).toList(),
        inMap ? List.of() : List.of(option.flags()));
  }

  /** The annotation that every component must have. */
  static Option option(RecordComponent component) {
    Option option = component.getAnnotation(Option.class);
    if (option == null) {
      throw new IllegalStateException(component + " is not an @Option");
    }
    return option;
  }

  /** The record a component holds, by itself or in a map, or null for a single value. */
  static @Nullable Class<? extends Record> inner(RecordComponent component) {
    Class<?> type = component.getType() == Map.class ? argument(component, 1) : component.getType();
    return type.isRecord() && Form.of(type) == null ? type.asSubclass(Record.class) : null;
  }

  private static Class<?> argument(RecordComponent component, int index) {
    var type = (ParameterizedType) component.getGenericType();
    return (Class<?>) type.getActualTypeArguments()[index];
  }
}
