package dev.howdah.tools.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@OnEveryPostgres
final class GetSchemaTest {

  private final TestDatabase database;
  private final ToolClient client;

  GetSchemaTest(TestDatabase database) {
    this.database = database;
    this.client = ToolClient.of(database, database.reader());
  }

  @BeforeParameterizedClassInvocation
  static void build(TestDatabase database) {
    database.run(
        """
        create schema shop;
        comment on schema shop is 'What is sold';
        create type shop.size as enum ('small', 'large');
        create table shop.author (a integer, b integer, name varchar(20), primary key (b, a));
        comment on column shop.author.name is 'In full';
        create table shop.book (
          book_id integer primary key, x integer not null, y integer, size shop.size,
          foreign key (x, y) references shop.author (b, a));
        create index book_lower on shop.book ((x + 1)) where y > 0;
        create view shop.cheap as select book_id from shop.book;
        create table shop.nothing ();
        create table shop.day (d date) partition by range (d);
        create table shop.day_1 partition of shop.day default;
        create schema moving;
        create schema wide""");
    var columns = new StringBuilder();
    for (int i = 0; i < 1600; i++) {
      columns.append(i == 0 ? "" : ", ").append("column_").append(i).append(" integer");
    }
    database.run("create table wide.wide (%s)".formatted(columns));
  }

  @AfterEach
  void close() {
    client.close();
  }

  private JsonNode get(String arguments) {
    return client.ok("get_schema", arguments);
  }

  @Test
  void tellsTheWhole() {
    var schema = get("{'format':'full','schema':'shop'}");
    assertThat(schema.path("database").stringValue()).isEqualTo("default");
    assertThat(Instant.parse(schema.path("loaded_at").stringValue()))
        .isBetween(Instant.parse("2020-01-01T00:00:00Z"), Instant.now().plusSeconds(600));
    assertThat(schema.path("schemas"))
        .isEqualTo(Json.MAPPER.readTree("[{\"name\":\"shop\",\"comment\":\"What is sold\"}]"));
    assertThat(schema.path("tables"))
        .isEqualTo(
            Json.MAPPER.readTree(
                """
                [{"schema":"shop","name":"author","type":"table","columns_count":3,
                  "columns":[{"name":"a","type":"integer","nullable":false},
                    {"name":"b","type":"integer","nullable":false},
                    {"name":"name","type":"character varying(20)","nullable":true,
                     "comment":"In full"}],
                  "primary_key":["b","a"]},
                 {"schema":"shop","name":"book","type":"table","columns_count":4,
                  "columns":[{"name":"book_id","type":"integer","nullable":false},
                    {"name":"x","type":"integer","nullable":false},
                    {"name":"y","type":"integer","nullable":true},
                    {"name":"size","type":"shop.size","nullable":true}],
                  "primary_key":["book_id"],
                  "foreign_keys":[{"columns":["x","y"],"other_schema":"shop",
                    "other_table":"author","other_columns":["b","a"]}],
                  "indexes":[{"name":"book_lower","columns":["(x + 1)"],"unique":false}]},
                 {"schema":"shop","name":"day","type":"partitioned table","columns_count":1,
                  "columns":[{"name":"d","type":"date","nullable":true}]},
                 {"schema":"shop","name":"nothing","type":"table","columns_count":0,
                  "columns":[]}]"""));
    assertThat(schema.path("views"))
        .isEqualTo(
            Json.MAPPER.readTree(
                """
                [{"schema":"shop","name":"cheap","type":"view","columns_count":1,
                  "columns":[{"name":"book_id","type":"integer","nullable":true}]}]"""));
    assertThat(schema.path("enums"))
        .isEqualTo(
            Json.MAPPER.readTree(
                "[{\"schema\":\"shop\",\"name\":\"size\",\"values\":[\"small\",\"large\"]}]"));
    assertThat(schema.path("tables_count").intValue()).isEqualTo(4);
  }

  @Test
  void summarizes() {
    assertThat(get("{'schema':'shop'}").at("/tables/1"))
        .isEqualTo(
            Json.MAPPER.readTree(
                """
                {"schema":"shop","name":"book","type":"table","columns_count":4}"""));
  }

  @Test
  void isKeptUntilItIsToBeReadAnew() {
    var first = get("{}");
    assertThat(first.path("cached").booleanValue()).isFalse();
    var second = get("{'format':'full'}");
    assertThat(second.path("cached").booleanValue()).isTrue();
    assertThat(second.path("loaded_at")).isEqualTo(first.path("loaded_at"));
    var third = get("{'refresh':true}");
    assertThat(third.path("cached").booleanValue()).isFalse();
    assertThat(third.path("loaded_at").stringValue())
        .isGreaterThan(first.path("loaded_at").stringValue());
    assertThat(get("{}").path("loaded_at")).isEqualTo(third.path("loaded_at"));
  }

