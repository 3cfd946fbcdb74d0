package dev.howdah.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Markdown, as a parser of it reads a table: GFM, Tables (extension). */
class TextLinesTest {

  private static final int CELLS = 20_000;
  private static final int LONGEST = 12;

  /** What begins or ends emphasis, code and the like, twice as often as what is between. */
  private static final String MARKS = "_*~`_*~`ab9 ";

  private static final String SIGNS = "_*~`|\\[]()!<>&;#:.-+'\"/=ab9 é—";

  private static final Parser PARSER =
      Parser.builder().extensions(List.of(TablesExtension.create())).build();

  @ParameterizedTest
  @ValueSource(strings = {MARKS, SIGNS})
  void showsEachValueAsItIs(String alphabet) throws IOException {
    var random = new Random(4);
    List<String> values = new ArrayList<>();
    for (int i = 0; i < CELLS; i++) {
      var value = new StringBuilder();
      for (int length = 1 + random.nextInt(LONGEST); value.length() < length; ) {
        value.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      values.add(value.toString());
    }
    assertShown(values);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"__init__", "__b__", "___b___", "__a__b__", "a_b_c", "_a_", "a__b", "__", "9_9_9"})
  void showsUnderscoresAsTheyAre(String value) throws IOException {
    assertShown(List.of(value));
  }

  @ParameterizedTest
  @CsvSource({"order_item_id, order_item_id", "__init__, \\_\\_init\\_\\_", "a__b, a\\_\\_b"})
  void escapesNoUnderscoreThatIsAloneInAWord(String value, String written) throws IOException {
    assertThat(markdown(List.of("c"), List.of(value))).endsWith("\n| " + written + " |\n");
  }

  @Test
  void isATableWithoutColumns() throws IOException {
    assertThat(markdown(List.of(), List.of())).isEqualTo("|  |\n| --- |\n");
    var out = new ByteArrayOutputStream();
    TextLines.write(TextLines.Form.MARKDOWN, List.of(), List.of(List.of(), List.of()), out);
    Node table = PARSER.parse(out.toString(StandardCharsets.UTF_8)).getFirstChild();
    assertThat(table).isInstanceOf(TableBlock.class);
    assertThat(table.getNext()).isNull();
  }

  /** Blanks around a value are not told by Markdown. */
  private static void assertShown(List<String> values) throws IOException {
    Node table = PARSER.parse(markdown(List.of("c"), values)).getFirstChild();
    assertThat(table).isInstanceOf(TableBlock.class);
    assertThat(table.getNext()).isNull();
    List<String> shown = new ArrayList<>();
    Node body = table.getLastChild();
    for (Node row = body.getFirstChild(); row != null; row = row.getNext()) {
      Node cell = row.getFirstChild();
      assertThat(cell).isInstanceOf(TableCell.class);
      assertThat(cell.getNext()).isNull();
      shown.add(text(cell));
    }
    assertThat(shown).isEqualTo(values.stream().map(String::strip).toList());
  }

  /** The text of a cell; anything but text in it is shown by its kind. */
  private static String text(Node cell) {
    var text = new StringBuilder();
    for (Node each = cell.getFirstChild(); each != null; each = each.getNext()) {
      text.append(each instanceof Text plain ? plain.getLiteral() : each.toString());
    }
    return text.toString();
  }

  private static String markdown(List<String> columns, List<String> values) throws IOException {
    List<List<@Nullable String>> rows = new ArrayList<>();
    for (String value : values) {
      List<@Nullable String> row = new ArrayList<>();
      row.add(value);
      rows.add(row);
    }
    var out = new ByteArrayOutputStream();
    TextLines.write(TextLines.Form.MARKDOWN, columns, rows, out);
    return out.toString(StandardCharsets.UTF_8);
  }
}
