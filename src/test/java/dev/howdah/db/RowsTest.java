package dev.howdah.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.resilience.Cancellation;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** How values look to those who asked for them. */
@OnEveryPostgres
final class RowsTest {

  @Parameter TestDatabase own;

  private static final JsonMapper mapper = JsonMapper.builder().build();
  private static TestServer server;
  private static Database database;

  /** Something that writes rows. */
  private interface Form {
    void write(Rows rows, ByteArrayOutputStream out) throws IOException;
  }

  @BeforeParameterizedClassInvocation
  static void types(TestDatabase own) throws SQLException {
    server = new TestServer(own);
    database = server.database();
    server.admin(
        "create extension hstore",
        "create schema looks",
        "create type looks.mood as enum ('sad', 'very ok')",
        "create type looks.pair as (a int, b text)",
        "create domain looks.small as numeric(6,2)");
  }

  @AfterParameterizedClassInvocation
  static void close() {
    database.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "null::text | text | null",
        "true | boolean | true",
        "1::int2 | smallint | 1",
        "-7 | integer | -7",
        "9007199254740991 | bigint | 9007199254740991",
        "-9007199254740991 | bigint | -9007199254740991",
        "9007199254740992 | bigint | \"9007199254740992\"",
        "9223372036854775807 | bigint | \"9223372036854775807\"",
        "0::numeric | numeric | 0",
        "-0.5::numeric | numeric | -0.5",
        "1.50::numeric(10,2) | numeric(10,2) | 1.50",
        "123456789012345::numeric | numeric | 123456789012345",
        "1234567890123456::numeric | numeric | \"1234567890123456\"",
        "0.1234567890123456::numeric | numeric | \"0.1234567890123456\"",
        "2.5000000000000000::numeric | numeric | 2.5000000000000000",
        "avg(x) from (values (1), (2)) v(x) | numeric | 1.5000000000000000",
        "1e50::numeric | numeric | \"100000000000000000000000000000000000000000000000000\"",
        "'NaN'::numeric | numeric | \"NaN\"",
        "'-Infinity'::numeric | numeric | \"-Infinity\"",
        "1.5::float8 | double precision | 1.5",
        "1e300::float8 | double precision | 1e+300",
        "1e-7::float4 | real | 1e-07",
        "'NaN'::float8 | double precision | \"NaN\"",
        "'-Infinity'::float4 | real | \"-Infinity\"",
        "4294967295::oid | oid | 4294967295",
        "'x'::char(3) | character(3) | \"x  \"",
        "'x'::varchar(9) | character varying(9) | \"x\"",
        "'ü€👍' | text | \"ü€👍\"",
        "E'q\"b\\\\n\\n\\t\\x01' | text | \"q\\\"b\\\\n\\n\\t\\u0001\"",
        "'{\"b\": [1, 2], \"a\": \"x y\"}'::jsonb | jsonb | {\"a\":\"x y\",\"b\":[1,2]}",
        "E'{ \"b\" :\\n \"x \\\\\\\\\\\\\" y\" }'::json | json | {\"b\":\"x \\\\\\\" y\"}",
        "'\"s\"'::jsonb | jsonb | \"s\"",
        "'null'::jsonb | jsonb | null",
        "timestamptz '2025-01-31 12:00+00' | timestamp with time zone | \"2025-01-31T12:00:00+00:00\"",
        "timestamptz '2025-01-31 12:00:00.5-03:30' | timestamp with time zone | \"2025-01-31T15:30:00.5+00:00\"",
        "timestamptz 'infinity' | timestamp with time zone | \"infinity\"",
        "timestamptz '0044-03-15 12:00+00 BC' | timestamp with time zone | \"0044-03-15T12:00:00+00:00 BC\"",
        "timestamp '2025-01-31 12:00:01' | timestamp without time zone | \"2025-01-31T12:00:01\"",
        "timestamp(0) '0044-03-15 12:00 BC' | timestamp(0) without time zone | \"0044-03-15T12:00:00 BC\"",
        "timestamp '-infinity' | timestamp without time zone | \"-infinity\"",
        "date '2025-01-31' | date | \"2025-01-31\"",
        "time '12:00' | time without time zone | \"12:00:00\"",
        "interval '1 day 02:03' | interval | \"1 day 02:03:00\"",
        "'\\x00ff'::bytea | bytea | \"\\\\x00ff\"",
        "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid | uuid | \"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11\"",
        "'10.0.0.1/8'::inet | inet | \"10.0.0.1/8\"",
        "12.5::money | money | \"$12.50\"",
        "int4range(1, 5) | int4range | \"[1,5)\"",
        "'very ok'::looks.mood | looks.mood | \"very ok\"",
        "row(1, 'x y')::looks.pair | looks.pair | \"(1,\\\"x y\\\")\"",
        "1.5::looks.small | numeric(6,2) | 1.50",
        "'a=>1'::hstore | hstore | \"\\\"a\\\"=>\\\"1\\\"\"",
        "'1 2'::int2vector | int2vector | \"1 2\"",
        "point(1, 2) | point | \"(1,2)\"",
        "array[1, null, 3] | integer[] | [1,null,3]",
        "array[[1, 2], [3, 4]] | integer[] | [[1,2],[3,4]]",
        "'[2:3]={7,8}'::int[] | integer[] | [7,8]",
        "'{}'::int[] | integer[] | []",
        "array[true, false] | boolean[] | [true,false]",
        "array['a', 'NULL', null, '', 'b\"c', 'd\\e', 'f,{g}'] | text[] | [\"a\",\"NULL\",null,\"\",\"b\\\"c\",\"d\\\\e\",\"f,{g}\"]",
        "array[1.5, 'NaN']::numeric(4,1)[] | numeric(4,1)[] | [1.5,\"NaN\"]",
        "array[9007199254740993] | bigint[] | [\"9007199254740993\"]",
        "array['{\"a\": 1}', '2']::jsonb[] | jsonb[] | [{\"a\":1},2]",
        "array[box '(1,1),(0,0)', box '(2,2),(0,0)'] | box[] | [\"(1,1),(0,0)\",\"(2,2),(0,0)\"]",
        "array[timestamptz '2025-01-31 12:00+00'] | timestamp with time zone[] | [\"2025-01-31T12:00:00+00:00\"]",
        "array['sad']::looks.mood[] | looks.mood[] | [\"sad\"]",
        "array[row(1, 'x')::looks.pair] | looks.pair[] | [\"(1,x)\"]",
        "array[2.5]::looks.small[] | looks.small[] | [2.50]",
        "array['\\x01'::bytea] | bytea[] | [\"\\\\x01\"]",
      })
  void valuesInJson(String expression, String type, String json) throws IOException {
    Rows rows = run("select " + expression.replaceFirst("( from|$)", " as v$1"));

    assertThat(rows.columns()).containsExactly(new Column("v", type));
    assertThat(json(rows)).isEqualTo("[{\"v\":" + json + "}]");
    assertThat(mapper.readTree(json(rows)).isArray()).isTrue();
  }

  @Test
  void keepsTheConfiguredTimeZone() throws IOException {
    var settings = ConnectionSettings.of(server.dsn(), java.util.Map.of("PGTZ", "Asia/Kathmandu"));
    try (var zoned = new Database("zoned", settings, PoolSettings.DEFAULT)) {
      Rows rows =
          Ungated.run(
              zoned,
              "select timestamptz '2025-01-31 12:00+00' as t",
              DatabaseTest.LIMITS,
              new Cancellation());
      assertThat(json(rows)).isEqualTo("[{\"t\":\"2025-01-31T17:45:00+05:45\"}]");
    }
  }

  @Test
  void neverLetsColumnsHideEachOther() throws IOException {
    assertThat(json(run("select 1 as id, 2 as id, 3 as id_2, 4 as id, 5 as \"?column?\", 6")))
        .isEqualTo("[{\"id\":1,\"id_3\":2,\"id_2\":3,\"id_4\":4,\"?column?\":5,\"?column?_2\":6}]");
    assertThat(json(run("select 1 as \"a\"\"\\b\""))).isEqualTo("[{\"a\\\"\\\\b\":1}]");
  }

  @Test
  void writesRowsWithoutColumns() throws IOException {
    assertThat(json(run("select from generate_series(1, 2)"))).isEqualTo("[{},{}]");
    assertThat(json(run("select 1 as a where false"))).isEqualTo("[]");
  }

  @Test
  void writesTables() throws IOException {
    Rows rows =
        run(
            """
            select 1 as n, null as "nu|ll", '' as empty, E'a|b\\\\c\\nd\\te,"f"' as t,
                   true as yes, timestamptz '2025-01-31 12:00+00' as at
            """);

    assertThat(written(rows, Rows::writeMarkdown))
        .isEqualTo(
            """
            | n | nu\\|ll | empty | t | yes | at |
            | --- | --- | --- | --- | --- | --- |
            | 1 | NULL |  | a\\|b\\\\c<br>d\te,"f" | true | 2025-01-31T12:00:00+00:00 |
            """);
    assertThat(written(rows, Rows::writeCsv))
        .isEqualTo(
            "n,nu|ll,empty,t,yes,at\r\n"
                + "1,,\"\",\"a|b\\c\nd\te,\"\"f\"\"\",true,2025-01-31T12:00:00+00:00\r\n");
    assertThat(written(rows, Rows::writeTsv))
        .isEqualTo(
            """
            n\tnu|ll\tempty\tt\tyes\tat
            1\t\\N\t\ta|b\\\\c\\nd\\te,"f"\ttrue\t2025-01-31T12:00:00+00:00
            """);
  }

  @Test
  void stopsAtTheRowLimit() throws IOException {
    Rows rows = run("select generate_series(1, 11) as n", limits(10, 10_000, 100));

    assertThat(rows.rowCount()).isEqualTo(10);
    assertThat(rows.cut()).contains(Rows.Cut.ROWS);
    assertThat(run("select generate_series(1, 10)", limits(10, 10_000, 100)).truncated()).isFalse();
    assertThat(run("select generate_series(1, 2)", limits(1, 10_000, 100)).rowCount()).isOne();
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "2, 0", "8, 0", "9, 1", "16, 1", "17, 2", "80, 9", "81, 10", "82, 10"})
  void stopsAtTheByteLimitOfTheJsonForm(int bytes, int count) throws IOException {
    Rows rows = run("select generate_series(0, 9) as n", limits(100, bytes, 100));

    assertThat(rows.rowCount()).isEqualTo(count);
    assertThat(rows.truncated()).isEqualTo(count < 10);
    assertThat(json(rows).length()).isLessThanOrEqualTo(Math.max(2, bytes));
    if (count < 10) {
      assertThat(rows.cut()).contains(Rows.Cut.BYTES);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "repeat('x', 20) | xxxxxxxxxx… [cut, 20 bytes]",
        "repeat('€', 4) | €€€… [cut, 12 bytes]",
        "concat('[', repeat('1,', 10), '1]')::json | [1,1,1,1,1… [cut, 23 bytes]",
        "array[100000, 200000] | {100000,20… [cut, 15 bytes]",
        "decode(repeat('ab', 9), 'hex') | \\xabababab… [cut, 20 bytes]",
        "1e12::numeric | 1000000000… [cut, 13 bytes]",
      })
  void cutsLongValuesAndSaysSo(String expression, String cut) throws IOException {
    Rows rows = run("select " + expression + " as v", limits(10, 1000, 10));

    assertThat(rows.cut()).contains(Rows.Cut.CELL);
    assertThat(mapper.readTree(json(rows)).get(0).get("v").asString()).isEqualTo(cut);
    assertThat(written(rows, Rows::writeTsv)).contains(cut.replace("\\", "\\\\"));
    assertThat(written(rows, Rows::writeCsv)).contains("\"" + cut + "\"");
  }

  @Test
  void neverWritesInvalidJsonOrUtf8() throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = new Utf8Out(bytes);
    byte[] wrong = {
      'a',
      (byte) 0xFF,
      (byte) 0xC3,
      'b',
      (byte) 0xED,
      (byte) 0xA0,
      (byte) 0x80,
      (byte) 0xF0,
      (byte) 0x9F,
      (byte) 0x91,
      (byte) 0x8D,
      (byte) 0xC0,
      (byte) 0x80,
      (byte) 0xE2,
      (byte) 0x82
    };
    new JsonCells(out).string(wrong, 0, wrong.length);
    out.flush();

    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .isEqualTo("\"a\uFFFD\uFFFDb\uFFFD\uFFFD\uFFFD👍\uFFFD\uFFFD\uFFFD\uFFFD\"");
  }

  @Test
  void writesManyRowsAsOneDocument() throws IOException {
    Rows rows =
        run(
            "select g as n, repeat('y', g % 300) as t from generate_series(1, 5000) g",
            limits(5000, 64 << 20, 1000));

    var tree = mapper.readTree(json(rows));
    assertThat(tree.size()).isEqualTo(5000);
    assertThat(tree.get(4999).get("n").asInt()).isEqualTo(5000);
    assertThat(
            tree.valueStream()
                .map(r -> r.get("t").asString().length())
                .collect(Collectors.summingInt(l -> l)))
        .isEqualTo(java.util.stream.IntStream.rangeClosed(1, 5000).map(g -> g % 300).sum());
  }

  private static Limits limits(int rows, int bytes, int cell) {
    return new Limits(rows, bytes, cell, Duration.ofSeconds(20), Duration.ofSeconds(1));
  }

  private static Rows run(String sql) {
    return run(sql, DatabaseTest.LIMITS);
  }

  private static Rows run(String sql, Limits limits) {
    return Ungated.run(database, sql, limits, new Cancellation());
  }

  private static String json(Rows rows) throws IOException {
    return written(rows, Rows::writeJson);
  }

  private static String written(Rows rows, Form form) throws IOException {
    var out = new ByteArrayOutputStream();
    form.write(rows, out);
    return out.toString(StandardCharsets.UTF_8);
  }
}
