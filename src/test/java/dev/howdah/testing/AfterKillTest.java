package dev.howdah.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A JVM that is killed, and cannot clean up, leaves no server behind. */
class AfterKillTest {

  private static final int SECONDS_TO_GO = 180;

  /** Starts one server, says so, and waits to be killed. */
  static final class Child {

    private Child() {}

    /** The argument is a version of PostgreSQL, or {@code rabbitmq}. */
    public static void main(String[] arguments) throws IOException {
      var servers = new TestServers(System.getenv());
      var server =
          arguments[0].equals("rabbitmq")
              ? servers.rabbitmq(4)
              : servers.postgres(Integer.parseInt(arguments[0]));
      System.out.println("started " + server.getClass().getSimpleName());
      System.in.read();
    }
  }

  @Nested
  @OnPostgres(15)
  class OfInstalledPostgres {
    @Test
    void nothingIsLeft() throws Exception {
      assertNothingIsLeft("15", "started PostgresServer", "postgres");
    }
  }

  @Nested
  @OnPostgres(17)
  class OfPostgresWithPgvector {
    @Test
    void nothingIsLeft() throws Exception {
      assertNothingIsLeft("17", "started PostgresServer", "postgres");
    }
  }

  @Nested
  @NeedsRabbitmq
  class OfRabbitmq {
    @Test
    void nothingIsLeft() throws Exception {
      assertNothingIsLeft("rabbitmq", "started RabbitmqServer", "epmd");
    }
  }

  private static void assertNothingIsLeft(String argument, String words, String program)
      throws Exception {
    var child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                argument)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var output = child.inputReader(StandardCharsets.UTF_8)) {
      assertThat(output.readLine()).isEqualTo(words);
      var family = child.descendants().toList();
      assertThat(family)
          .map(each -> each.info().command().orElse(""))
          .anyMatch(path -> path.endsWith("/" + program));
      var folders =
          family.stream().flatMap(each -> folder(each).stream()).collect(Collectors.toSet());
      assertThat(folders).hasSize(1);

      child.destroyForcibly();
      for (var each : family) {
        each.onExit().get(SECONDS_TO_GO, TimeUnit.SECONDS);
      }
      assertThat(folders).noneMatch(Files::exists);
      assertThat(processesThatMention(folders.iterator().next().getFileName())).isEmpty();
    } finally {
      child.destroyForcibly();
    }
  }

  /** The temporary folder that the process works in, if it does. */
  private static Optional<Path> folder(ProcessHandle process) {
    try {
      var working = Files.readSymbolicLink(Path.of("/proc", "" + process.pid(), "cwd"));
      for (var path = working; path != null; path = path.getParent()) {
        if (path.toString().matches(".*/tmp/howdah-[^/]+")) {
          return Optional.of(path);
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      // It has ended, or is another user's.
      return Optional.empty();
    }
  }

  /** Those that were started with the folder's name in their environment, daemons among them. */
  private static List<ProcessHandle> processesThatMention(Path name) {
    return ProcessHandle.allProcesses()
        .filter(process -> environment(process).contains(name.toString()))
        .toList();
  }

  private static String environment(ProcessHandle process) {
    try {
      return Files.readString(
          Path.of("/proc", "" + process.pid(), "environ"), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }
}
