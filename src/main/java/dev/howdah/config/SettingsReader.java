package dev.howdah.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a record of settings from flags, environment variables, a YAML file and defaults.
 *
 * <p>A flag beats a variable, which beats the file, which beats the default. All that is wrong is
 * reported together; what disagrees is a warning.
 *
 * @param <T> the record; its components are {@link Option}s, among them other records and maps of
 *     records
 */
public final class SettingsReader<T extends Record> {

  private final Class<T> type;
  private final Schema schema;

  public SettingsReader(Class<T> type) {
    this.type = type;
    this.schema = new Schema(type);
  }

  /**
   * Takes a command line apart, reading no setting yet.
   *
   * @param switches flags without a value that are no settings, without dashes
   */
  public Arguments arguments(List<String> arguments, Set<String> switches) {
    return new Arguments(schema, arguments, switches);
  }

  /** Reads all settings; the file is the one that {@code --config} or HOWDAH_CONFIG names. */
  public Reading<T> read(Arguments arguments, Map<String, String> environment) {
    var problems = new Problems();
    arguments.problems().forEach(problems::add);
    var variables = new EnvironmentVariables(schema, environment);
    List<Given> inVariables = new ArrayList<>(variables.single());
    List<Given> inMaps = variables.maps(problems);
    List<Given> inFile = file(arguments.configFile(), variables, problems);
    List<String> keys =
        Stream.of(arguments.given(), inMaps, inFile).flatMap(List::stream).map(Given::key).toList();
    inVariables.addAll(variables.entries(keys));
    variables.refuseUnknown(problems);

    var values =
        new Values(
            Stream.of(arguments.given(), inVariables, inMaps, inFile)
                .flatMap(List::stream)
                .toList(),
            problems);
    @Nullable T settings = new Records(schema, values, problems).root(type);
    if (settings == null || !problems.isEmpty()) {
      return new Reading.Refused<>(problems.sentences());
    }
    var warnings = new ArrayList<>(arguments.warnings());
    warnings.addAll(values.warnings());
    return new Reading.Accepted<>(settings, effective(values), warnings);
  }

  /** Help, the reference page and completion scripts. */
  public Reference reference() {
    return new Reference(schema);
  }

  private List<Given> file(
      @Nullable String flag, EnvironmentVariables variables, Problems problems) {
    if (flag != null) {
      return ConfigFile.read(schema, flag, "--config", problems);
    }
    return variables
        .configFile()
        .map(file -> ConfigFile.read(schema, file, EnvironmentVariables.CONFIG, problems))
        .orElse(List.of());
  }

  private List<Effective> effective(Values values) {
    var effective = new ArrayList<Effective>();
    for (Group group : schema.groups()) {
      if (group.map()) {
        values
            .entries(group.key())
            .forEach(
                entry ->
                    group
                        .settings()
                        .forEach(
                            setting ->
                                effective.add(
                                    effective(setting, Group.inEntry(setting, entry), values))));
      } else {
        group.settings().forEach(s -> effective.add(effective(s, s.key(), values)));
      }
    }
    return effective;
  }

  private static Effective effective(Setting setting, String key, Values values) {
    Values.Value value = values.value(setting, key);
    return new Effective(key, Written.inFile(value.value()), value.source().name());
  }
}
