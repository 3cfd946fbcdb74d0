package dev.howdah.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizeTest {

  @ParameterizedTest
  @CsvSource({"0B, 0, 0B", "64kB, 65536, 64kB", "1024 mb, 1073741824, 1GB", "1025B, 1025, 1025B"})
  void readsAndPrintsUnits(String text, long bytes, String printed) {
    assertThat(Size.parse(text)).isEqualTo(new Size(bytes)).hasToString(printed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "MB", "-1B", "1.5MB", "1TB", "9999999999GB"})
  void refusesWhatIsNoSize(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Size.parse(text));
  }
}
