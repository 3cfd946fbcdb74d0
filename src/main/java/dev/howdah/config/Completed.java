package dev.howdah.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The words a shell completes.
 *
 * @param settings outside maps: names inside are their owner's to choose
 * @param commands each with its help
 * @param switches each with its help, without dashes
 */
record Completed(
    List<Setting> settings, Map<String, String> commands, Map<String, String> switches) {

  static final String CONFIG_HELP = "Read settings from this YAML file.";

  static List<String> flags(Setting setting) {
    return Stream.concat(
            Stream.of(setting.flag()), setting.shortFlags().stream().map(flag -> "--" + flag))
        .toList();
  }

  /** The flags of a switch, each with its help. */
  static Map<String, String> switchFlags(Setting setting) {
    var flags = new LinkedHashMap<String, String>();
    flags(setting).forEach(flag -> flags.put(flag, setting.help()));
    flags.put("--no-" + setting.key(), "The opposite of --" + setting.key() + ".");
    return flags;
  }

  String commandNames() {
    return String.join(" ", commands.keySet());
  }
}