  @Test
  void seesWhatChanges() {
    for (var statement :
        List.of(
            "create table moving.changed (a integer)",
            "alter table moving.changed rename to changed_2",
            "alter table moving.changed_2 add b text",
            "alter table moving.changed_2 rename b to c",
            "alter table moving.changed_2 alter c type varchar(3)",
            "alter table moving.changed_2 alter a set not null",
            "comment on table moving.changed_2 is 'A comment'",
            "comment on column moving.changed_2.a is 'A comment'",
            "create unique index changed_index on moving.changed_2 (a)",
            "alter table moving.changed_2 add constraint changed_key foreign key (a) references shop.book",
            "alter table moving.changed_2 drop constraint changed_key",
            "create collation moving.changed_order from \"C\"",
            "create index changed_by on moving.changed_2 (lower(c collate moving.changed_order))",
            "alter collation moving.changed_order rename to changed_order_2",
            "create view moving.changed_view as select a from moving.changed_2",
            "create type moving.changed_type as enum ('a')",
            "alter type moving.changed_type add value 'b'",
            "create type moving.changed_row as (a integer)",
            "alter type moving.changed_row rename to changed_row_2",
            "alter type moving.changed_row_2 add attribute b text",
            "create table moving.changed_3 (c moving.changed_row_2)",
            "alter type moving.changed_row_2 set schema shop",
            "create domain moving.changed_domain as integer",
            "alter domain moving.changed_domain add check (value > 0)",
            "create function moving.changed() returns integer language sql as 'select 1'",
            "comment on function moving.changed() is 'A comment'",
            "create schema changed",
            "comment on schema changed is 'A comment'",
            "revoke select on moving.changed_2 from READER",
            "grant select (a) on moving.changed_2 to READER",
            "grant select (c) on moving.changed_2 to READER",
            "revoke usage on schema changed from READER",
            "alter table moving.changed_2 owner to READER",
            "drop type shop.changed_row_2 cascade",
            "drop table moving.changed_2 cascade")) {
      get("{}");
      assertThat(get("{}").path("cached").booleanValue()).isTrue();
      asSuperuser(statement.replace("READER", database.reader().user()));
      assertThat(get("{}").path("cached").booleanValue()).as(statement).isFalse();
    }
  }

  private void asSuperuser(String sql) {
    try (var connection = database.connect(database.superuser());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  @Test
  void isNotDisturbedByDataAndStatistics() {
    get("{}");
    asSuperuser("create table if not exists moving.filled (a integer)");
    get("{}");
    for (var harmless :
        List.of(
            "insert into moving.filled select generate_series(1, 1000)",
            "analyze moving.filled",
            "vacuum moving.filled",
            "truncate moving.filled",
            "create temporary table passing (a integer)")) {
      asSuperuser(harmless);
      assertThat(get("{}").path("cached").booleanValue()).as(harmless).isTrue();
    }
  }

  @Test
  void goesOnWhereTheBudgetEnds() {
    for (var format : List.of("summary", "full")) {
      var arguments =
          (ObjectNode)
              Json.MAPPER.readTree(
                  "{\"max_tokens\":500,\"schema\":\"shop\",\"format\":\"%s\"}".formatted(format));
      var whole = get("{'schema':'shop','format':'%s'}".formatted(format));
      assertThat(whole.path("truncated").booleanValue()).isFalse();
      var tables = new ArrayList<JsonNode>();
      var others = new ArrayList<JsonNode>();
      JsonNode page;
      do {
        page = client.ok("get_schema", arguments.deepCopy());
        assertThat(page.path("tokens").intValue()).isBetween(page.toString().length() / 3, 500);
        page.path("tables").forEach(tables::add);
        page.path("views").forEach(others::add);
        page.path("enums").forEach(others::add);
        assertThat(page.path("truncated").booleanValue())
            .isEqualTo(!page.path("next_cursor").isNull());
        arguments.set("cursor", page.path("next_cursor"));
      } while (!page.path("next_cursor").isNull());
      assertThat(tables).isEqualTo(whole.path("tables").valueStream().toList());
      assertThat(others).hasSize(2);
    }
  }

  @Test
  void saysWhatOfATableDoesNotFit() {
    var page = get("{'schema':'wide','format':'full','max_tokens':2000}");
    assertThat(page.path("schemas")).hasSize(1);
    var arguments =
        Json.object().put("schema", "wide").put("format", "full").put("max_tokens", 2000);
    var table =
        client
            .ok("get_schema", arguments.put("cursor", page.path("next_cursor").stringValue()))
            .at("/tables/0");
    int shown = table.path("columns").size();
    assertThat(shown).isBetween(50, 200);
    assertThat(table.path("columns_count").intValue()).isEqualTo(1600);
    assertThat(table.path("cut").stringValue())
        .isEqualTo(shown + " of 1600 columns, no keys and indexes; describe_table has all");
  }
}
