package dev.howdah;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

  private static final String DSN = "postgresql://me:hunter2@localhost/shop";

  @ParameterizedTest
  @ValueSource(strings = {"--port=1", "serve --port 1", "--port 1 serve"})
  void serves(String line) {
    var serve = (Command.Serve) parse(line);
    assertThat(serve.settings().http().port()).isEqualTo(1);
    assertThat(serve.warnings()).isEmpty();
  }

  @Test
  void servesByDefault() {
    assertThat(new CommandLine("1.0", Map.of()).parse(List.of())).isInstanceOf(Command.Serve.class);
  }

  @Test
  void examines() {
    var doctor = (Command.Doctor) parse("doctor --port 1 --dsn " + DSN);
    assertThat(doctor.settings())
        .isEqualTo(((Command.Serve) parse("--port 1 --dsn " + DSN)).settings());
  }

  @Test
  void theDemoSaysThatItUsesNoOtherDatabase() {
    var demo = (Command.Demo) parse("demo --dsn " + DSN);
    assertThat(demo.warnings()).containsExactly("the demo does not use database.dsn from --dsn");
  }

  @ParameterizedTest
  @CsvSource({
    "version, howdah 1.0",
    "--version, howdah 1.0",
    "-V, howdah 1.0",
    "help, 'Howdah, the PostgreSQL server for AI agents.'",
    "-h --port=x, 'Howdah, the PostgreSQL server for AI agents.'",
    "help completion, Usage: howdah completion bash|zsh|fish",
    "serve --help, Usage: howdah serve [options]",
    "--print-config, transport: stdio  # default",
    "demo --print-config, transport: stdio  # default"
  })
  void prints(String line, String first) {
    var print = (Command.Print) parse(line);
    assertThat(print.text()).startsWith(first + "\n").endsWith("\n");
    assertThat(print.exitCode()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "help",
        "help serve",
        "help demo",
        "help doctor",
        "help help",
        "help completion",
        "help version"
      })
  void helpFitsATerminal(String line) {
    assertThat(((Command.Print) parse(line)).text().lines())
        .allSatisfy(each -> assertThat(each).hasSizeLessThanOrEqualTo(100));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "srve             | there is no command \"srve\"; did you mean serve?",
        "hunter2hunter2   | there is no such command; the commands are serve, demo, doctor, help, completion, version",
        "postgres://a:b@c | a connection string is given as --dsn=postgresql://…",
        "help srve        | there is no command \"srve\"; did you mean serve?",
        "version --prot=1 | there is no option --prot; did you mean --port?",
        "serve hunter2    | there are words too many after \"howdah serve\"",
        "completion       | \"howdah completion\" needs the name of a shell: bash, zsh or fish",
        "completion tcsh  | \"howdah completion\" needs the name of a shell: bash, zsh or fish",
        "--port=x         | http.port must be a whole number, was \"x\" (from --port)"
      })
  void refuses(String line, String message) {
    assertThat(parse(line)).isEqualTo(new Command.Invalid(List.of(message)));
  }

  @Test
  void neverShowsAConnectionString() {
    assertThat(
            List.of(
                parse("--print-config --dsn=" + DSN),
                parse("--dsn " + DSN + " --conn=" + DSN + "2"),
                parse("demo --dsn=" + DSN),
                parse(DSN),
                parse("serve " + DSN),
                parse("help " + DSN),
                parse("--dns " + DSN),
                parse("--databases.a.dsn=" + DSN + " --databases.a.pool-max=0"),
                new CommandLine("1.0", Map.of("MCP_HOST", DSN, "MCP_PORT", DSN)).parse(List.of())))
        .allSatisfy(command -> assertThat(command.toString()).doesNotContain("hunter2"));
  }

  private static Command parse(String line) {
    return new CommandLine("1.0", Map.of()).parse(Arrays.asList(line.split(" ", -1)));
  }
}
