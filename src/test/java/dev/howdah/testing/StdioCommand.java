package dev.howdah.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command lines that start a server on standard input and output. */
public final class StdioCommand {

  private StdioCommand() {}

  /** The fixture, in a process of its own. */
  public static List<String> fixture() {
    return java(FixtureMain.class.getName(), List.of());
  }

  /** The server as the launcher starts it. */
  public static List<String> howdah(String verb, String... arguments) {
    List<String> words = new ArrayList<>(List.of(verb));
    words.addAll(List.of(arguments));
    return java("dev.howdah.Main", words);
  }

  /** A main class of the tests. */
  public static List<String> of(Class<?> main) {
    return java(main.getName(), List.of());
  }

  private static List<String> java(String main, List<String> words) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"));
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(main);
    command.addAll(words);
    return List.copyOf(command);
  }
}
