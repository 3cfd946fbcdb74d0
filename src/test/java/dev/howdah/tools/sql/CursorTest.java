package dev.howdah.tools.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.config.Size;
import dev.howdah.db.QuerySettings;
import dev.howdah.task.queue.Eventually;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@OnEveryPostgres
final class CursorTest {

  private static final String ALL = "select id from item order by id";

  private final TestDatabase database;
  private final ToolClient client;

  CursorTest(TestDatabase database) {
    this.database = database;
    this.client = ToolClient.of(database, database.reader());
  }

  @BeforeEach
  void table() {
    database.run(
        """
        drop table if exists item;
        create table item (id integer primary key, name text);
        insert into item select i, repeat('x', 100) from generate_series(1, 25) i""");
  }

  @AfterEach
  void close() {
    client.close();
  }

  @ParameterizedTest
  @CsvSource({"1", "7", "12", "24"})
  void givesEveryRowOnceFromOneSnapshot(int rowLimit) {
    var page = client.ok("query", query(ALL).put("row_limit", rowLimit));
    database.run("delete from item where id > 20; insert into item values (100, 'late')");
    List<Integer> ids = ids(page);
    while (!page.path("next_cursor").isNull()) {
      assertThat(page.path("truncated").booleanValue()).isTrue();
      assertThat(page.path("truncated_reason").stringValue()).contains("next_cursor", "60 s");
      page = client.ok("query", next(page).put("row_limit", rowLimit));
      ids.addAll(ids(page));
    }

    assertThat(ids).containsExactlyElementsOf(IntStream.rangeClosed(1, 25).boxed().toList());
    assertThat(page.path("truncated").booleanValue()).isFalse();
    assertThat(open()).isZero();
  }

  @Test
  void goesOnAfterTheByteLimitAndWithAnotherRowLimit() {
    var small = new QuerySettings(500, 10_000, Size.parse("1kB"), Size.parse("1kB"));
    try (var few = client(small)) {
      var sql = "select id, name from item order by id";
      var page = few.ok("query", query(sql));
      List<Integer> ids = ids(page);
      assertThat(ids).hasSizeBetween(2, 15);
      while (!page.path("next_cursor").isNull()) {
        page = few.ok("query", next(page, sql).put("row_limit", 3));
        ids.addAll(ids(page));
      }
      assertThat(ids).containsExactlyElementsOf(IntStream.rangeClosed(1, 25).boxed().toList());
    }
  }

  @Test
  void givesALostPageAgainButNoOlderOne() {
    var first = client.ok("query", query(ALL).put("row_limit", 5));
    var second = client.ok("query", next(first).put("row_limit", 5));
    var again = client.ok("query", next(first).put("row_limit", 5));
    assertThat(ids(again)).isEqualTo(ids(second)).containsExactly(6, 7, 8, 9, 10);
    assertThat(again.path("next_cursor")).isEqualTo(second.path("next_cursor"));

    client.ok("query", next(second).put("row_limit", 5));
    var error = client.error("query", next(first));
    assertThat(error.path("code").stringValue()).isEqualTo("ERR_008");
    assertThat(error.path("message").stringValue()).contains("used before");
  }

  /** It holds a lock on the table, on which the definition would wait until it gives up. */
  @Test
  void isClosedByADefinitionOfTheSameCaller() {
    try (var writing = ToolClient.writing(database, database.owner())) {
      var first = writing.ok("query", query(ALL).put("row_limit", 5));

      writing.ok("execute", Json.object().put("sql", "alter table item add column more integer"));

      assertThat(open()).isZero();
      assertThat(writing.error("query", next(first)).path("message").stringValue())
          .contains("or the same caller has changed the schema since");
    }
  }

