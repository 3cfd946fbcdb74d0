package dev.howdah.sql.guard;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.howdah.sql.parser.Outcome;
import dev.howdah.sql.parser.Parsers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
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
    var root = Shapes.of(outcome.parsed(), Door.READ).root();
    Bombs.check(root);
    Searches.check(root);
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select repeat('a', 200000) like '%' || repeat('a', 100000) || 'b%'",
        "select repeat('a', 200000) not ilike '%' || repeat('a', 100000) || 'b%'",
        "select repeat('a', 200000) ~~ any (array['b', '%' || repeat('a', 100000) || 'b%'])",
        "select textlike(repeat('a', 200000), '%' || repeat('a', 100000) || 'b%')",
        "select position('b' || repeat('a', 150000) in repeat('a', 300000))",
        "select strpos(repeat('a', 300000), 'b' || repeat('a', 150000))",
        "select replace(lpad('a', 300000), 'b' || rpad('a', 150000), '')",
        "select split_part(repeat('a', 300000), 'b' || repeat('a', 150000), 2)",
        "select * from string_to_table(repeat('a', 300000), 'b' || repeat('a', 150000))",
        "select translate(repeat('a', 40000), repeat('b', 20000) || 'a', 'x')",
        "select trim(both repeat('b', 20000) || 'a' from repeat('a', 40000))",
        "select array_fill(1, array[20000]) && array_fill(2, array[20000])",
        "with a as (select repeat('a', 200000) s, repeat('b', 100000) p) select s like p from a",
        "select s like s from (values (repeat('a', 200000))) v(s)",
        "select s like s from repeat('a', 200000) s",
        "select (select repeat('a', 200000)) like (select repeat('a', 200000))",
      })
  void noLongTextIsSearchedForALongOne(String sql) {
    assertThatThrownBy(() -> check(sql))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("make them shorter");
  }

  @Test
  void manySearchesAreAsMuchAsALongOne() {
    String one = "repeat('a', 20000) like '%' || repeat('a', 10000) || 'b%'";

    assertThatCode(() -> check("select " + one)).doesNotThrowAnyException();
    assertThatThrownBy(() -> check("select " + one + " or " + one + " or " + one))
        .isInstanceOf(Refusal.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select name like '%a%' and repeat(name, 1000) like '%b%' from customers",
        "select split_part(repeat('a,', 100000), ',', 3), translate(repeat('a', 100000), 'abc', '')",
        "select array_fill(1, array[1000]) @> array[1, 2, 3]",
        "select count(*) from (select repeat('a', 10000) s) t where s like '%b'",
      })
  void ordinarySearchesMay(String sql) {
    assertThatCode(() -> check(sql)).doesNotThrowAnyException();
  }
}
