package dev.howdah.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsReaderTest {

  /** How an elephant walks. */
  public enum Gait {
    WALK,
    SLOW_AMBLE
  }

  /** One elephant. */
  public record Elephant(
      @Option(value = "none", help = "Its name.", entryName = true) String name,
      @Option(help = "The word it obeys.", env = "OLD_WORD", flags = "word") @Nullable Secret word,
      @Option(
              value = "3",
              help = "How many it carries.",
              env = {"RIDERS", "OLDER_RIDERS"})
          int riders,
      @Option(value = "1h", help = "Longest march.", env = "MARCH_MS:ms") Duration longestMarch,
      @Option(value = "walk", help = "How it walks.") Gait gait,
      @Option(value = "true", help = "Whether it is tame.") boolean tame,
      @Option(help = "What it eats.") List<String> food) {
    public Elephant {
      if (riders < 0) {
        throw new IllegalArgumentException("riders must be at least 0, was " + riders);
      }
      if (longestMarch.isZero()) {
        throw new IllegalArgumentException("longest-march must not be zero");
      }
      if (word != null && word.reveal().startsWith("bad")) {
        throw new IllegalArgumentException("word must not be " + word.reveal());
      }
    }
  }

  /** A herd. */
  public record Herd(
      @Option(help = "The first elephant.") Elephant lead,
      @Option(help = "The others.", env = "OTHERS") Map<String, Elephant> others) {}

  private static final SettingsReader<Herd> READER = new SettingsReader<>(Herd.class);

  @TempDir private Path directory;

  @Test
  void aFlagBeatsAVariableBeatsTheFileBeatsTheDefault() throws IOException {
    String file = file("lead: {riders: 4}");
    assertThat(lead(Map.of()).riders()).isEqualTo(3);
    assertThat(lead(Map.of(), "--config", file).riders()).isEqualTo(4);
    assertThat(lead(Map.of("RIDERS", "5"), "--config", file).riders()).isEqualTo(5);
    assertThat(lead(Map.of("RIDERS", "5", "HOWDAH_LEAD_RIDERS", "6")).riders()).isEqualTo(6);
    assertThat(lead(Map.of("RIDERS", "5", "HOWDAH_CONFIG", file), "--lead.riders=7").riders())
        .isEqualTo(7);
  }

  @Test
  void warnsWhenSourcesDisagree() throws IOException {
    String file = file("lead.riders: 4");
    assertThat(accepted(Map.of("OLDER_RIDERS", "4", "RIDERS", "5"), "--config", file).warnings())
        .containsExactly(
            "lead.riders is taken from RIDERS; another value comes from OLDER_RIDERS and " + file);
    assertThat(accepted(Map.of("OLDER_RIDERS", "4"), "--config", file).warnings()).isEmpty();
    assertThat(accepted(Map.of(), "--lead.riders=4", "--lead.riders=5").warnings())
        .containsExactly("lead.riders is given twice; the last one, --lead.riders, is used");
  }

  @Test
  void comparesWhatSourcesMeanAndNotHowTheyWriteIt() {
    assertThat(accepted(Map.of("MARCH_MS", "1800000"), "--lead.longest-march=30m").warnings())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "--lead.tame, true",
    "--no-lead.tame, false",
    "--lead.tame=off, false",
    "--lead.tame no, false",
    "--lead.tame 1, true"
  })
  void readsSwitches(String flags, boolean tame) {
    assertThat(lead(Map.of(), flags.split(" ", -1)).tame()).isEqualTo(tame);
  }

  @Test
  void readsLists() throws IOException {
    assertThat(lead(Map.of("HOWDAH_LEAD_FOOD", "grass, bark,")).food())
        .containsExactly("grass", "bark");
    assertThat(lead(Map.of(), "--lead.food=grass", "--lead.food", "bark").food())
        .containsExactly("grass", "bark");
    assertThat(lead(Map.of(), "--config", file("lead:\n  food: ['a, b', 010]\n")).food())
        .containsExactly("a, b", "010");
  }

  @Test
  void readsMapsFromEverySource() throws IOException {
    String file = file("others:\n  Raja-1:\n    longest_march: 2m\n  old: {}\n");
    var others =
        accepted(
                Map.of(
                    "HOWDAH_OTHERS_RAJA_1_RIDERS",
                    "1",
                    "OTHERS",
                    "[{\"name\":\"rani\",\"riders\":2}]"),
                "--config=" + file,
                "--others.moti.gait=slow-amble")
            .settings()
            .others();
    assertThat(others).containsOnlyKeys("Raja-1", "rani", "moti");
    assertThat(others.get("Raja-1"))
        .isEqualTo(elephant("Raja-1", 1, Duration.ofMinutes(2), Gait.WALK));
    assertThat(others.get("rani")).isEqualTo(elephant("rani", 2, Duration.ofHours(1), Gait.WALK));
    assertThat(others.get("moti"))
        .isEqualTo(elephant("moti", 3, Duration.ofHours(1), Gait.SLOW_AMBLE));
  }

  @Test
  void reportsEverythingThatIsWrongAtOnce() throws IOException {
    String file = file("lead:\n  ridres: 1\n  gait: {}\nothers: 3\n");
    assertThat(
            refused(
                Map.of("RIDERS", "-1", "HOWDAH_LEAD_TAM", "1", "HOWDAH_LEAD_TAME", "maybe"),
                "--config=" + file,
                "--lead.longest-march=0s",
                "--gait=walk",
                "--lead.gait"))
        .containsExactlyInAnyOrder(
            "there is no option --gait; did you mean --lead.gait?",
            "--lead.gait needs a value: --lead.gait=walk|slow-amble",
            "there is no variable HOWDAH_LEAD_TAM; did you mean HOWDAH_LEAD_TAME?",
            "lead.tame must be true or false, was \"maybe\" (from HOWDAH_LEAD_TAME)",
            file + " has the unknown key lead.ridres; did you mean lead.riders?",
            "lead.gait must be one value (from " + file + ")",
            "others must hold settings, each as \"key: value\" (from " + file + ")",
            "lead.riders must be at least 0, was -1 (from RIDERS)",
            "lead.longest-march must not be zero (from --lead.longest-march)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--lead.riders=two          | must be a whole number, was \"two\"",
        "--lead.riders=3000000000   | must be a whole number, was \"3000000000\"",
        "--lead.riders=             | must not be empty",
        "--lead.longest-march=30    | must be a duration such as 500ms, 30s or 5m, was \"30\"",
        "--lead.gait=gallop         | must be walk or slow-amble, was \"gallop\"",
        "--lead.tame=maybe          | must be true or false, was \"maybe\"",
        "--lead.word=@/no/such/file | must be text, or @ and the path of a readable file",
        "--lead.gait=http://a:b@c/  | must be walk or slow-amble, was \"http://***@c/\""
      })
  void saysWhatWouldBeRight(String flag, String right) {
    String name = flag.substring(0, flag.indexOf('='));
    assertThat(refused(Map.of(), flag))
        .containsExactly(name.substring(2) + " " + right + " (from " + name + ")");
  }

  @Test
  void readsASecretFromAFile() throws IOException {
    Elephant lead = lead(Map.of("OLD_WORD", "@" + file("open sesame\n")));
    assertThat(lead.word()).isEqualTo(new Secret("open sesame"));
    assertThat(lead.toString()).contains("word=***").doesNotContain("sesame");
  }

  @Test
  void neverShowsASecret() throws IOException {
    String file = file("lead: {word: badsesame1}\nothers: {a: {word: badsesame2}}\n");
    String malformed = file("lead: {word: *sesame3}");
    String twice = file("lead: {word: sesame4, word: sesame5}");
    assertThat(
            List.of(
                read(Map.of(), "--config", file),
                read(Map.of(), "--config", malformed),
                read(Map.of(), "--config", twice),
                read(Map.of("OLD_WORD", "sesame6", "HOWDAH_LEAD_WORD", "sesame7")),
                read(Map.of("OTHERS", "[{\"name\":\"a\",\"word\":\"sesame8")),
                read(Map.of("OTHERS", "sesame9:sesame")),
                read(Map.of(), "--wrd=sesame10", "--word", "badsesame11"),
                read(Map.of(), "--wrd", "sesame12", "--sesame13:sesame@host"),
                read(Map.of(), "--word=sesame14", "--word=sesame15")))
        .allSatisfy(reading -> assertThat(reading.toString()).doesNotContain("sesame"));
    assertThat(refused(Map.of(), "--config", malformed))
        .containsExactly(malformed + " is not valid YAML, line 1, column 14");
  }

  @Test
  void suggestsKeysInTheEntryThatWasNamed() throws IOException {
    String file = file("others: {rani: {tme: no}}");
    assertThat(refused(Map.of(), "--others.raja.rdiers=1", "--config", file))
        .containsExactly(
            "there is no option --others.raja.rdiers; did you mean --others.raja.riders?",
            file + " has the unknown key others.rani.tme; did you mean others.rani.tame?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HOWDAH_JAVA_HOME=/opt/jdk",
        "HOWDAH_SERVICE_HOST=10.0.0.1",
        "HOWDAH_PORT=tcp://10.0.0.1:80",
        "HOWDAH_PORT_80_TCP_ADDR=10.0.0.1",
        "HOWDAH_LEAD_RIDERS="
      })
  void passesOverVariablesThatAreNotMeant(String variable) {
    String name = variable.substring(0, variable.indexOf('='));
    String value = variable.substring(name.length() + 1);
    assertThat(lead(Map.of(name, value))).isEqualTo(lead(Map.of()));
  }

  @Test
  void takesAKeyWithNothingAfterItAsNotSet() throws IOException {
    String file = file("lead:\n  riders:\n  word: ~\nothers:\n");
    var read = (Reading.Accepted<Herd>) read(Map.of(), "--config", file);
    assertThat(read.settings().lead()).isEqualTo(lead(Map.of()));
  }

  @Test
  void refusesAFileThatIsNotThere() {
    assertThat(refused(Map.of("HOWDAH_CONFIG", "/no/such.yaml")))
        .containsExactly(
            "the file /no/such.yaml (from HOWDAH_CONFIG) does not exist or cannot be read");
    assertThat(refused(Map.of(), "--config"))
        .containsExactly("--config needs a value: --config=FILE");
  }

  @Test
  void keepsWordsAndSwitchesApartFromSettings() {
    var arguments =
        READER.arguments(
            List.of("walk", "--lead.tame", "--word", "x", "far", "--fast"), Set.of("fast"));
    assertThat(arguments.words()).containsExactly("walk", "far");
    assertThat(arguments.switches()).containsExactly("fast");
    assertThat(arguments.problems()).isEmpty();
  }

  private static Elephant elephant(String name, int riders, Duration march, Gait gait) {
    return new Elephant(name, null, riders, march, gait, true, List.of());
  }

  private String file(String text) throws IOException {
    return Files.writeString(Files.createTempFile(directory, "settings", ".yaml"), text).toString();
  }

  private static Reading<Herd> read(Map<String, String> environment, String... arguments) {
    return READER.read(READER.arguments(Arrays.asList(arguments), Set.of()), environment);
  }

  private static Reading.Accepted<Herd> accepted(
      Map<String, String> environment, String... arguments) {
    return (Reading.Accepted<Herd>) read(environment, arguments);
  }

  private static Elephant lead(Map<String, String> environment, String... arguments) {
    return accepted(environment, arguments).settings().lead();
  }

  private static List<String> refused(Map<String, String> environment, String... arguments) {
    return ((Reading.Refused<Herd>) read(environment, arguments)).problems();
  }
}
