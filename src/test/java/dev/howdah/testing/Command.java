package dev.howdah.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A command that ends by itself, or is ended.
 *
 * @param environment added to our own
 */
public record Command(List<String> line, Path folder, Map<String, String> environment) {

  public Command {
    line = List.copyOf(line);
    environment = Map.copyOf(environment);
  }

  public static Command of(String... line) {
    return new Command(List.of(line), Path.of("").toAbsolutePath(), Map.of());
  }

  public Command in(Path other) {
    return new Command(line, other, environment);
  }

  public Command with(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(environment);
    all.putAll(more);
    return new Command(line, folder, all);
  }

  /** Runs it to its end; fails when that takes longer. */
  public Result run(Duration limit) {
    try {
      Path out = Files.createTempFile("howdah-command", ".out");
      Path err = Files.createTempFile("howdah-command", ".err");
      try {
        ProcessBuilder builder =
            new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
          process.getOutputStream().close();
          if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError(
                "%s did not end within %s; it said:%n%s%n%s"
                    .formatted(line, limit, read(out), read(err)));
          }
        } finally {
          process.descendants().forEach(ProcessHandle::destroyForcibly);
          process.destroyForcibly();
        }
        return new Result(line, process.exitValue(), read(out), read(err));
      } finally {
        Files.deleteIfExists(out);
        Files.deleteIfExists(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while running " + line, e);
    }
  }

  private static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  /** What came of it. */
  public record Result(List<String> line, int exit, String out, String err) {

    public Result {
      line = List.copyOf(line);
    }

    /** The same result, if the command ended so. */
    public Result expectExit(int expected) {
      if (exit != expected) {
        throw new AssertionError(
            "%s ended with %d, not %d; it said:%n%s%n%s".formatted(line, exit, expected, out, err));
      }
      return this;
    }
  }
}
