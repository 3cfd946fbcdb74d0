package dev.howdah.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SqlTest {

  @Test
  void numbersParametersByNameAndOnce() {
    var numbered =
        Sql.of("select * from t where a = :first and b = :second or c = :first").numbered();

    assertThat(numbered.text()).isEqualTo("select * from t where a = $1 and b = $2 or c = $1");
    assertThat(numbered.parameters()).containsExactly("first", "second");
  }

  @Test
  void leavesEverythingElseAlone() {
    var sql =
        Sql.of(
            """
            select ':a', E'\\':b', ":c", $$ :d $$, $x$ {e} $x$, 1::int, a[1 : 2], '{f}' -- :g {h}
            /* :i /* :j */ {k} */ from t where x = :real and y ? 'it''s :l'
            """);

    assertThat(sql.numbered().parameters()).containsExactly("real");
    assertThat(sql.numbered().text()).isEqualTo(sql.toString().replace(":real", "$1"));
  }

  @Test
  void splicesNamesQuoted() {
    var sql = Sql.of("select * from {table} where id = :id");

    assertThat(sql.with("table", Identifier.of("a\"b", "T; drop")).numbered().text())
        .isEqualTo("select * from \"a\"\"b\".\"T; drop\" where id = $1");
    assertThatThrownBy(sql::numbered).hasMessage("no name was given for {table}");
  }

  @Test
  void splicesTextsOfOurs() {
    var sql = Sql.of("select ({what}) from t where x = :x");

    assertThat(sql.with("what", Sql.of("select y from u where z = :z")).numbered())
        .isEqualTo(
            new Sql.Numbered(
                "select (select y from u where z = $1) from t where x = $2", List.of("z", "x")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\0b"})
  void refusesNamesThatCannotExist(String name) {
    assertThatThrownBy(() -> Identifier.of(name)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Identifier.of(name, "t")).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({"t, '\"t\"'", "Ünï, '\"Ünï\"'", "a.b, '\"a.b\"'", "'a\"b', '\"a\"\"b\"'"})
  void quotesNames(String name, String quoted) {
    assertThat(Identifier.of(name).quoted()).isEqualTo(quoted);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "select 1", "select '€ 👍'", "select 1; select 2"})
  void takesAgentsTextAsItStands(String text) {
    assertThat(AgentSql.of(text).text()).isEqualTo(text);
  }

  @Test
  void refusesAgentsTextThatIsNotReadable() {
    assertThatThrownBy(() -> AgentSql.of("select '\0'"))
        .hasMessageContaining("U+0000 at position 9");
    assertThatThrownBy(() -> AgentSql.of("select '\ud83d'")).hasMessageContaining("surrogate");
    assertThatThrownBy(() -> AgentSql.of("€".repeat(22_000)))
        .hasMessage(
            "The statement is 66000 bytes long; at most 65536 are allowed. Pass long values as"
                + " parameters.");
    assertThat(AgentSql.of("x".repeat(AgentSql.MAX_BYTES)).text()).hasSize(65_536);
  }
}
