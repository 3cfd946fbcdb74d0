package dev.howdah.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class SinceTest {

  @Test
  void readsDurations() {
    assertThat(Since.read("since", "pt1h")).isEqualTo(new Since(3600.0, null));
    assertThat(Since.read("since", "2W")).isEqualTo(new Since(1_209_600.0, null));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-05-11T08:00:00Z, 2026-05-11T08:00Z",
    "2026-05-11t08:00:00.123456z, 2026-05-11T08:00:00.123456Z",
    "2026-05-11T08:00+13:45, 2026-05-11T08:00+13:45",
    "' 2026-02-28T23:59:59-01:00', 2026-02-28T23:59:59-01:00"
  })
  void readsTimes(String text, String at) {
    assertThat(Since.read("since", text)).isEqualTo(new Since(null, at));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " "})
  void readsNothing(String text) {
    assertThat(Since.read("since", text)).isEqualTo(new Since(null, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-05-11",
        "2026-02-30T08:00:00Z",
        "2026-05-11 08:00:00Z",
        "0000-01-01T00:00:00Z",
        "yesterday",
        "PT0S",
        "P1Y",
        "1"
      })
  void refusesWhatHasNoPlaceInTime(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Since.read("since", text))
        .withMessageStartingWith("since must ")
        .withMessageEndingWith("was " + text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-05-11T08:00:00", "2026-05-11 08:00"})
  void asksForTheOffsetWhereOnlyThatIsMissing(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Since.read("since", text))
        .withMessageEndingWith(
            "was " + text + "; add the offset: Z for UTC, or one such as +02:00");
  }
}
