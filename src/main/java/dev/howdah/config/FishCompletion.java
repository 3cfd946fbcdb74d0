package dev.howdah.config;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The completion script for fish. */
final class FishCompletion {

  private FishCompletion() {}

  static String script(Completed words) {
    String seen = "__fish_seen_subcommand_from ";
    return Stream.of(
            Stream.of(
                "# Completion of howdah for fish: howdah completion fish | source",
                "complete -c howdah -f",
                "complete -c howdah -n '" + seen + "completion' -a '" + Shell.names() + "'",
                "complete -c howdah -n '" + seen + "help' -a '" + words.commandNames() + "'",
                "complete -c howdah -l config -r -F" + help(Completed.CONFIG_HELP)),
            words.commands().entrySet().stream()
                .map(command -> command(command, "not " + seen + words.commandNames())),
            words.switches().entrySet().stream()
                .map(name -> "complete -c howdah -l " + name.getKey() + help(name.getValue())),
            words.settings().stream().flatMap(FishCompletion::flags))
        .flatMap(lines -> lines)
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  private static String command(Map.Entry<String, String> command, String condition) {
    return "complete -c howdah -n '"
        + condition
        + "' -a "
        + command.getKey()
        + help(command.getValue());
  }

  private static Stream<String> flags(Setting setting) {
    if (setting.isSwitch()) {
      return Completed.switchFlags(setting).entrySet().stream()
          .map(
              flag ->
                  "complete -c howdah -l " + flag.getKey().substring(2) + help(flag.getValue()));
    }
    String choices = String.join(" ", setting.form().choices());
    String values = choices.isEmpty() ? " -x" : " -x -a '" + choices + "'";
    return Completed.flags(setting).stream()
        .map(flag -> "complete -c howdah -l " + flag.substring(2) + values + help(setting.help()));
  }

  private static String help(String text) {
    return " -d '" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
