package dev.howdah;

import dev.howdah.auth.Permissions;
import dev.howdah.config.Arguments;
import dev.howdah.config.Effective;
import dev.howdah.config.Nearest;
import dev.howdah.config.Reading;
import dev.howdah.config.SettingsReader;
import dev.howdah.config.Shell;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Understands the words after {@code howdah}; does nothing about them and prints nothing. */
public final class CommandLine {

  private final String version;
  private final Map<String, String> environment;
  private final SettingsReader<Settings> reader = new SettingsReader<>(Settings.class);

  public CommandLine(String version, Map<String, String> environment) {
    this.version = version;
    this.environment = Map.copyOf(environment);
  }

  /** What these arguments ask for. */
  public Command parse(List<String> arguments) {
    List<String> spelled = arguments.stream().map(CommandLine::spelled).toList();
    Arguments parsed = reader.arguments(spelled, Help.switches().keySet());
    List<String> words = parsed.words();
    Optional<Verb> verb = words.isEmpty() ? Optional.of(Verb.SERVE) : Verb.of(words.getFirst());
    if (parsed.switches().contains("help") && words.isEmpty()) {
      return new Command.Print(Help.overview(), 0);
    }
    return verb.map(known -> parse(known, parsed))
        .orElseGet(() -> invalid(parsed, unknown(words.getFirst())));
  }

  private Command parse(Verb verb, Arguments arguments) {
    if (arguments.switches().contains("help")) {
      return help(verb);
    }
    if (arguments.switches().contains("version")) {
      return version();
    }
    List<String> words = arguments.words();
    if (words.size() > (verb.takesWord() ? 2 : 1)) {
      return invalid(arguments, "there are words too many after \"howdah " + verb.word() + "\"");
    }
    if (!verb.takesSettings() && !arguments.problems().isEmpty()) {
      return new Command.Invalid(arguments.problems());
    }
    return switch (verb) {
      case SERVE, DEMO, DOCTOR -> run(verb, arguments);
      case HELP -> words.size() == 1 ? new Command.Print(Help.overview(), 0) : help(words.get(1));
      case COMPLETION -> completion(words.size() == 1 ? "" : words.get(1));
      case VERSION -> version();
    };
  }

  private Command run(Verb verb, Arguments arguments) {
    return switch (reader.read(arguments, environment)) {
      case Reading.Refused<Settings>(var problems) -> new Command.Invalid(problems);
      case Reading.Accepted<Settings> accepted ->
          arguments.switches().contains("print-config")
              ? new Command.Print(lines(accepted.effective()), 0)
              : run(verb, accepted);
    };
  }

  private static Command run(Verb verb, Reading.Accepted<Settings> accepted) {
    return switch (Permissions.read(accepted.settings().access())) {
      case Reading.Refused<Permissions>(var problems) -> new Command.Invalid(problems);
      case Reading.Accepted<Permissions> read ->
          run(verb, accepted, accepted.settings().hiding(read.settings()));
    };
  }

  private static Command run(
      Verb verb, Reading.Accepted<Settings> accepted, Permissions permissions) {
    if (verb == Verb.DOCTOR) {
      return new Command.Doctor(accepted.settings(), permissions, accepted.warnings());
    }
    if (verb != Verb.DEMO) {
      return new Command.Serve(accepted.settings(), permissions, accepted.warnings());
    }
    var warnings = new ArrayList<>(accepted.warnings());
    accepted.effective().stream()
        .filter(effective -> effective.key().endsWith(".dsn") && !effective.text().isEmpty())
        .map(
            effective -> "the demo does not use " + effective.key() + " from " + effective.source())
        .forEach(warnings::add);
    return new Command.Demo(accepted.settings(), permissions, warnings);
  }

  private Command help(String word) {
    return Verb.of(word)
        .map(this::help)
        .orElseGet(() -> new Command.Invalid(List.of(unknown(word))));
  }

  private Command help(Verb verb) {
    return new Command.Print(Help.of(verb, reader.reference()), 0);
  }

  private Command version() {
    return new Command.Print("howdah " + version + "\n", 0);
  }

  private Command completion(String word) {
    return Shell.of(word)
        .<Command>map(
            shell ->
                new Command.Print(
                    reader.reference().completion(shell, Verb.abouts(), Help.switches()), 0))
        .orElseGet(
            () ->
                new Command.Invalid(
                    List.of("\"howdah completion\" needs the name of a shell: bash, zsh or fish")));
  }

  private static Command invalid(Arguments arguments, String first) {
    var messages = new ArrayList<>(List.of(first));
    messages.addAll(arguments.problems());
    return new Command.Invalid(messages);
  }

  /** Repeats the word only if it resembles a command: any other may be part of a secret. */
  private static String unknown(String word) {
    if (word.contains("://")) {
      return "a connection string is given as --dsn=postgresql://…";
    }
    return Nearest.to(word, Verb.words())
        .map(near -> "there is no command \"" + word + "\"; did you mean " + near + "?")
        .orElse("there is no such command; the commands are " + String.join(", ", Verb.words()));
  }

  private static String lines(List<Effective> effective) {
    return effective.stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  private static String spelled(String argument) {
    return switch (argument) {
      case "-h", "-?" -> "--help";
      case "-V" -> "--version";
      default -> argument;
    };
  }
}
