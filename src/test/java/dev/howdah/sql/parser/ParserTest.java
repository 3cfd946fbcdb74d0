package dev.howdah.sql.parser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.sql.parser.Outcome.Refused;
import dev.howdah.sql.parser.Outcome.SyntaxError;
import dev.howdah.sql.parser.Outcome.Tree;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@ValueSource(ints = {150018, 170007, 180004})
class ParserTest {

  private static final Parsers PARSERS = PatientParsers.make();

  private final Parser parser;

  ParserTest(int serverVersionNum) {
    this.parser = PARSERS.forServer(serverVersionNum);
  }

  @AfterAll
  static void close() {
    PARSERS.close();
  }

  @Test
  void readsAStatement() {
    Node select = only("select a.b as c, 1 from t a where x = 'y' -- done");

    assertThat(select.kind()).isEqualTo("SelectStmt");
    assertThat(select.list("targetList")).extracting(Node::kind).containsOnly("ResTarget");
    Node column = select.list("targetList").get(0);
    assertThat(column.text("name")).isEqualTo("c");
    assertThat(column.location()).isEqualTo(7);
    assertThat(column.child("val").list("fields"))
        .extracting(field -> field.text("sval"))
        .containsExactly("a", "b");
    assertThat(select.list("fromClause").get(0).child("alias").kind()).isEqualTo("Alias");
  }

  private Node only(String text) {
    List<Parsed.Statement> statements = parsed(text).statements();
    assertThat(statements).hasSize(1);
    return statements.get(0).node();
  }

  private Parsed parsed(String text) {
    assertThat(parser.parse(text)).isInstanceOf(Tree.class);
    return ((Tree) parser.parse(text)).parsed();
  }

  @Test
  void saysWhatIsWrongAndWhere() {
    assertThat(parser.parse("select 'é' form t"))
        .isEqualTo(new SyntaxError("syntax error at or near \"t\"", 17));
  }

  @Test
  void refusesWhatTheGateRefuses() {
    assertThat(parser.parse("/*".repeat(201))).isInstanceOf(Refused.class);
  }
}
