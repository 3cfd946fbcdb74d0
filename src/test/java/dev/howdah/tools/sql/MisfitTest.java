package dev.howdah.tools.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.auth.AccessSettings;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A value that is no value of its parameter's type is named by its number. */
@OnEveryPostgres
final class MisfitTest {

  private final TestDatabase database;
  private final ToolClient client;

  MisfitTest(TestDatabase database) {
    this.database = database;
    this.client = ToolClient.writing(database, database.owner());
  }

  @BeforeEach
  void types() {
    database.run(
        """
        drop table if exists member;
        drop type if exists mood cascade;
        drop domain if exists even;
        create type mood as enum ('well');
        create domain even as integer check (value % 2 = 0);
        create table member (id integer, password text)""");
  }

  @AfterEach
  void close() {
    client.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          select $1::int             | ["abc"]              | 1, a string, could not be read as its type: invalid input syntax for type integer: "abc"
          select $1::int, $2::date   | [1, "nope"]          | 2, a string, could not be read as its type: invalid input syntax for type date: "nope"
          select $1::int, $2::date   | [true, null]         | 1, a boolean, could not be read as its type: invalid input syntax for type integer: "true"
          select $1::text, $2::int   | ["$1", 1.5]          | 2, a number, could not be read as its type: invalid input syntax for type integer: "1.5"
          select $1::int             | [99999999999]        | 1, a number, could not be read as its type: value "99999999999" is out of range for type integer
          select $1::mood            | ["ill"]              | 1, a string, could not be read as its type: invalid input value for enum mood: "ill"
          select $1::even            | [3]                  | 1, a number, could not be read as its type: value for domain even violates check constraint "even_check"
          select $1::int[]           | ["abc"]              | 1, a string, could not be read as its type: malformed array literal: "abc"
          select $1::int, $2::int[]  | [1, ["x"]]           | 2, an array, could not be read as its type: invalid input syntax for type integer: "x"
          select $1::int             | [{}]                 | 1, an object, could not be read as its type: invalid input syntax for type integer: "{}"
          select $1::jsonb           | ["unnamed"]          | 1, a string, could not be read as its type: invalid input syntax for type json
          """)
  void isNamedByItsNumber(String sql, String params, String what) {
    for (String tool : List.of("query", "explain")) {
      var error = client.error(tool, arguments(sql, params));

      assertThat(error.path("code").stringValue()).isEqualTo("ERR_006");
      assertThat(error.path("message").stringValue()).isEqualTo("Parameter $" + what);
      assertThat(error.at("/details/parameter").intValue()).isEqualTo(number(what));
    }
    var statements = Json.object();
    statements.putArray("statements").addObject().put("sql", "select 1");
    ((ArrayNode) statements.path("statements")).add(arguments(sql, params));
    var error = client.error("transaction", statements);

    assertThat(error.path("message").stringValue())
        .isEqualTo("The statement with index 1 failed, and nothing was kept: Parameter $" + what);
    assertThat(error.at("/details/parameter").intValue()).isEqualTo(number(what));
  }

  @Test
  void isNamedWhereItWouldBeWritten() {
    var error =
        client.error(
            "execute", arguments("insert into member values ($1, $2)", "[\"abc\", \"x\"]"));

    assertThat(error.path("message").stringValue())
        .isEqualTo(
            "Parameter $1, a string, could not be read as its type: invalid input syntax for type"
                + " integer: \"abc\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":1}", "{}"})
  void anObjectIsNoArray(String value) {
    var error = client.error("query", arguments("select $1::int[]", "[" + value + "]"));

    assertThat(error.path("code").stringValue()).isEqualTo("ERR_008");
    assertThat(error.path("message").stringValue())
        .isEqualTo("Parameter $1 is an object, but its type integer[] takes an array.");
  }

  @Test
  void aValueThatFailsLaterIsNotNamed() {
    var error = client.error("query", arguments("select 1 / $1::int, 'a'::text::int", "[0]"));

    assertThat(error.path("message").stringValue()).doesNotContain("Parameter");
    assertThat(error.at("/details/parameter").isMissingNode()).isTrue();
  }

  @Test
  void isNamedWherePostgresWordsAreClosed() {
    var access =
        new AccessSettings(
            true,
            List.of(),
            List.of("public.member.password"),
            List.of(),
            List.of(),
            List.of(),
            true,
            null,
            null);
    try (var ruled =
        new ToolClient(
            ToolClient.QUERY,
            access,
            ToolClient.database("default", database.dsn(database.owner())))) {
      JsonNode error =
          ruled.error("query", arguments("select id from member where id = $1", "[\"abc\"]"));

      assertThat(error.path("message").stringValue())
          .startsWith("Parameter $1 could not be read as its type (SQLSTATE 22P02); PostgreSQL's")
          .doesNotContain("abc");
    }
  }

  private static int number(String what) {
    return what.charAt(0) - '0';
  }

  private static ObjectNode arguments(String sql, String params) {
    var arguments = Json.object().put("sql", sql);
    arguments.set("params", Json.MAPPER.readTree(params));
    return arguments;
  }
}
