package dev.howdah.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintableTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "plain, Grüße 👍 # plain, Grüße 👍",
        "a\u001b[31mb # a\\u001B[31mb",
        "x\u202ey # x\\u202Ey",
        "\u2066a\u2069 # \\u2066a\\u2069",
        "a\u200bb # a\\u200Bb",
        "\udb40\udc41z # \\u{E0041}z",
        "half \ud83d # half \\uD83D",
        "a\u0000b # a\\u0000b"
      })
  void showsWhatCannotBeSeen(String text, String shown) {
    assertThat(Printable.of(text)).isEqualTo(shown);
  }

  @Test
  void linesAndTabsStay() {
    assertThat(Printable.of("a\n\tb")).isEqualTo("a\n\tb");
  }

  /** What a program reads stays as it is. */
  @Test
  void theMessageOfAFailureIsShownAndItsDetailsAreNot() {
    var failure =
        new CallException(ErrorCode.INVALID_REQUEST, "no \u001bc", Map.of("table", "\u001bc"));

    assertThat(failure.getMessage()).isEqualTo("no \\u001Bc");
    assertThat(failure.details()).containsEntry("table", "\u001bc");
  }
}