  @Test
  void belongsToItsStatementAndItsParameters() {
    var sql = "select id from item where id > $1 order by id";
    var first = query(sql).put("row_limit", 5);
    first.putArray("params").add(0);
    var cursor = client.ok("query", first).path("next_cursor").stringValue();
    for (var other :
        List.of(
            query(ALL),
            query(sql).set("params", Json.array().add(1)),
            query(sql).set("params", Json.array().add("0")))) {
      var error = client.error("query", other.put("cursor", cursor));
      assertThat(error.path("code").stringValue()).isEqualTo("ERR_008");
      assertThat(error.path("message").stringValue()).contains("does not belong");
    }
    var damaged = cursor.substring(1);
    assertThat(client.error("query", first.put("cursor", damaged)).path("code").stringValue())
        .isEqualTo("ERR_008");
    assertThat(ids(client.ok("query", first.put("cursor", cursor))))
        .containsExactly(6, 7, 8, 9, 10);
  }

  @Test
  void closesTheOldestOfTooManyAndSaysSo() {
    var first = client.ok("query", query(ALL).put("row_limit", 5));
    // Four connections allow one open result.
    var second = client.ok("query", query(ALL + " desc").put("row_limit", 5));

    var error = client.error("query", next(first));
    assertThat(error.path("code").stringValue()).isEqualTo("ERR_008");
    assertThat(error.path("message").stringValue()).contains("is gone", "without a cursor");
    assertThat(ids(client.ok("query", next(second, ALL + " desc").put("row_limit", 2))))
        .containsExactly(20, 19);
    assertThat(open()).isOne();
  }

  @Test
  void isGoneAfterItsLifetime() throws InterruptedException {
    var brief =
        new QuerySettings(
            5, 100, Size.parse("1MB"), Size.parse("1kB"), Duration.ofSeconds(1), 2, 0, 0, false);
    try (var client = client(brief)) {
      var first = client.ok("query", query(ALL));
      assertThat(first.path("next_cursor").isNull()).isFalse();
      Eventually.is(() -> open() == 0);
      assertThat(client.error("query", next(first)).path("message").stringValue())
          .contains("is gone");
    }
  }

  @Test
  void keepsNothingWhenToldSo() {
    var none =
        new QuerySettings(
            5, 100, Size.parse("1MB"), Size.parse("1kB"), Duration.ofSeconds(60), 0, 0, 0, false);
    try (var client = client(none)) {
      var page = client.ok("query", query(ALL));
      assertThat(page.path("truncated").booleanValue()).isTrue();
      assertThat(page.path("next_cursor").isNull()).isTrue();
      assertThat(open()).isZero();
    }
  }

  @Test
  void saysWhatFailedOnALaterPage() {
    var sql = "select 1 / (20 - id) as n, id from item order by id";
    var page = client.ok("query", query(sql + " limit 25").put("row_limit", 5));
    var error = client.error("query", next(page, sql + " limit 25").put("row_limit", 20));

    assertThat(error.path("code").stringValue()).isEqualTo("ERR_006");
    assertThat(error.at("/details/sqlstate").stringValue()).isEqualTo("22012");
    assertThat(client.error("query", next(page, sql + " limit 25")).path("message").stringValue())
        .contains("is gone");
    assertThat(open()).isZero();
    assertThat(client.rows("select 1 as n")).hasSize(1);
  }

  private ToolClient client(QuerySettings settings) {
    return new ToolClient(
        settings, ToolClient.database("default", database.dsn(database.reader())));
  }

  /** Transactions that wait to be continued. */
  private int open() {
    try (var connection = database.connect(database.superuser());
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select count(*) from pg_stat_activity where state like 'idle in transaction%'"
                    + " and datname = current_database()")) {
      rows.next();
      return rows.getInt(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ObjectNode query(String sql) {
    return Json.object().put("sql", sql);
  }

  private static ObjectNode next(JsonNode page) {
    return next(page, ALL);
  }

  private static ObjectNode next(JsonNode page, String sql) {
    return query(sql).put("cursor", page.path("next_cursor").stringValue());
  }

  private static List<Integer> ids(JsonNode page) {
    List<Integer> ids = new ArrayList<>();
    page.path("rows").forEach(row -> ids.add(row.path("id").intValue()));
    return ids;
  }
}
