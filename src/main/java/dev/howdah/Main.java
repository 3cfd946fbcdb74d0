package dev.howdah;

import dev.howdah.auth.Permissions;
import dev.howdah.observe.Logs;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Starts the server from the command line. */
public final class Main {

  private Main() {}

  /** Runs one command; see {@code howdah help}. */
  public static void main(String[] args) {
    OutputStream standardOutput = new FileOutputStream(FileDescriptor.out);
    // Standard output belongs to the protocol; whatever else is printed must not get into it.
    System.setOut(System.err);
    Surroundings surroundings =
        new Surroundings(
            System.getenv(),
            Boolean.getBoolean("howdah.terminal"),
            System.getProperty("howdah.launcher", "howdah"),
            version(),
            new FileInputStream(FileDescriptor.in),
            standardOutput);
    System.exit(run(List.of(args), surroundings));
  }

  private static int run(List<String> arguments, Surroundings surroundings) {
    Command command =
        new CommandLine(surroundings.version(), surroundings.environment()).parse(arguments);
    try {
      return switch (command) {
        case Command.Print print -> print(print, surroundings);
        case Command.Invalid(List<String> messages) -> {
          messages.forEach(message -> System.err.println("howdah: " + message));
          yield Command.Invalid.EXIT_CODE;
        }
        case Command.Serve(Settings settings, Permissions permissions, List<String> warnings) -> {
          begin(settings, warnings);
          yield App.serve(settings, permissions, surroundings);
        }
        case Command.Demo(Settings settings, Permissions permissions, List<String> warnings) -> {
          begin(settings, warnings);
          yield Demo.run(settings, permissions, surroundings);
        }
        case Command.Doctor(Settings settings, Permissions permissions, List<String> warnings) -> {
          begin(settings, warnings);
          yield print(
              Doctor.examine(settings, permissions, surroundings.environment()), surroundings);
        }
      };
    } catch (IllegalArgumentException e) {
      System.err.println("howdah: " + e.getMessage());
      return Command.Invalid.EXIT_CODE;
    } catch (IOException e) {
      System.err.println("howdah: " + e.getMessage());
      return 1;
    }
  }

  private static int print(Command.Print print, Surroundings surroundings) {
    new PrintStream(surroundings.output(), true, StandardCharsets.UTF_8).print(print.text());
    return print.exitCode();
  }

  private static void begin(Settings settings, List<String> warnings) {
    Logs.prepare(settings.log());
    if (!warnings.isEmpty()) {
      Logger log = System.getLogger("dev.howdah");
      warnings.forEach(warning -> log.log(Level.WARNING, warning));
    }
  }

  private static String version() {
    return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
        .orElse("unpackaged");
  }
}
