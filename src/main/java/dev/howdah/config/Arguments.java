package dev.howdah.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The words of a command line: commands, switches, and settings that are not yet read. */
public final class Arguments {

  static final String CONFIG = "config";

  private final Schema schema;
  private final Set<String> knownSwitches;
  private final List<String> words = new ArrayList<>();
  private final Set<String> switches = new LinkedHashSet<>();
  private final Map<String, Given> given = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private @Nullable String configFile;

  Arguments(Schema schema, List<String> arguments, Set<String> knownSwitches) {
    this.schema = schema;
    this.knownSwitches = Set.copyOf(knownSwitches);
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      String next = i + 1 < arguments.size() ? arguments.get(i + 1) : "--";
      if (!argument.startsWith("-")) {
        words.add(argument);
      } else if (argument.indexOf('=') >= 0) {
        String flag = argument.substring(0, argument.indexOf('='));
        read(flag, argument.substring(flag.length() + 1));
      } else if (next.startsWith("--") || !takesValue(argument, next)) {
        read(argument, null);
      } else {
        read(argument, next);
        i++;
      }
    }
  }

  /**
   * What is no flag, nor the value of one, in order. It may be part of a secret: never print it.
   */
  public List<String> words() {
    return List.copyOf(words);
  }

  /** The known switches that were given, without dashes. */
  public Set<String> switches() {
    return Set.copyOf(switches);
  }

  /** What is wrong with the flags, one sentence each. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  List<String> warnings() {
    return List.copyOf(warnings);
  }

  List<Given> given() {
    return List.copyOf(given.values());
  }

  /** The file of {@code --config}, or null. */
  @Nullable String configFile() {
    return configFile;
  }

  /** Whether the next word is this flag's value; a switch takes only a word that is a boolean. */
  private boolean takesValue(String flag, String next) {
    if (knownSwitches.contains(name(flag))) {
      return false;
    }
    Schema.Match match = match(name(flag));
    if (match == null) {
      return !isNegated(flag);
    }
    return !match.setting().isSwitch() || match.setting().form().reads(next);
  }

  private void read(String flag, @Nullable String value) {
    String name = name(flag);
    Schema.Match match = match(name);
    if (match != null && (value != null || match.setting().isSwitch())) {
      add(match, flag, value == null ? "true" : value);
    } else if (match != null) {
      problems.add(flag + " needs a value: " + flag + "=" + match.setting().form().placeholder());
    } else if (name.equals(CONFIG)) {
      readConfig(value);
    } else if (knownSwitches.contains(name) && value == null) {
      switches.add(name);
    } else if (isNegated(flag) && value == null) {
      add(negated(flag), flag, "false");
    } else {
      problems.add("there is no option " + Problems.name(flag) + Nearest.hint(flag, known(name)));
    }
  }

  private void readConfig(@Nullable String value) {
    if (value == null || value.isBlank()) {
      problems.add("--config needs a value: --config=FILE");
    }
    configFile = value;
  }

  /** A list grows when its flag is repeated; of anything else, the last value counts. */
  private void add(Schema.Match match, String flag, String text) {
    Given now = Given.of(match.setting(), match.key(), text, new Source(Source.Kind.FLAG, flag));
    Given before = given.put(match.key(), now);
    if (before == null) {
      return;
    }
    if (match.setting().list()) {
      var texts = new ArrayList<>(before.texts());
      texts.add(text);
      given.put(match.key(), new Given(match.setting(), match.key(), texts, true, now.source()));
    } else if (!before.texts().equals(now.texts())) {
      warnings.add(match.key() + " is given twice; the last one, " + flag + ", is used");
    }
  }

  private static String name(String flag) {
    return flag.startsWith("--") ? flag.substring(2) : "";
  }

  private Schema.@Nullable Match match(String name) {
    return schema
        .shortFlag(name)
        .map(setting -> new Schema.Match(setting, setting.key()))
        .or(() -> schema.find(name))
        .orElse(null);
  }

  private boolean isNegated(String flag) {
    Schema.Match match = flag.startsWith("--no-") ? match(flag.substring(5)) : null;
    return match != null && match.setting().isSwitch();
  }

  private Schema.Match negated(String flag) {
    return Objects.requireNonNull(match(flag.substring(5)));
  }

  private List<String> known(String wrong) {
    return Stream.of(
            schema.flags().stream(),
            schema.keysLike(wrong).stream().map(key -> "--" + key),
            knownSwitches.stream().map(name -> "--" + name),
            Stream.of("--" + CONFIG))
        .flatMap(flags -> flags)
        .toList();
  }
}
