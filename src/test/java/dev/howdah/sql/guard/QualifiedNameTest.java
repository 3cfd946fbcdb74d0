package dev.howdah.sql.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QualifiedNameTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      delimiter = '|',
      textBlock =
          """
          orders               | orders       | true  | true
          Orders               | Orders       | true  | true
          Orders               | orders       | false | true
          "Orders"             | Orders       | true  | true
          "Orders"             | orders       | false | false
          "say ""hi"" x"       | say "hi" x   | true  | true
          "a.b"                | a.b          | true  | true
          *                    | anything     | true  | true
          "*"                  | anything     | false | false
          """)
  void comparesAsTheCatalogueSpells(String written, String name, boolean is, boolean mayBe) {
    var part = QualifiedName.parse(written).last();
    assertThat(part.is(name)).isEqualTo(is);
    assertThat(part.mayBe(name)).isEqualTo(mayBe);
  }

  @Test
  void takesPartsApart() {
    var name = QualifiedName.parse("\"My.Shop\".orders.Total");
    assertThat(name.parts()).hasSize(3);
    assertThat(name.qualifier().getFirst().text()).isEqualTo("My.Shop");
    assertThat(name).hasToString("\"My.Shop\".orders.Total");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      delimiter = '|',
      textBlock =
          """
          ''         | empty part
          a.         | empty part
          .a         | empty part
          ""         | empty part
          "a         | not closed
          "a"b       | after a closing quote
          a b. c     | blanks
          a"b        | quotes
          """)
  void refusesWhatIsNoName(String written, String why) {
    assertThatThrownBy(() -> QualifiedName.parse(written))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }
}
