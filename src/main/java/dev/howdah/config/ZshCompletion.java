package dev.howdah.config;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The completion script for zsh. */
final class ZshCompletion {

  private static final String SCRIPT =
      """
      #compdef howdah
      # Completion of howdah for zsh: source <(howdah completion zsh), after compinit
      _howdah_commands() {
        local -a commands=(
      {commands}  )
        _describe command commands
      }
      _howdah_words() {
        case ${words[2]} in
          completion) compadd {shells} ;;
          help) _howdah_commands ;;
        esac
      }
      _howdah() {
        local -a flags=(
      {flags}  )
        _arguments '1:command:_howdah_commands' '2:word:_howdah_words' "${flags[@]}"
      }
      compdef _howdah howdah
      """;

  private ZshCompletion() {}

  static String script(Completed words) {
    String commands =
        words.commands().entrySet().stream()
            .map(command -> line(command.getKey() + ":" + quoted(command.getValue())))
            .collect(Collectors.joining());
    String flags =
        Stream.of(
                Stream.of(line("--config=[" + Completed.CONFIG_HELP + "]:file:_files")),
                words.switches().entrySet().stream().map(ZshCompletion::lone),
                words.settings().stream().flatMap(ZshCompletion::flags))
            .flatMap(all -> all)
            .collect(Collectors.joining());
    return SCRIPT
        .replace("{commands}", commands)
        .replace("{flags}", flags)
        .replace("{shells}", Shell.names());
  }

  private static String lone(Map.Entry<String, String> name) {
    return line("--" + name.getKey() + "[" + bracketed(name.getValue()) + "]");
  }

  private static Stream<String> flags(Setting setting) {
    if (setting.isSwitch()) {
      return Completed.switchFlags(setting).entrySet().stream()
          .map(flag -> line(flag.getKey() + "[" + bracketed(flag.getValue()) + "]"));
    }
    String choices = String.join(" ", setting.form().choices());
    String value =
        "=["
            + bracketed(setting.help())
            + "]:"
            + setting.form().placeholder()
            + ":("
            + choices
            + ")";
    return Completed.flags(setting).stream().map(flag -> line(flag + value));
  }

  private static String line(String text) {
    return "    '" + text + "'\n";
  }

  private static String quoted(String text) {
    return text.replace("'", "'\\''");
  }

  private static String bracketed(String text) {
    return quoted(text).replace("[", "\\[").replace("]", "\\]");
  }
}
