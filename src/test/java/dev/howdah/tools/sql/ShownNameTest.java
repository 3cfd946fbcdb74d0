package dev.howdah.tools.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ShownNameTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "orders       | \"orders\"",
        "Order Items  | \"Order Items\"",
        "a  b         | \"a \\0020b\"",
        "größe_1$-x   | \"größe_1$-x\"",
        "注文          | \"注文\"",
        "a\"b         | \"a\\0022b\"",
        "a¶b          | \"a\\000Ab\"",
        "a\\b         | \"a\\005Cb\"",
        "a\u202Eb     | \"a\\202Eb\"",
        "\u05D0       | \"\\05D0\"",
        "\uD83D\uDE00 | \"\\+01F600\"",
        "a\u00A0b     | \"a\\00A0b\"",
        "a:1?         | \"a\\003A1\\003F\"",
      })
  void escapesWhatCouldBeReadAsSomethingElse(String name, String shown) {
    assertThat(ShownName.quoted(name.replace('¶', '\n'))).isEqualTo(shown);
  }

  @Test
  void aLongNameIsCutVisibly() {
    assertThat(ShownName.quoted("\n".repeat(1000))).hasSizeLessThan(310).endsWith("…\"");
  }
}
