package dev.howdah.tools.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The forms in which rows are shown to a model. */
@OnPostgres
final class FormatTest {

  private final TestDatabase database;

  FormatTest(TestDatabase database) {
    this.database = database;
  }

  private String shown(String format, @Nullable String... values) {
    try (var client = ToolClient.of(database, database.reader())) {
      var sql = new StringBuilder("select ");
      for (int i = 1; i <= values.length; i++) {
        sql.append(i > 1 ? ", " : "").append("$").append(i).append("::text as c").append(i);
      }
      var arguments = Json.object().put("sql", sql.toString()).put("format", format);
      arguments.set("params", Json.MAPPER.valueToTree(values));
      return ToolClient.text(client.call("query", arguments));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '"',
      value = {
        "a|b # a\\|b",
        "back\\slash # back\\\\slash",
        "`rm -rf` # \\`rm -rf\\`",
        "<img src=x onerror=y> # \\<img src=x onerror=y>",
        "&lt; # \\&lt;",
        "![x](https://a.example/?q=1) # !\\[x](https://a.example/?q=1)",
        "*bold* # \\*bold\\*",
        "snake_case_name # snake_case_name",
        "_italic_ # \\_italic\\_",
        "~~gone~~ # \\~\\~gone\\~\\~",
        "\"two\nlines\" # two<br>lines",
        "Grüße 👍 # Grüße 👍",
        "👩\u200d🚀 # 👩\u200d🚀",
        "all \u001b[2Jgone # all \\u001B\\[2Jgone",
        "pay \u202e001 # pay \\u202E001",
        "a\u0085b\u2028c\u007f # a\\u0085b\\u2028c\\u007F",
        "\udb40\udc41 # \\u{E0041}",
      })
  void markdownShowsAValueAndNothingElse(String value, String cell) {
    assertThat(shown("markdown", value)).isEqualTo("| c1 |\n| --- |\n| " + cell + " |\n");
  }

  @Test
  void csvKeepsEveryValue() {
    assertThat(shown("csv", "a,b", "say \"so\"", "x\r\ny", "", null, " s ", "=1+1", "é"))
        .isEqualTo(
            "c1,c2,c3,c4,c5,c6,c7,c8\r\n"
                + "\"a,b\",\"say \"\"so\"\"\",\"x\r\ny\",\"\",, s ,=1+1,é\r\n");
  }

  @Test
  void tsvKeepsEveryValue() {
    assertThat(shown("tsv", "a\tb", "x\r\ny", "back\\slash", "", null, "\\N"))
        .isEqualTo("c1\tc2\tc3\tc4\tc5\tc6\na\\tb\tx\\r\\ny\tback\\\\slash\t\t\\N\t\\\\N\n");
  }

  @Test
  void writesShowTheirRowsInTheSameForms() {
    database.run("create table item (id integer primary key, name text)");
    try (var client = ToolClient.writing(database, database.owner())) {
      var written =
          client.call(
              "execute",
              "{'sql':'insert into item values (1, $1) returning *','params':['a|b'],'format':'markdown'}");
      assertThat(texts(written))
          .containsExactly(
              "INSERT, 1 rows affected.", "| id | name |\n| --- | --- |\n| 1 | a\\|b |\n");
      assertThat(written.at("/structuredContent/rows").toString())
          .isEqualTo("[{\"id\":1,\"name\":\"a|b\"}]");

      var several =
          client.call(
              "transaction",
              "{'statements':[{'sql':'insert into item values (2, null) returning *'},"
                  + "{'sql':'delete from item where id = 1'},"
                  + "{'sql':'select * from item order by id'}],'format':'csv'}");
      assertThat(texts(several))
          .containsExactly(
              "Statement 0: INSERT, 1 rows affected.",
              "id,name\r\n2,\r\n",
              "Statement 1: DELETE, 1 rows affected.",
              "Statement 2: SELECT, 0 rows affected.",
              "id,name\r\n2,\r\n");

      var plain = client.call("execute", "{'sql':'delete from item returning id'}");
      assertThat(Json.MAPPER.readTree(ToolClient.text(plain)))
          .isEqualTo(plain.path("structuredContent"));
      var none = client.call("execute", "{'sql':'delete from item','format':'tsv'}");
      assertThat(texts(none)).hasSize(1);
      assertThat(Json.MAPPER.readTree(ToolClient.text(none)))
          .isEqualTo(none.path("structuredContent"));
    }
  }

  private static List<String> texts(JsonNode result) {
    return result
        .path("content")
        .valueStream()
        .map(each -> each.path("text").stringValue())
        .toList();
  }
}
