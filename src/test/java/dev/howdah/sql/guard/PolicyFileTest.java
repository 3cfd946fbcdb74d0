package dev.howdah.sql.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyFileTest {

  @Test
  void readsGroupsInSections() {
    var file =
        PolicyFile.parse(
            """
            # comment
            allow: words
              a, b(int4, text),
              c

            extension x
            refuse: it does; do that
              *
            extension y
            """);
    assertThat(file.sections()).containsExactly("extension x", "extension y");
    assertThat(file.entries())
        .containsExactly(
            new PolicyFile.Entry("", "allow", "words", "a"),
            new PolicyFile.Entry("", "allow", "words", "b(int4, text)"),
            new PolicyFile.Entry("", "allow", "words", "c"),
            new PolicyFile.Entry("extension x", "refuse", "it does; do that", "*"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"  a, b", "allow: x\nnames", "allow: x\n  a\nextension y\n  b"})
  void refusesALineThatBelongsNowhere(String text) {
    assertThatThrownBy(() -> PolicyFile.parse(text))
        .hasMessageStartingWith("a line that says nothing: ");
  }

  @Test
  void refusesToDecideTwice() {
    var file = PolicyFile.parse("allow: x\n  a, a(int4)\nrefuse: y\n  a(int4)");
    assertThatThrownBy(() -> new Decisions(file.entries().stream()))
        .hasMessage("a(int4) is decided twice");
  }

  /** A refusal is a sentence: what the function does, then what would work. */
  @ParameterizedTest
  @ValueSource(strings = {"built-ins.txt", "extensions.txt"})
  void everyRefusalSaysWhatWouldWork(String resource) {
    assertThat(PolicyFile.read(resource).entries())
        .filteredOn(entry -> !entry.verb().equals("allow"))
        .isNotEmpty()
        .allSatisfy(entry -> assertThat(entry.words()).startsWith("it ").contains("; "));
  }
}
