package dev.howdah.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ElementsTest {

  @Test
  void separatesAtCommas() {
    assertThat(Elements.of("a, b,,c")).containsExactly("a", " b", "", "c");
  }

  @Test
  void keepsParenthesesAndQuotesWhole() {
    assertThat(Elements.of("f(int4, text),\"a,b\".c,(\"(\",x),d"))
        .containsExactly("f(int4, text)", "\"a,b\".c", "(\"(\",x)", "d");
  }

  @Test
  void readsJson() {
    assertThat(Elements.of(" [\"SELECT\", \"a,b\"] ")).containsExactly("SELECT", "a,b");
    assertThat(Elements.of("[]")).isEqualTo(List.of(""));
  }

  @Test
  void takesOtherBracketsAsTheyStand() {
    assertThat(Elements.of("[[a], b]")).containsExactly("[[a]", " b]");
    assertThat(Elements.of("[\"a]")).containsExactly("[\"a]");
  }
}
