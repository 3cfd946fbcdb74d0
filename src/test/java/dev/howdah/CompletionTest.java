package dev.howdah;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionTest {

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh", "fish"})
  void theShellCanReadIt(String shell) throws Exception {
    assumeTrue(isInstalled(shell), shell + " is not installed");
    assertThat(run(shell, "-n", script(shell).toString())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh", "fish"})
  void knowsEveryFlagAndCommand(String shell) {
    assertThat(text(shell))
        .contains("database.statement-timeout", "dsn", "no-database.read-only", "print-config")
        .contains("streamable-http", "completion", "config")
        .doesNotContain("<name>", "{flags}", "{values}", "{silent}", "{shells}", "{commands}");
  }

  @ParameterizedTest
  @CsvSource({
    "howdah de, demo",
    "howdah completion f, fish",
    "howdah --transport = st, stdio streamable-http",
    "howdah --transport s, stdio streamable-http sse",
    "howdah serve --database.pool-m, --database.pool-max= --database.pool-min=",
    "howdah --no-http.l, --no-http.legacy-sse"
  })
  void bashCompletes(String line, String words) throws Exception {
    assumeTrue(isInstalled("bash"), "bash is not installed");
    assertThat(bash(line)).isEqualTo(words);
  }

  @Test
  void bashOffersNoCommandWhereAValueIsDue() throws Exception {
    assumeTrue(isInstalled("bash"), "bash is not installed");
    assertThat(bash("howdah --dsn d")).isEmpty();
  }

  private String bash(String line) throws IOException, InterruptedException {
    String program =
        "source "
            + script("bash")
            + "; COMP_WORDS=("
            + line
            + "); "
            + "COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _howdah; echo \"${COMPREPLY[*]}\"";
    return run("bash", "-c", program).strip();
  }

  private Path script(String shell) throws IOException {
    return Files.writeString(directory.resolve("howdah." + shell), text(shell));
  }

  private static String text(String shell) {
    var command = new CommandLine("1.0", Map.of()).parse(List.of("completion", shell));
    return ((Command.Print) command).text();
  }

  private static boolean isInstalled(String shell) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
        .anyMatch(path -> Files.isExecutable(Path.of(path, shell)));
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
