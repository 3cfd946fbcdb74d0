package dev.howdah;

import dev.howdah.config.Reference;
import dev.howdah.config.Wrapped;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The texts of {@code howdah help}. */
final class Help {

  private static final int COLUMN = 18;

  private static final String OVERVIEW =
      """
      Howdah, the PostgreSQL server for AI agents.

      Usage: howdah [command] [options]

      Commands:
      {commands}
      Options:
      {switches}
      Examples:
        howdah --dsn=postgresql://me@localhost/shop
        howdah --transport=streamable-http --port=8000
        howdah demo
        howdah doctor --dsn=postgresql://me@localhost/shop

      "howdah help serve" lists every setting.
      """;

  private static final String COMPLETION =
      """

      Examples:
        source <(howdah completion bash)
        source <(howdah completion zsh)
        howdah completion fish | source
      """;

  private Help() {}

  /** The flags that are no settings, without dashes, with what they do. */
  static Map<String, String> switches() {
    var switches = new LinkedHashMap<String, String>();
    switches.put("help", "Explain the command.");
    switches.put("version", "Print the version.");
    switches.put("print-config", "Print the settings in force and where each comes from.");
    return switches;
  }

  static String overview() {
    String commands =
        Verb.abouts().entrySet().stream()
            .map(verb -> Wrapped.entry(verb.getKey(), verb.getValue(), COLUMN))
            .collect(Collectors.joining());
    return OVERVIEW.replace("{commands}", commands).replace("{switches}", options());
  }

  static String of(Verb verb, Reference reference) {
    String start = "Usage: " + verb.usage() + "\n\n" + verb.about() + "\n";
    return switch (verb) {
      case SERVE, DEMO, DOCTOR ->
          start
              + "\nEvery flag is also a variable: --database.dsn is HOWDAH_DATABASE_DSN. A flag beats"
              + " a variable,\nwhich beats the file, which beats the default.\n\n"
              + options()
              + "\n"
              + reference.help();
      case HELP -> start + "\nCommands: " + String.join(", ", Verb.words()) + "\n";
      case COMPLETION -> start + COMPLETION;
      case VERSION -> start;
    };
  }

  private static String options() {
    String config = Wrapped.entry("--config=FILE", "Read settings from this YAML file.", COLUMN);
    return config
        + switches().entrySet().stream()
            .map(entry -> Wrapped.entry("--" + entry.getKey(), entry.getValue(), COLUMN))
            .collect(Collectors.joining());
  }
}
