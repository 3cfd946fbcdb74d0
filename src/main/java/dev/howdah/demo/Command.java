package dev.howdah.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Runs a program of the system or of PostgreSQL. */
final class Command {

  /**
   * What a finished program left.
   *
   * @param output standard output and standard error, stripped
   */
  record Outcome(int exitCode, String output) {
    boolean succeeded() {
      return exitCode == 0;
    }
  }

  private Command() {}

  /** A process to be, in a neutral folder and language and without PostgreSQL's own variables. */
  static ProcessBuilder prepare(List<String> words) {
    var builder = new ProcessBuilder(words).directory(Path.of("/").toFile());
    var environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("PG"));
    environment.put("LC_ALL", "C");
    return builder.redirectErrorStream(true);
  }

  /** Runs to the end, giving the text as standard input. */
  static Outcome run(List<String> words, String input) throws IOException {
    var process = prepare(words).start();
    Thread.ofPlatform().daemon().start(() -> feed(process, input));
    try (var output = process.getInputStream()) {
      var text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
      return new Outcome(process.waitFor(), text.strip());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while waiting for " + words.getFirst(), e);
    } finally {
      process.destroy();
    }
  }

  /** Runs to the end; a program that is not there has failed, too. */
  static Outcome attempt(List<String> words) {
    try {
      return run(words, "");
    } catch (IOException e) {
      return new Outcome(127, String.valueOf(e.getMessage()));
    }
  }

  private static void feed(Process process, String input) {
    try (var stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // The program stopped reading; its exit code and output say why.
      return;
    }
  }
}
