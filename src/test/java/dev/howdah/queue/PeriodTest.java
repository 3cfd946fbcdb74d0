package dev.howdah.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeriodTest {

  @ParameterizedTest
  @CsvSource({
    "PT5M, PT5M",
    "pt5m, PT5M",
    "P1D, PT24H",
    "P1DT2H3M4S, PT26H3M4S",
    "PT90M, PT1H30M",
    "P2W, PT336H",
    "P1W2DT3H, PT219H",
    "2W, PT336H",
    "30d, PT720H",
    "36H, PT36H",
    "90s, PT1M30S",
    "1.5H, PT1H30M",
    "'PT1,5H', PT1H30M",
    "P1DT0.5S, PT24H0.5S",
    "PT0.0015S, PT0.001S",
    "P0DT1S, PT1S",
    "' PT1H ', PT1H",
    "P36500D, PT876000H",
  })
  void readsWhatHasALength(String text, Duration length) {
    assertThat(Period.read("period", text)).isEqualTo(new Period(length));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "  "})
  void takesNothingForNoPeriod(String text) {
    assertThat(Period.read("period", text)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "P",
        "PT",
        "P1DT",
        "1",
        "H",
        "5 minutes",
        "1H30M",
        "T5M",
        "PT1.5H30M",
        "P1.5DT1H",
        "PT5S3M",
        "P1H",
        "PT1D",
        "PT1.H",
        "PT.5H",
        "P1DT5M2H",
        "+PT5H",
        "PT１H",
        "P1DP1D",
        "PT1234567890123S",
        "now",
      })
  void refusesWhatIsNone(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Period.read("threshold", text))
        .withMessage(
            "threshold must be an ISO 8601 duration such as PT5M, PT1.5H, P1D or P2W; was " + text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "P0D", "0W", "-PT5M", "PT-5M", "P-1D", "PT1H-5M", "PT0.0001S"})
  void refusesWhatIsNotLongerThanZero(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Period.read("period", text))
        .withMessage("period must be longer than zero, such as PT1H; was " + text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"P1M", "P1Y", "P1Y2M3D", "15M", "1y", "P1M1D", "P1MT5M"})
  void refusesWhatHasNoFixedLength(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Period.read("period", text))
        .withMessageStartingWith("period must not count years or months")
        .withMessageEndingWith("PT15M); was " + text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"P36501D", "PT876000.001H", "P999999999999W"})
  void refusesWhatIsLongerThanACentury(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Period.read("period", text))
        .withMessageContaining("at most P36500D");
  }

  @Test
  void showsOnlyTheBeginningOfALongText() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Period.read("period", "x".repeat(41)))
        .withMessageEndingWith("was " + "x".repeat(40) + "…");
  }

  @Test
  void tellsItsSeconds() {
    assertThat(Objects.requireNonNull(Period.read("period", "PT1M0.25S")).seconds())
        .isEqualTo(60.25);
  }
}
