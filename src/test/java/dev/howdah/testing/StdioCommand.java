package dev.howdah.testing;

import java.nio.file.Path;
import java.util.List;

/** The command lines that start a server on standard input and output. */
public final class StdioCommand {

  private StdioCommand() {}

  /** The fixture, in a process of its own. */
  public static List<String> fixture() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-cp",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        FixtureMain.class.getName());
  }
}
