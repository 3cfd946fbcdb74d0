package dev.howdah.config;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The completion script for bash. */
final class BashCompletion {

  private static final String SCRIPT =
      """
      # Completion of howdah for bash: source <(howdah completion bash)
      _howdah() {
        local cur="${COMP_WORDS[COMP_CWORD]}" flag="${COMP_WORDS[COMP_CWORD-1]}"
        COMPREPLY=()
        # Bash takes "=" for a word of its own.
        if [[ "$cur" == "=" ]]; then
          cur=""
        elif [[ "$flag" == "=" ]]; then
          flag="${COMP_WORDS[COMP_CWORD-2]}"
        fi
        case "$flag" in
          --config) COMPREPLY=($(compgen -f -- "$cur")); return ;;
          completion) COMPREPLY=($(compgen -W "{shells}" -- "$cur")); return ;;
          help) COMPREPLY=($(compgen -W "{commands}" -- "$cur")); return ;;
      {values}    {silent}) return ;;
        esac
        if [[ "$cur" != -* ]]; then
          COMPREPLY=($(compgen -W "{commands}" -- "$cur"))
          return
        fi
        COMPREPLY=($(compgen -W "{flags}" -- "$cur"))
        if [[ "${COMPREPLY[0]-}" == *= ]]; then
          compopt -o nospace 2>/dev/null
        fi
      }
      complete -F _howdah howdah
      """;

  private BashCompletion() {}

  static String script(Completed words) {
    String values =
        words.settings().stream()
            .filter(setting -> !setting.isSwitch() && !setting.form().choices().isEmpty())
            .map(BashCompletion::values)
            .collect(Collectors.joining());
    String silent =
        words.settings().stream()
            .filter(setting -> setting.form().choices().isEmpty())
            .flatMap(setting -> Completed.flags(setting).stream())
            .collect(Collectors.joining("|"));
    String flags =
        Stream.of(
                Stream.of("--config="),
                words.switches().keySet().stream().map(name -> "--" + name),
                words.settings().stream().flatMap(BashCompletion::flags))
            .flatMap(all -> all)
            .collect(Collectors.joining(" "));
    return SCRIPT
        .replace("{values}", values)
        .replace("{silent}", silent)
        .replace("{flags}", flags)
        .replace("{shells}", Shell.names())
        .replace("{commands}", words.commandNames());
  }

  private static String values(Setting setting) {
    String choices = String.join(" ", setting.form().choices());
    return "    "
        + String.join("|", Completed.flags(setting))
        + ") COMPREPLY=($(compgen -W \""
        + choices
        + "\" -- \"$cur\")); return ;;\n";
  }

  private static Stream<String> flags(Setting setting) {
    return setting.isSwitch()
        ? Completed.switchFlags(setting).keySet().stream()
        : Completed.flags(setting).stream().map(flag -> flag + "=");
  }
}
