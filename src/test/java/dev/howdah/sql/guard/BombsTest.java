package dev.howdah.sql.guard;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.howdah.sql.parser.Outcome;
import dev.howdah.sql.parser.Parsers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BombsTest {

  private static final Parsers PARSERS = new Parsers();

  @AfterAll
  static void close() {
    PARSERS.close();
  }

  private static void check(String sql) {
    var outcome = (Outcome.Tree) PARSERS.forServer(180000).parse(sql);
    Bombs.check(Shapes.of(outcome.parsed(), Door.READ).root());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "repeat(repeat('x', 10000), 10000)",
        "replace(repeat('x', 10000), 'x', repeat('y', 10000))",
        "regexp_replace(repeat('x', 10000), 'x', repeat('y', 10000), 'g')",
        "format('%1000000000s', 'x')",
        "format('%1$-100000000s', 'x')",
        "format('%*s', 1000000000, 'x')",
        "array_fill(0, array[10000, 10000])",
        "array_fill(0, '{100000000}'::int[])",
        "lpad('x', 1000 * 100000)",
      })
  void noStringGrowsWhileItIsPlanned(String expression) {
    assertThatThrownBy(() -> check("select " + expression))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("make it smaller");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "format('call %s on 004912345678901', name)",
        "format('%s of %s', 123456789, 987654321)",
        "format('%10s|%-20s', name, 2000000000)",
        "replace(name, 'x', 'yyyyyyyyyyyyyyyy')",
        "array_fill(0, array[100, 100])",
        "repeat('-', 80)",
      })
  void ordinaryStringsMay(String expression) {
    assertThatCode(() -> check("select " + expression + " from customers"))
        .doesNotThrowAnyException();
  }
}
