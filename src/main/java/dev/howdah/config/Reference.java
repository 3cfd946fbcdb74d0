package dev.howdah.config;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What can be set, for readers at a terminal, on a page and in a shell. */
public final class Reference {

  private static final int COLUMN = 44;

  private static final String PAGE =
      """
      # Configuration

      Every setting can come from four places. The first of them that has it decides:

      1. a flag, as `--database.pool-max=4` or `--database.pool-max 4`;
      2. a variable, as `HOWDAH_DATABASE_POOL_MAX=4`: the key in capitals, with `_` for `.` and `-`;
      3. the YAML file that `--config=FILE` or `HOWDAH_CONFIG` names;
      4. the default.

      ```yaml
      transport: streamable-http
      database:
        dsn: "@/run/secrets/dsn"
        pool-max: 4
      databases:
        reports:
          dsn: postgresql://reader@reports.example.com/sales
      ```

      The older variables below keep working. Among variables ours comes first, then the older ones \
      in the order listed. Where two places give different values, the server says so when it starts.

      * `howdah --print-config` prints what is in force, and where each value comes from.
      * A switch is set by its flag alone, as `--http.legacy-sse`, and unset by `--no-http.legacy-sse`. \
      Written out, it is `true` or `false`; `yes`, `no`, `on`, `off`, `1` and `0` are understood.
      * A duration has a unit: `ms`, `s`, `m`, `h` or `d`. So has a size: `B`, `kB`, `MB` or `GB`, \
      each 1024 of the one before.
      * A list is separated by commas, or is a YAML or JSON list. Commas in parentheses or double \
      quotes separate nothing. A flag for a list may be repeated.
      * `<name>` is for you to choose, of letters, digits, `-` and `_`. A variable has it in capitals, \
      as `HOWDAH_DATABASES_REPORTS_DSN`.
      * A secret is never printed. `@/path` reads it from a file.
      * An empty variable counts as not set. An unknown flag, key or `HOWDAH_` variable stops the \
      start, except `HOWDAH_JAVA_` ones, which the start script reads, and those that Kubernetes \
      makes for a service called howdah.
      """;

  private final Schema schema;

  Reference(Schema schema) {
    this.schema = schema;
  }

  /** Every flag, in groups. */
  public String help() {
    return schema.groups().stream()
        .filter(group -> !group.settings().isEmpty())
        .map(group -> heading(group) + lines(group))
        .collect(Collectors.joining("\n"));
  }

  /** The page {@code docs/configuration.md}. */
  public String page() {
    return PAGE
        + schema.groups().stream()
            .filter(group -> !group.settings().isEmpty())
            .map(Reference::section)
            .collect(Collectors.joining());
  }

  /**
   * A completion script.
   *
   * @param commands each with its help
   * @param switches each with its help, without dashes
   */
  public String completion(
      Shell shell, Map<String, String> commands, Map<String, String> switches) {
    List<Setting> settings = schema.settings().stream().filter(s -> !s.inMap()).toList();
    return shell.script(new Completed(settings, commands, switches));
  }

  private static String heading(Group group) {
    return group.key().isEmpty() ? "" : group.key() + ": " + group.help() + "\n";
  }

  private static String lines(Group group) {
    return group.settings().stream()
        .map(setting -> Wrapped.entry(term(setting), meaning(setting), COLUMN))
        .collect(Collectors.joining());
  }

  private static String term(Setting setting) {
    if (!setting.isSwitch()) {
      return setting.flag()
          + "="
          + (setting.form().choices().isEmpty() ? setting.form().placeholder() : "CHOICE");
    }
    return setting.byDefault().equals("true") ? "--[no-]" + setting.key() : setting.flag();
  }

  private static String meaning(Setting setting) {
    String choices =
        setting.form().choices().isEmpty() || setting.isSwitch()
            ? ""
            : " One of " + String.join(", ", setting.form().choices()) + ".";
    String byDefault =
        setting.byDefault().isEmpty() || setting.isSwitch()
            ? ""
            : " Default: " + setting.byDefault() + ".";
    String also =
        setting.shortFlags().isEmpty() ? "" : " Also " + String.join(", ", dashed(setting)) + ".";
    return setting.help() + choices + byDefault + also;
  }

  private static List<String> dashed(Setting setting) {
    return setting.shortFlags().stream().map(flag -> "--" + flag).toList();
  }

  private static String section(Group group) {
    String rows = group.settings().stream().map(Reference::row).collect(Collectors.joining());
    String title = group.key().isEmpty() ? "general" : group.key();
    String about = group.help().isEmpty() ? "" : group.help() + "\n\n";
    String older =
        group.aliases().isEmpty()
            ? ""
            : "All entries as JSON, a list of objects each with a `name`: "
                + code(group.aliases())
                + ".\n\n";
    return "\n## "
        + title
        + "\n\n"
        + about
        + older
        + "| key | default | meaning | also |\n|---|---|---|---|\n"
        + rows;
  }

  private static String row(Setting setting) {
    String choices =
        setting.form().choices().isEmpty() || setting.isSwitch()
            ? ""
            : " One of " + code(setting.form().choices()) + ".";
    List<String> older = setting.aliases().stream().map(Reference::alias).toList();
    List<String> also =
        Stream.concat(dashed(setting).stream().map(flag -> "`" + flag + "`"), older.stream())
            .toList();
    return "| `"
        + setting.key()
        + "` | "
        + (setting.byDefault().isEmpty() ? "" : "`" + setting.byDefault() + "`")
        + " | "
        + setting.help()
        + choices
        + " | "
        + String.join(", ", also)
        + " |\n";
  }

  private static String alias(Setting.Alias alias) {
    return "`" + alias.name() + "`" + (alias.unit().isEmpty() ? "" : " (" + alias.unit() + ")");
  }

  private static String code(List<String> names) {
    return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
  }
}
