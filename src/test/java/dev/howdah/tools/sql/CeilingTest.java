package dev.howdah.tools.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.config.Size;
import dev.howdah.db.QuerySettings;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What {@code query.max-cost} refuses of what is written. */
@OnEveryPostgres
final class CeilingTest {

  private static final QuerySettings SETTINGS =
      new QuerySettings(
          5, 100, Size.parse("1MB"), Size.parse("1kB"), Duration.ofSeconds(60), 2, 0, 1000, false);

  private final TestDatabase database;
  private final ToolClient client;

  CeilingTest(TestDatabase database) {
    this.database = database;
    this.client =
        new ToolClient(SETTINGS, ToolClient.writable("default", database.dsn(database.owner())));
  }

  @BeforeEach
  void tables() {
    database.run(
        """
        drop schema public cascade;
        create schema public;
        create table large as select i as id, mod(i, 100) as a from generate_series(1, 100000) i;
        analyze large;
        create table small (id integer)""");
  }

  @AfterEach
  void close() {
    client.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update large set a = 0",
        "insert into small select id from large",
        "create table copied as select * from large",
        "create materialized view copied as select * from large"
      })
  void holdsForWhatWrites(String sql) {
    refused(client.error("execute", Json.object().put("sql", sql).toString()));
    JsonNode error = client.error("transaction", statements("insert into small values (1)", sql));
    refused(error);
    assertThat(error.at("/details/statement_index").intValue()).isEqualTo(1);
    assertThat(database.ask("select count(*) from small")).isEqualTo("0");
  }

  @Test
  void holdsForWhatReadsInATransaction() {
    refused(client.error("transaction", statements("select count(*) from large a, large b")));
  }

  /** Before the transaction there would be no plan. */
  @Test
  void holdsForWhatRestsOnTheStatementsBefore() {
    String made = "create table made (id integer)";
    String filled = "insert into made select generate_series(1, 10)";
    refused(client.error("transaction", statements(made, "select * from made, large, large b")));

    client.ok("transaction", statements(made, filled, "select * from made"));
    client.ok(
        "transaction",
        """
        {"statements":[
          {"sql":"insert into small values (3) returning id"},
          {"sql":"update small set id = $1 + 1 where id = $1",
           "params":[{"from":0,"column":"id"}]},
          {"sql":"create table kept as select id from small where id = 4"},
          {"sql":"create index on small (id)"},
          {"sql":"show search_path"}]}""");
    assertThat(database.ask("select count(*) from kept")).isEqualTo("1");
  }

  @Test
  void placesAFailureInTheStatementItself() {
    JsonNode error = client.error("execute", "{'sql':'update small set none = 1'}");

    assertThat(error.at("/details/position").intValue()).isEqualTo(18);
  }

  private static void refused(JsonNode error) {
    assertThat(error.path("code").stringValue()).as("%s", error).isEqualTo("ERR_005");
    assertThat(error.at("/details/max_cost").intValue()).isEqualTo(1000);
    assertThat(error.at("/details/estimated_cost").doubleValue()).isGreaterThan(1000);
  }

  private static String statements(String... texts) {
    var arguments = Json.object();
    for (String text : texts) {
      arguments.withArray("statements").addObject().put("sql", text);
    }
    return arguments.toString();
  }
}
