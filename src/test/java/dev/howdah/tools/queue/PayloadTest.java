package dev.howdah.tools.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.tools.queue.Payload.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        " { \"a\" : [ 1 , -2.5e+3 , true , false , null , \"\\u00e4\\\"\" ] } ",
        "{\"a\":{\"b\":{}},\"c\":[[],[{}]]}",
        "\"text\"",
        "0",
        "-0.5E9",
        "null",
        "\n[\t1\r]\n"
      })
  void knowsJson(String text) {
    assertThat(shown(text, text.length()).kind()).isEqualTo(Kind.JSON);
    assertThat(shown(text, text.length()).preview()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello",
        "{",
        "{}}",
        "{} {}",
        "[1,]",
        "{\"a\"}",
        "{\"a\":1,}",
        "{a:1}",
        "[1 2]",
        "[1}",
        "01",
        "1.",
        "+1",
        "1e",
        "nul",
        "nulls",
        "'a'",
        "\"a",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"a\nb\"",
        "NaN",
        " "
      })
  void knowsTextThatIsNoJson(String text) {
    assertThat(shown(text, text.length()).kind()).isEqualTo(Kind.TEXT);
  }

  /** However it is cut, the beginning of JSON looks like JSON. */
  @Test
  void knowsTheBeginningOfJson() {
    var json = "{\"a\": [1, -2.5e+3, true, null, {\"ä\": \"\\u00e4 \\\\\"}], \"b\": {}, \"c\": []}";
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    for (int length = 1; length < bytes.length; length++) {
      var payload = of(Arrays.copyOf(bytes, length), bytes.length);
      assertThat(payload.kind()).as("%d", length).isEqualTo(Kind.JSON);
      assertThat(payload.truncated()).isTrue();
      assertThat(json).startsWith(payload.preview());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"123", "tru", "hello", "{a", "[1,,", "-"})
  void doesNotTakeTheBeginningOfTextForJson(String text) {
    assertThat(shown(text, 100).kind()).isEqualTo(Kind.TEXT);
  }

  @ParameterizedTest
  @CsvSource({"ff, 1", "80047d, 3", "00, 1", "68690a00, 4", "c3, 1", "1f8b08, 3", "eda080, 3"})
  void showsBinaryAsHex(String hex, int bytes) {
    assertThat(Payload.of("\\x" + hex, bytes))
        .isEqualTo(new Payload(Kind.BINARY, "\\x" + hex, bytes, false));
  }

  @Test
  void showsTheBeginningOfMuchBinary() {
    var payload = of(new byte[1024], 5000);
    assertThat(payload).isEqualTo(new Payload(Kind.BINARY, "\\x" + "00".repeat(1024), 5000, true));
  }

  @Test
  void cutsNoCharacterInTwo() {
    byte[] bytes = "Grüße".getBytes(StandardCharsets.UTF_8);
    assertThat(of(Arrays.copyOf(bytes, 3), bytes.length))
        .isEqualTo(new Payload(Kind.TEXT, "Gr", 7, true));
    assertThat(of(Arrays.copyOf(bytes, 3), 3).kind()).isEqualTo(Kind.BINARY);
  }

  @Test
  void showsNothingWhereNothingIs() {
    var empty = new Payload(Kind.EMPTY, null, 0, false);
    assertThat(Payload.of(null, null)).isEqualTo(empty);
    assertThat(Payload.of("\\x", 0)).isEqualTo(empty);
  }

  /** A reader that calls itself for each level would end here. */
  @Test
  void standsAnyDepth() {
    var deep = "[".repeat(60_000) + "]".repeat(60_000);
    assertThat(shown(deep, deep.length()).kind()).isEqualTo(Kind.JSON);
  }

  private static Payload shown(String text, int bytes) {
    return of(text.getBytes(StandardCharsets.UTF_8), bytes);
  }

  private static Payload of(byte[] start, int bytes) {
    return Payload.of("\\x" + HexFormat.of().formatHex(start), bytes);
  }
}
