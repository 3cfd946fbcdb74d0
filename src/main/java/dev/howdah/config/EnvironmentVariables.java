package dev.howdah.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The settings in environment variables. An empty variable counts as not set. */
final class EnvironmentVariables {

  static final String CONFIG = Setting.PREFIX + "CONFIG";

  /** Read by the script that starts Java. */
  private static final String LAUNCHER = Setting.PREFIX + "JAVA_";

  /** What Kubernetes puts there when a service is itself called "howdah". */
  private static final Pattern SERVICE_LINK =
      Pattern.compile(".*_(SERVICE_(HOST|PORT)(_.*)?|PORT_\\d+_(TCP|UDP|SCTP)(_.*)?)");

  private final Schema schema;
  private final Map<String, String> variables = new TreeMap<>();
  private final Set<String> used = new HashSet<>(Set.of(CONFIG));

  EnvironmentVariables(Schema schema, Map<String, String> environment) {
    this.schema = schema;
    environment.forEach(
        (name, value) -> {
          if (!value.isBlank()) {
            variables.put(name, value);
          }
        });
  }

  Optional<String> configFile() {
    return Optional.ofNullable(variables.get(CONFIG));
  }

  /** The variables of single settings, our own name before the older ones. */
  List<Given> single() {
    var given = new ArrayList<Given>();
    for (Setting setting : schema.settings()) {
      if (!setting.inMap()) {
        add(given, setting, setting.key(), setting.variable(), "");
        setting.aliases().forEach(a -> add(given, setting, setting.key(), a.name(), a.unit()));
      }
    }
    return given;
  }

  /** Whole maps in one variable. */
  List<Given> maps(Problems problems) {
    var given = new ArrayList<Given>();
    for (Group map : schema.groups()) {
      for (String alias : map.aliases()) {
        String json = variables.get(alias);
        if (json != null) {
          given.addAll(ConfigFile.entries(schema, map, alias, json, problems));
        }
      }
    }
    return given;
  }

  /**
   * The variables of settings in maps, as {@code HOWDAH_DATABASES_REPORTS_DSN}.
   *
   * @param keys the keys that other sources give; an entry's name is written as there, else in
   *     lower case
   */
  List<Given> entries(Collection<String> keys) {
    var given = new ArrayList<Given>();
    for (String variable : variables.keySet()) {
      schema.settings().stream()
          .filter(setting -> setting.inMap() && entry(setting, variable).isPresent())
          .max(Comparator.comparingInt(setting -> setting.key().length()))
          .ifPresent(setting -> add(given, setting, key(setting, variable, keys), variable, ""));
    }
    return given;
  }

  /** Refuses the variables of ours that no setting read. */
  void refuseUnknown(Problems problems) {
    List<String> known = schema.settings().stream().map(Setting::variable).toList();
    variables.forEach(
        (name, value) -> {
          if (name.startsWith(Setting.PREFIX) && !used.contains(name) && !isForeign(name, value)) {
            problems.add("there is no variable " + Problems.name(name) + Nearest.hint(name, known));
          }
        });
  }

  private static boolean isForeign(String name, String value) {
    return name.startsWith(LAUNCHER)
        || SERVICE_LINK.matcher(name).matches()
        || (name.endsWith("_PORT") && value.startsWith("tcp://"));
  }

  private void add(List<Given> given, Setting setting, String key, String variable, String unit) {
    String value = variables.get(variable);
    if (value != null && used.add(variable)) {
      var source = new Source(Source.Kind.ENVIRONMENT, variable);
      given.add(Given.of(setting, key, Setting.Alias.withUnit(value, unit), source));
    }
  }

  private static Optional<String> entry(Setting setting, String variable) {
    String[] ends = setting.variable().split(Setting.ENTRY.toUpperCase(Locale.ROOT), 2);
    boolean named = variable.length() > ends[0].length() + ends[1].length();
    return named && variable.startsWith(ends[0]) && variable.endsWith(ends[1])
        ? Optional.of(variable.substring(ends[0].length(), variable.length() - ends[1].length()))
        : Optional.empty();
  }

  private static String key(Setting setting, String variable, Collection<String> keys) {
    String entry = entry(setting, variable).orElseThrow().toLowerCase(Locale.ROOT);
    String start = setting.key().substring(0, setting.key().indexOf(Setting.ENTRY));
    String name =
        keys.stream()
            .filter(key -> key.startsWith(start))
            .map(key -> key.substring(start.length(), key.lastIndexOf('.')))
            .filter(known -> known.toLowerCase(Locale.ROOT).replace('-', '_').equals(entry))
            .findFirst()
            .orElse(entry);
    return Group.inEntry(setting, name);
  }
}
