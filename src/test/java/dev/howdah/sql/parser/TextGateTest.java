package dev.howdah.sql.parser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextGateTest {

  @Test
  void lets200CommentsAnd1000OperatorsThrough() {
    assertThat(TextGate.refusal("/*".repeat(200) + "*/ ".repeat(200))).isEmpty();
    assertThat(TextGate.refusal("select 1 " + "-".repeat(1000))).isEmpty();
    assertThat(TextGate.refusal("/* */ ".repeat(200))).isEmpty();
    assertThat(TextGate.refusal("select '" + "é".repeat(32_000) + "'")).isEmpty();
  }

  @Test
  void refusesMoreComments() {
    assertThat(TextGate.refusal("/*x".repeat(201))).get().asString().contains("remove comments");
  }

  @ParameterizedTest
  @ValueSource(strings = {"+", "-", "+-*<>=~!@#%^&|`?", "/"})
  void refusesLongRunsOfOperators(String operators) {
    String run = operators.repeat(1001).substring(0, 1001);

    assertThat(TextGate.refusal("select 1 " + run)).get().asString().contains("1000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"select '\0'", "select '\ud800'", "select '\udc00\ud800'"})
  void refusesWhatIsNoText(String text) {
    assertThat(TextGate.refusal(text)).isPresent();
  }

  @Test
  void refusesMoreThan64Kilobytes() {
    assertThat(TextGate.refusal("é".repeat(32_769))).get().asString().contains("65536");
  }
}
