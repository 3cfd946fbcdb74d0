package dev.howdah.tools.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@OnEveryPostgres
final class ListTablesTest {

  private final TestDatabase database;
  private final ToolClient client;

  ListTablesTest(TestDatabase database) {
    this.database = database;
    this.client = ToolClient.of(database, database.reader());
  }

  @BeforeParameterizedClassInvocation
  static void build(TestDatabase database) {
    Zoo.build(database);
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void listsEveryKindButPartitions() {
    var tables = tables("{'schema':'zoo'}");
    assertThat(tables.valueStream().map(table -> table.path("type").stringValue()))
        .contains("table", "partitioned table", "view", "materialized view")
        .doesNotContain("partition");
    assertThat(names(tables))
        .contains(
            "nothing",
            "wide",
            Zoo.LONGEST,
            "dot.ted.name",
            "100%_sure\\",
            "back\\\\slash",
            "line\nbreak",
            "Mixed Case \"q\" 'a'")
        .isSortedAccordingTo(Comparator.naturalOrder());
  }

  @Test
  void tellsRowsAndSizes() {
    var keeper = only("{'schema':'zoo','name_pattern':'keeper'}");
    assertThat(keeper)
        .isEqualTo(
            Json.MAPPER.readTree(
                """
                {"schema":"zoo","name":"keeper","type":"table","row_count":100,
                 "row_count_is_estimate":true,"size_bytes":%s,"size_is_estimate":true,
                 "partitions":null,"partition_of":null,"extension":null,
                 "comment":"Who feeds them"}"""
                    .formatted(pages("zoo.keeper"))));
    var grown = only("{'schema':'zoo','name_pattern':'grown'}");
    assertThat(grown.path("row_count").isNull()).isTrue();
    assertThat(grown.path("row_count_is_estimate").booleanValue()).isFalse();
    assertThat(grown.path("size_bytes").isNull()).isTrue();
    assertThat(only("{'schema':'zoo','name_pattern':'animal'}").path("row_count").isNull())
        .isTrue();
  }

  /** What the catalogue has of the pages of a table, its indexes and its TOAST. */
  private long pages(String table) {
    return Long.parseLong(
        database.ask(
            """
            select current_setting('block_size')::bigint * sum(c.relpages)
                   + coalesce(sum(pg_relation_size(c.oid)) filter (where c.reltuples < 0), 0)
            from pg_class t
            join pg_class c
              on c.oid in (t.oid, t.reltoastrelid)
              or c.oid in (select indexrelid from pg_index
                           where indrelid in (t.oid, t.reltoastrelid))
            where t.oid = '%s'::regclass"""
                .formatted(table)));
  }

  /** As long as nobody has counted the pages, they are. */
  @Test
  void estimatesSizesOnceTheyAreKnown() {
    database.run(
        "create table zoo.log as select i, repeat('x', 500) t from generate_series(1, 40000) i");
    var fresh = only("{'schema':'zoo','name_pattern':'log'}");
    var size = Long.parseLong(database.ask("select pg_total_relation_size('zoo.log')"));
    assertThat(fresh.path("size_is_estimate").booleanValue()).isFalse();
    assertThat(fresh.path("size_bytes").longValue()).isEqualTo(size);
    database.run("vacuum analyze zoo.log");
    var known = only("{'schema':'zoo','name_pattern':'log'}");
    assertThat(known.path("size_is_estimate").booleanValue()).isTrue();
    assertThat(known.path("size_bytes").longValue()).isBetween(size * 9 / 10, size);
    database.run("drop table zoo.log");
  }

  @Test
  void cutsLongComments() {
    database.run(
        "create table zoo.talk (a integer); comment on table zoo.talk is '"
            + "y".repeat(3000)
            + "'");
    database.run("comment on column zoo.talk.a is '" + "z".repeat(30_000) + "'");
    assertThat(only("{'schema':'zoo','name_pattern':'talk'}").path("comment").stringValue())
        .isEqualTo("y".repeat(1000) + "…");
    var table = client.ok("describe_table", "{'table':'zoo.talk'}");
    assertThat(table.path("comment").stringValue()).isEqualTo("y".repeat(3000));
    assertThat(table.at("/columns/0/comment").stringValue()).isEqualTo("z".repeat(10_000) + "…");
    database.run("drop table zoo.talk");
  }

  @Test
  void addsUpPartitions() {
    var feeding = only("{'schema':'zoo','name_pattern':'feeding'}");
    assertThat(feeding.path("partitions").intValue()).isEqualTo(3);
    assertThat(feeding.path("row_count").intValue()).isEqualTo(50);
    assertThat(feeding.path("size_bytes").longValue())
        .isEqualTo(
            pages("zoo.feeding_2024") + pages("zoo.feeding_2025_0") + pages("zoo.feeding_rest"));
    var partitions = tables("{'schema':'zoo','table_types':['partition']}");
    assertThat(partitions.valueStream().map(table -> table.path("partition_of").stringValue("-")))
        .containsExactly(
            "zoo.feeding",
            "zoo.feeding",
            "zoo.feeding_2025",
            "zoo.feeding",
            "zoo.part",
            "-",
            "zoo.split");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "100\\\\%\\\\_%   | 100%_sure\\",
        "%\\\\\\\\        | 100%_sure\\",
        "KEEP%            | keeper",
        "tag              | tag",
        "%'%              | Mixed Case \"q\" 'a'",
        "dot_ted.name     | dot.ted.name",
      })
  void filtersByALikePattern(String pattern, String name) {
    var arguments =
        Json.object().put("schema", "zoo").put("name_pattern", pattern.replace("\\\\", "\\"));
    assertThat(names(client.ok("list_tables", arguments).path("tables"))).containsExactly(name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "EEP           | keeper",
        "ted.n         | dot.ted.name",
        "ted_n         | dot.ted.name",
        "\\\\%\\\\_        | 100%_sure\\",
        "sure\\\\\\\\      | 100%_sure\\",
        "%eep          | ",
        "eep%          | ",
      })
  void findsNamesThatContainWhatHasNoPercentSign(String pattern, String name) {
    var arguments =
        Json.object().put("schema", "zoo").put("name_pattern", pattern.replace("\\\\", "\\"));
    assertThat(names(client.ok("list_tables", arguments).path("tables")))
        .isEqualTo(name == null ? List.of() : List.of(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\", "a\\\\\\"})
  void refusesAPatternThatEndsInAnEscape(String pattern) {
    for (var tool : List.of("list_tables", "list_schemas")) {
      var error = client.error(tool, Json.object().put("name_pattern", pattern));
      assertThat(error.path("code").stringValue()).isEqualTo("ERR_008");
      assertThat(error.path("message").stringValue()).startsWith("name_pattern must not end");
    }
  }

  @Test
  void filtersByType() {
    assertThat(names(tables("{'schema':'zoo','table_types':['materialized view']}")))
        .containsExactly("crowd");
    assertThat(names(tables("{'schema':'zoo','table_types':['materialized view','view']}")))
        .contains("crowd", "tag");
    assertThat(tables("{'schema':'zoo','table_types':['foreign table']}")).isEmpty();
    assertThat(client.error("list_tables", "{'table_types':['sequence']}").path("message"))
        .isEqualTo(
            Json.MAPPER.readTree(
                "\"The argument table_types[0] must be one of [table, partitioned table, partition,"
                    + " view, materialized view, foreign table], was sequence.\""));
    assertThat(client.error("list_tables", "{'table_types':[]}").path("message").stringValue())
        .contains("table_types must have at least 1 elements, had 0");
  }

  @Test
  void hidesWhatTheRoleMayNotRead() {
    var everything =
        names(
            tables(
                "{'table_types':['table','partition','partitioned table','view','materialized"
                    + " view']}"));
    assertThat(everything)
        .contains("half", "open", "visible", "plain", "shown_child")
        .doesNotContain("secret", "secret_child", "part_secret", "hidden_parent", "wine");
    assertThat(tables("{'schema':'cellar'}")).isEmpty();
    assertThat(client.error("list_tables", "{'schema':'ZOO'}").path("message").stringValue())
        .matches("There is no schema \"ZOO\" that may be read; there are .*zoo.*");
    assertThat(tables("{'schema':'','name_pattern':''}")).isEqualTo(tables("{}"));
    try (var owner = ToolClient.of(database, database.owner())) {
      assertThat(names(owner.ok("list_tables", "{'schema':'zoo'}").path("tables")))
          .contains("secret", "hidden_parent");
    }
  }

  @Test
  void doesNotWaitForALock() throws SQLException {
    try (var holder = database.connect(database.owner());
        var statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("lock table zoo.keeper in access exclusive mode");
      statement.execute("lock table zoo.feeding_2024 in access exclusive mode");
      statement.execute("reindex index zoo.cage_tags");
      statement.execute("truncate zoo.animal");
      var tables = client.ok("list_tables", "{'schema':'zoo'}").path("tables");
      assertThat(tables.valueStream().filter(table -> table.path("size_bytes").isNull()))
          .extracting(table -> table.path("name").stringValue())
          .contains("cage", "animal")
          .doesNotContain("keeper", "feeding", "visit");
      holder.rollback();
    }
  }

  @Test
  void pagesInAnOrderThatDoesNotChange() {
    var all = ids(tables("{}"));
    assertThat(all).hasSizeGreaterThan(25).doesNotHaveDuplicates();
    for (int size : new int[] {1, 7, 1000}) {
      var seen = new ArrayList<String>();
      var arguments = Json.object().put("page_size", size);
      JsonNode page;
      do {
        page = client.ok("list_tables", arguments.deepCopy());
        assertThat(page.path("tables").size()).isBetween(1, size);
        seen.addAll(ids(page.path("tables")));
        arguments.set("cursor", page.path("next_cursor"));
      } while (!page.path("next_cursor").isNull());
      assertThat(seen).isEqualTo(all);
    }
  }

  @Test
  void acceptsACursorOnlyWhereItWasGiven() {
    var cursor = client.ok("list_tables", "{'page_size':1}").path("next_cursor").stringValue();
    assertThat(client.ok("list_tables", Json.object().put("cursor", cursor)).path("tables"))
        .isNotEmpty();
    assertThat(
            client
                .ok("list_tables", Json.object().put("cursor", cursor).put("database", "default"))
                .path("tables"))
        .isNotEmpty();
    for (var foreign :
        List.of(
            Json.object().put("schema", "null"),
            Json.object().put("schema", "zoo"),
            Json.object().put("name_pattern", "%"),
            (ObjectNode) Json.MAPPER.readTree("{\"table_types\":[\"view\"]}"))) {
      assertRefused("list_tables", foreign.put("cursor", cursor));
    }
    assertRefused("list_schemas", Json.object().put("cursor", cursor));
    try (var other = ToolClient.of(database, database.reader())) {
      assertThat(other.error("list_tables", Json.object().put("cursor", cursor)).path("code"))
          .isEqualTo(Json.MAPPER.readTree("\"ERR_008\""));
    }
  }

  @Test
  void refusesADamagedCursor() {
    var cursor = client.ok("list_tables", "{'page_size':1}").path("next_cursor").stringValue();
    IntStream.range(0, cursor.length() - 1)
        .filter(at -> at % 9 == 0)
        .mapToObj(
            at ->
                cursor.substring(0, at)
                    + (cursor.charAt(at) == 'A' ? 'B' : 'A')
                    + cursor.substring(at + 1))
        .forEach(damaged -> assertRefused("list_tables", Json.object().put("cursor", damaged)));
    for (var nonsense : List.of("", "0", "é", cursor + "A", cursor.substring(4), "AAAA")) {
      assertRefused("list_tables", Json.object().put("cursor", nonsense));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1001", "1.5", "'5'", "1e300", "true"})
  void keepsPageSizeWithinBounds(String size) {
    for (var tool : List.of("list_tables", "list_schemas")) {
      assertThat(client.error(tool, "{'page_size':" + size + "}").path("message").stringValue())
          .startsWith("The argument page_size must be ");
    }
  }

  @Test
  void listsSchemas() {
    var schemas = client.ok("list_schemas", "{}").path("schemas");
    assertThat(names(schemas)).containsExactly("cellar", "public", "sch.ema", "zoo");
    assertThat(schemas.get(0).path("has_usage").booleanValue()).isFalse();
    assertThat(schemas.get(3).path("comment").stringValue())
        .isEqualTo("Animals; \"quoted\", Größe");
    assertThat(schemas.get(3).path("owner").stringValue()).isEqualTo(database.owner().user());
    assertThat(names(client.ok("list_schemas", "{'include_system':true}").path("schemas")))
        .contains("pg_catalog", "information_schema", "zoo");
    assertThat(names(client.ok("list_schemas", "{'name_pattern':'Z%'}").path("schemas")))
        .containsExactly("zoo");
    assertThat(names(client.ok("list_schemas", "{'name_pattern':'EMA'}").path("schemas")))
        .containsExactly("sch.ema");
    var first = client.ok("list_schemas", "{'page_size':3}");
    var rest =
        Json.object().put("cursor", first.path("next_cursor").stringValue()).put("page_size", 3);
    assertThat(names(client.ok("list_schemas", rest).path("schemas"))).containsExactly("zoo");
  }

  private void assertRefused(String tool, ObjectNode arguments) {
    var error = client.error(tool, arguments);
    assertThat(error.path("code").stringValue()).as("%s", arguments).isEqualTo("ERR_008");
    assertThat(error.path("message").stringValue()).startsWith("The cursor does not belong");
  }

  private JsonNode tables(String arguments) {
    return client.ok("list_tables", arguments).path("tables");
  }

  private JsonNode only(String arguments) {
    var tables = tables(arguments);
    assertThat(tables).hasSize(1);
    return tables.get(0);
  }

  private static List<String> names(JsonNode things) {
    return things.valueStream().map(thing -> thing.path("name").stringValue()).toList();
  }

  private static List<String> ids(JsonNode tables) {
    return tables
        .valueStream()
        .map(table -> table.path("schema").stringValue() + " " + table.path("name").stringValue())
        .toList();
  }
}
