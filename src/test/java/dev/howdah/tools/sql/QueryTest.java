package dev.howdah.tools.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.config.Size;
import dev.howdah.db.QuerySettings;
import dev.howdah.sql.AgentSql;
import dev.howdah.testing.LongQuery;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@OnEveryPostgres
final class QueryTest {

  private final TestDatabase database;
  private final ToolClient client;

  QueryTest(TestDatabase database) {
    this.database = database;
    this.client = ToolClient.of(database, database.reader());
  }

  @BeforeParameterizedClassInvocation
  static void table(TestDatabase database) {
    database.run(
        """
        create type mood as enum ('calm', 'angry');
        create type pair as (a integer, b text);
        create table item (id integer primary key, name text);
        insert into item select i, 'item ' || i from generate_series(1, 1000) i""");
  }

  @AfterEach
  void close() {
    client.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "$1::int            | 42                   | 42",
        "$1::bigint         | 9007199254740993     | \"9007199254740993\"",
        "$1::numeric        | 1.50                 | 1.50",
        "$1::float8         | 1e3                  | 1000",
        "$1::bool           | true                 | true",
        "$1::text           | \"a'b\\\"\\n☃\"      | \"a'b\\\"\\n☃\"",
        "$1::text           | 5                    | \"5\"",
        "$1::int            | null                 | null",
        "$1::date           | \"2025-01-31\"       | \"2025-01-31\"",
        "$1::int[]          | [1,null,3]           | [1,null,3]",
        "$1::int[]          | [[1,2],[3,4]]        | [[1,2],[3,4]]",
        "$1::int[]          | []                   | []",
        "$1::text[]         | [\"a,b\",\"\",null,\"NULL\",\"{}\"] | [\"a,b\",\"\",null,\"NULL\",\"{}\"]",
        "$1::jsonb          | {\"a\":[1,{}]}       | {\"a\":[1,{}]}",
        "$1::jsonb          | [1,\"x\"]            | [1,\"x\"]",
        "$1::jsonb[]        | [{\"a\":1},[2]]      | [{\"a\":1},[2]]",
        "$1::mood           | \"calm\"             | \"calm\"",
        "$1::mood[]         | [\"calm\",\"angry\"] | [\"calm\",\"angry\"]",
        "$1 = any(array[5])  | 5                   | true",
        "$1::text           | {\"a\":1}            | \"{\\\"a\\\":1}\"",
      })
  void takesParametersOfEveryJsonType(String expression, String value, String expected) {
    for (var name : List.of("params", "parameters")) {
      var arguments = Json.object().put("sql", "select " + expression + " as v");
      arguments.set(name, Json.array().add(Json.MAPPER.readTree(value)));
      assertThat(client.ok("query", arguments).at("/rows/0/v"))
          .isEqualTo(Json.MAPPER.readTree(expected));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "smallint '-1'                               | -1",
        "9007199254740991                            | 9007199254740991",
        "9007199254740992                            | \"9007199254740992\"",
        "numeric '123456789012345'                   | 123456789012345",
        "numeric '1234567890123456'                  | \"1234567890123456\"",
        "numeric 'NaN'                               | \"NaN\"",
        "real '0.1'                                  | 0.1",
        "float8 '-Infinity'                          | \"-Infinity\"",
        "true                                        | true",
        "null                                        | null",
        "json '{\"b\": 1, \"a\": [ null ]}'          | {\"b\":1,\"a\":[null]}",
        "timestamptz '2025-01-31 12:00+00'           | \"2025-01-31T12:00:00+00:00\"",
        "timestamp '2025-01-31 12:00'                | \"2025-01-31T12:00:00\"",
        "date 'infinity'                             | \"infinity\"",
        "time '12:00'                                | \"12:00:00\"",
        "interval '1 day 2 hours'                    | \"1 day 02:00:00\"",
        "bytea '\\x00ff'                             | \"\\\\x00ff\"",
        "uuid '00000000-0000-0000-0000-00000000000a' | \"00000000-0000-0000-0000-00000000000a\"",
        "inet '10.0.0.1/8'                           | \"10.0.0.1/8\"",
        "1.5::money                                  | \"$1.50\"",
        "int4range(1, 5)                             | \"[1,5)\"",
        "mood 'calm'                                 | \"calm\"",
        "row(1, 'x y')::pair                         | \"(1,\\\"x y\\\")\"",
        "array['a', null, 'b,c']                     | [\"a\",null,\"b,c\"]",
        "array[[1,2],[3,4]]                          | [[1,2],[3,4]]",
        "array[timestamptz '2025-07-01 00:00+00']    | [\"2025-07-01T00:00:00+00:00\"]",
        "array[mood 'angry']                         | [\"angry\"]",
        "point(1, 2)                                 | \"(1,2)\"",
        "'a & b'::tsquery                            | \"'a' & 'b'\"",
        "xml '<a/>'                                  | \"<a/>\"",
        "b'101'                                      | \"101\"",
      })
  void keepsTheTypeOfEveryValue(String expression, String json) {
    assertThat(client.rows("select " + expression + " as v").at("/0/v"))
        .isEqualTo(Json.MAPPER.readTree(json));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "show server_encoding               | [{\"server_encoding\":\"UTF8\"}]",
        "values (1, 'a'), (2, null)         | [{\"column1\":1,\"column2\":\"a\"},{\"column1\":2,\"column2\":null}]",
        "with x as (select 1 as a) table x  | [{\"a\":1}]",
        "select id from item where id = 3;  | [{\"id\":3}]",
        "select 1 as id, 2 as id, 3 as id_2, 4 as id | [{\"id\":1,\"id_3\":2,\"id_2\":3,\"id_4\":4}]",
        "select                             | [{}]",
        "select from item where false       | []",
        "select 1 as \"a\"\"b\\ \"         | [{\"a\\\"b\\\\ \":1}]",
        "select ';' as a -- ; b             | [{\"a\":\";\"}]",
        "select 1 as a limit 1              | [{\"a\":1}]",
      })
  void runsStatementsThatRead(String sql, String rows) {
    var result = client.ok("query", Json.object().put("sql", sql));
    assertThat(result.path("rows")).isEqualTo(Json.MAPPER.readTree(rows));
    assertThat(result.path("row_count").intValue()).isEqualTo(result.path("rows").size());
    assertThat(result.path("truncated").booleanValue()).isFalse();
    assertThat(result.path("truncated_reason").isNull()).isTrue();
    assertThat(result.path("execution_time_ms").doubleValue()).isPositive();
  }

  @Test
  void explains() {
    assertThat(client.rows("explain select * from item").at("/0/QUERY PLAN").stringValue())
        .startsWith("Seq Scan on item");
    assertThat(client.rows("explain (format json, analyze) table item").at("/0/QUERY PLAN/0/Plan"))
        .isNotEmpty();
  }

  @Test
  void namesColumnsAndTheirTypes() {
    var result =
        client.ok(
            "query",
            Json.object()
                .put(
                    "sql",
                    "select 1::numeric(5,2) as a, 'x'::varchar(3) as b, null as c, '{}'::mood[] as d,"
                        + " now()::timestamptz(0) as e"));
    assertThat(result.path("columns"))
        .isEqualTo(Json.MAPPER.readTree("[\"a\",\"b\",\"c\",\"d\",\"e\"]"));
    assertThat(result.path("column_types"))
        .isEqualTo(
            Json.MAPPER.readTree(
                "[\"numeric(5,2)\",\"character varying(3)\",\"text\",\"mood[]\","
                    + "\"timestamp(0) with time zone\"]"));
  }

  @Test
  void showsTheSameRowsInEveryFormat() {
    var sql =
        "select 1 as id, 'a|b,\"c\"' as id, null::text as n, E'x\\ty\\nz' as t, 0.5 as f"
            + " union all select 2, '', 'NULL', '\\', 2";
    JsonNode structured = client.rows(sql);
    for (var expected :
        List.of(
            List.of(
                "markdown",
                """
                | id | id_2 | n | t | f |
                | --- | --- | --- | --- | --- |
                | 1 | a\\|b,"c" | NULL | x\ty<br>z | 0.5 |
                | 2 |  | NULL | \\\\ | 2 |
                """),
            List.of(
                "csv",
                "id,id_2,n,t,f\r\n1,\"a|b,\"\"c\"\"\",,\"x\ty\nz\",0.5\r\n2,\"\",NULL,\\,2\r\n"),
            List.of(
                "tsv",
                "id\tid_2\tn\tt\tf\n1\ta|b,\"c\"\t\\N\tx\\ty\\nz\t0.5\n2\t\tNULL\t\\\\\t2\n"))) {
      var result =
          client.call("query", Json.object().put("sql", sql).put("format", expected.getFirst()));
      assertThat(ToolClient.text(result)).isEqualTo(expected.getLast());
      assertThat(result.at("/structuredContent/rows")).isEqualTo(structured);
      assertThat(result.path("content")).hasSize(1);
    }
    var result = client.call("query", Json.object().put("sql", sql).put("format", "json"));
    assertThat(Json.MAPPER.readTree(ToolClient.text(result)).path("rows")).isEqualTo(structured);
  }

  @Test
  void saysThatRowsAreMissing() {
    var arguments = Json.object().put("sql", "select id from item order by id");
    var byDefault = client.ok("query", arguments.deepCopy());
    assertThat(byDefault.path("row_count").intValue()).isEqualTo(500);
    assertThat(byDefault.path("truncated").booleanValue()).isTrue();
    var two = client.call("query", arguments.deepCopy().put("row_limit", 2).put("format", "tsv"));
    assertThat(ToolClient.text(two)).isEqualTo("id\n1\n2\n");
    assertThat(two.at("/content/1/text").stringValue())
        .isEqualTo(
            "Truncated: there are more rows than row_limit, 2; pass next_cursor as cursor within"
                + " 60 s to go on, or add conditions.");
    assertThat(two.at("/structuredContent/truncated_reason").stringValue())
        .startsWith("there are more rows than row_limit, 2");
    var all = client.ok("query", arguments.deepCopy().put("row_limit", 1000));
    assertThat(all.path("row_count").intValue()).isEqualTo(1000);
    assertThat(all.path("truncated").booleanValue()).isFalse();
  }

  @Test
  void keepsToTheByteLimits() {
    var settings = new QuerySettings(10, 20, Size.parse("4kB"), Size.parse("1kB"));
    try (var small =
        new ToolClient(settings, ToolClient.database("small", database.dsn(database.reader())))) {
      var bytes =
          small.ok("query", "{'sql':'select repeat(chr(9731), 300) from generate_series(1, 9)'}");
      assertThat(bytes.path("row_count").intValue()).isEqualTo(4);
      assertThat(bytes.path("rows").toString().length()).isLessThan(4096);
      assertThat(bytes.path("truncated_reason").stringValue())
          .isEqualTo(
              "more rows would exceed 4kB; pass next_cursor as cursor within 60 s to go on, or"
                  + " add conditions.");
      var cell = small.ok("query", "{'sql':'select repeat(chr(9731), 400) as v'}");
      assertThat(cell.at("/rows/0/v").stringValue()).matches("☃{330,341}… \\[cut, 1200 bytes]");
      assertThat(cell.path("truncated").booleanValue()).isTrue();
      assertThat(cell.path("truncated_reason").stringValue())
          .startsWith("a value is longer than 1kB");
      var limit = small.error("query", "{'sql':'select 1','row_limit':21}");
      assertThat(limit.path("message").stringValue())
          .isEqualTo("row_limit must be at most 20 here, was 21.");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}                                  | The argument sql is missing.",
        "{'sql':null}                        | The argument sql is missing.",
        "{'sql':''}                          | The argument sql is empty.",
        "{'sql':' \\n\\t'}                   | The argument sql is empty.",
        "{'sql':5}                           | The argument sql must be a string, was 5.",
        "{'sql':['a']}                       | The argument sql must be a string, was [\"a\"].",
        "{'sql':'select \\u0000'}            | The statement holds the character U+0000 at position 8",
        "{'sql':'select 1','params':5}       | The argument params must be an array, was 5.",
        "{'sql':'select 1','params':{'a':1}} | The argument params must be an array, was {\"a\":1}.",
        "{'sql':'select 1','params':[],'parameters':[]} | Give params or parameters, not both.",
        "{'sql':'select 1','row_limit':0}    | The argument row_limit must be at least 1, was 0.",
        "{'sql':'select 1','row_limit':10001} | The argument row_limit must be at most 10000, was 10001.",
        "{'sql':'select 1','timeout_ms':0}   | The argument timeout_ms must be at least 1, was 0.",
        "{'sql':'select 1','format':'xml'}   | The argument format must be one of [json, markdown, csv, tsv], was xml.",
        "{'sql':'select 1','nonsense':1}     | Unknown argument \"nonsense\"; known are: sql, params, parameters,",
        "{'sql':'select 1','database':'no'}  | There is no database no; known are default.",
        "{'sql':'select 1','database':5}     | The argument database must be a string, was 5.",
        "{'sql':'select $1','params':['\\u0000']} | Parameter $1 holds the character U+0000",
        "{'sql':'select $1::int + $2','params':[1]} | The number of parameters does not match",
        "{'sql':'select 1','timeout_ms':1000000000000} | The argument timeout_ms must be a whole number between 1 and 2147483647, was 1000000000000.",
        "{'sql':'select 1','row_limit':1000000000000} | The argument row_limit must be a whole number between 1 and 10000, was 1000000000000.",
      })
  void refusesArgumentsThatMakeNoSense(String arguments, String message) {
    var error = client.error("query", arguments);
    assertThat(error.path("message").stringValue()).startsWith(message);
    assertThat(error.path("code").stringValue()).isEqualTo("ERR_008");
  }

  @Test
  void keepsToTheLongestText() {
    var longest = "select 1 as a " + " ".repeat(AgentSql.MAX_BYTES - 14);
    assertThat(client.rows(longest).at("/0/a").intValue()).isEqualTo(1);
    assertThat(client.error("query", Json.object().put("sql", longest + " ")).path("message"))
        .isEqualTo(
            Json.MAPPER.readTree(
                "\"The statement is 65537 bytes long; at most 65536 are allowed. Pass long values"
                    + " as parameters.\""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "select 1; select 2                | ERR_005 | Exactly one statement is answered",
        "select 1; drop table item         | ERR_005 | Exactly one statement is answered",
        "insert into item values (0, 'x')  | ERR_005 | This statement changes data; query only reads.",
        "with d as (delete from item returning id) select * from d | ERR_005 | This statement changes data",
        "create table t (a int)            | ERR_005 | CREATE TABLE changes the schema; query only reads.",
        "selec 1                           | ERR_006 | syntax error at or near \"selec\"",
        "select 1/0                        | ERR_006 | division by zero",
        "select pg_read_file('/etc/passwd') | ERR_005 | The function pg_read_file is refused: it reads files",
      })
  void saysWhyAStatementFailedAndGoesOn(String sql, String code, String message) {
    try (var owner = ToolClient.of(database, database.owner())) {
      var error = owner.error("query", Json.object().put("sql", sql));
      assertThat(error.path("code").stringValue()).isEqualTo(code);
      assertThat(error.path("message").stringValue()).startsWith(message);
      if (code.equals("ERR_006")) {
        assertThat(error.at("/details/sqlstate").stringValue()).hasSize(5);
      }
      assertThat(owner.rows("select count(*) as n from item").at("/0/n").intValue())
          .isEqualTo(1000);
    }
  }

  @Test
  void keepsPositionAndHint() {
    var details = client.error("query", "{'sql':'select naem from item'}").path("details");
    assertThat(details.path("position").intValue()).isEqualTo(8);
    assertThat(details.path("sqlstate").stringValue()).isEqualTo("42703");
    assertThat(details.path("hint").stringValue()).contains("item.name");
    assertThat(
            client
                .error("query", "{'sql':'select *\\nfrom item\\nwhere id => 1'}")
                .at("/details/position")
                .intValue())
        .isEqualTo(29);
  }

  @Test
  void stopsAStatementThatTakesTooLong() {
    var error = client.error("query", "{'sql':'%s','timeout_ms':100}".formatted(LongQuery.SQL));
    assertThat(error.path("code").stringValue()).isEqualTo("ERR_010");
    assertThat(error.path("details"))
        .isEqualTo(
            Json.MAPPER.readTree(
                "{\"sqlstate\":\"57014\",\"timeout_ms\":100,\"what\":\"statement\"}"));
    assertThat(client.rows("select 1 as a").at("/0/a").intValue()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1e100000000]", "[123456789012345678901234567890.5]", "[-0.0]"})
  void passesNumbersAsTheyAreWritten(String parameters) {
    var arguments = Json.object().put("sql", "select $1::text as v");
    arguments.set("params", Json.MAPPER.readTree(parameters));
    var text = client.ok("query", arguments).at("/rows/0/v").stringValue();
    assertThat(text.length()).isLessThan(60);
  }
}
