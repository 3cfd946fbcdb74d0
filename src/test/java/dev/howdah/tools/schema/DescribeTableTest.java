package dev.howdah.tools.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.config.Size;
import dev.howdah.db.QuerySettings;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@OnEveryPostgres
final class DescribeTableTest {

  private final TestDatabase database;
  private final ToolClient client;

  DescribeTableTest(TestDatabase database) {
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
  void tellsTheColumns() {
    var cage = zoo("cage");
    assertThat(cage.path("type").stringValue()).isEqualTo("table");
    assertThat(names(cage.path("columns")))
        .containsExactly(
            "house",
            "number",
            "size",
            "area",
            "open_since",
            "tags",
            "entry",
            "at",
            "moods",
            "worst",
            "all_moods",
            "lions",
            "keeper_id",
            "during");
    assertThat(column(cage, "size"))
        .isEqualTo(
            json(
                """
                {"name":"size","type":"numeric(6,2)","type_definition":null,"nullable":true,"default":"1.5",
                 "is_primary_key":false,"unique":false,"identity":null,"generated":null,
                 "enum_values":null,"comment":null}"""));
    assertThat(column(cage, "area").path("generated").stringValue()).isEqualTo("(size * size)");
    assertThat(column(cage, "area").path("default").isNull()).isTrue();
    assertThat(column(cage, "open_since").path("type").stringValue())
        .isEqualTo("timestamp(3) with time zone");
    assertThat(column(cage, "entry").path("identity").stringValue()).isEqualTo("by default");
    assertThat(column(cage, "entry").path("unique").booleanValue()).isTrue();
    assertThat(column(cage, "at").path("type").stringValue()).isEqualTo("zoo.place");
    assertThat(column(cage, "number").path("is_primary_key").booleanValue()).isTrue();
    assertThat(column(cage, "number").path("unique").booleanValue()).isFalse();
    assertThat(column(cage, "worst").path("nullable").booleanValue()).isFalse();
    assertThat(column(cage, "lions").path("type").stringValue()).isEqualTo("zoo.positive");
    assertThat(column(cage, "lions").path("type_definition").stringValue())
        .isEqualTo("integer CHECK (VALUE > 0)");
    assertThat(column(cage, "at").path("type_definition").stringValue())
        .isEqualTo("(x integer, y integer)");
    assertThat(column(cage, "all_moods").path("type_definition").stringValue())
        .isEqualTo("zoo.mood[]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"moods", "worst", "all_moods"})
  void findsTheValuesOfAnEnumInArraysAndDomains(String column) {
    assertThat(column(zoo("cage"), column).path("enum_values"))
        .isEqualTo(json("[\"calm\",\"it's hungry\",\"ANGRY\"]"));
  }

  @Test
  void keepsCompositeKeysWholeAndInOrder() {
    assertThat(zoo("cage").path("primary_key")).isEqualTo(json("[\"number\",\"house\"]"));
    assertThat(zoo("visit").path("foreign_keys"))
        .isEqualTo(
            json(
                """
                [{"name":"visit_number_house_fkey","columns":["number","house"],
                  "other_schema":"zoo","other_table":"cage","other_columns":["number","house"],
                  "on_update":"no action","on_delete":"restrict"}]"""));
    assertThat(zoo("cage").at("/referenced_by/0/other_table").stringValue()).isEqualTo("visit");
  }

  @Test
  void tellsAKeyToItselfFromBothEnds() {
    var keeper = zoo("keeper");
    assertThat(names(keeper.path("foreign_keys"))).containsExactly("keeper_boss_fk");
    assertThat(keeper.at("/foreign_keys/0/on_delete").stringValue()).isEqualTo("set null");
    assertThat(names(keeper.path("referenced_by")))
        .containsExactly("cage_keeper_id_fkey", "keeper_boss_fk");
  }

  @Test
  void countsIncludedColumnsNotAsKey() {
    var keeper = zoo("keeper");
    assertThat(keeper.path("primary_key")).isEqualTo(json("[\"keeper_id\"]"));
    assertThat(column(keeper, "name").path("is_primary_key").booleanValue()).isFalse();
    assertThat(column(keeper, "keeper_id").path("identity").stringValue()).isEqualTo("always");
    assertThat(column(keeper, "boss_id").path("comment").stringValue())
        .isEqualTo("Null for the director");
    assertThat(keeper.path("row_count").intValue()).isEqualTo(100);
    assertThat(keeper.path("size_bytes").longValue())
        .isEqualTo(Long.parseLong(database.ask("select pg_total_relation_size('zoo.keeper')")));
  }

  /** As models name a table that they have seen in a list. */
  @Test
  void findsATableThatHasItsSchemaTwiceOrNone() {
    for (var tool : List.of("describe_table", "get_indexes", "find_relationships")) {
      var wanted = client.ok(tool, "{'table':'zoo.cage'}");
      assertThat(client.ok(tool, "{'schema':'zoo','table':'zoo.cage'}")).isEqualTo(wanted);
      assertThat(client.ok(tool, "{'schema':'','table':'zoo.cage'}")).isEqualTo(wanted);
      client.error(tool, "{'schema':'public','table':'zoo.cage'}");
    }
  }

  @Test
  void tellsIndexes() {
    var indexes = zoo("cage").path("indexes");
    assertThat(names(indexes))
        .containsExactly("cage_during_excl", "cage_entry", "cage_lower", "cage_pkey", "cage_tags");
    var lower = indexes.get(2);
    assertThat(lower.path("columns")).isEqualTo(json("[\"lower(house)\",\"number\"]"));
    assertThat(lower.path("partial").booleanValue()).isTrue();
    assertThat(lower.path("definition").stringValue())
        .contains("number DESC) INCLUDE (size) WHERE (size > (2)::numeric)");
    assertThat(indexes.get(3).path("primary").booleanValue()).isTrue();
    assertThat(indexes.get(4).path("method").stringValue()).isEqualTo("gin");
    assertThat(names(zoo("cage").path("checks")))
        .containsExactly("cage_size_check", "cage_during_excl");
  }

  @Test
  void tellsTriggersAndPolicies() {
    var visit = zoo("visit");
    assertThat(names(visit.path("triggers"))).containsExactly("visit_noted", "visit_silent");
    assertThat(visit.at("/triggers/0/definition").stringValue())
        .startsWith("CREATE TRIGGER visit_noted BEFORE INSERT OR UPDATE OF house ON zoo.visit");
    assertThat(visit.at("/triggers/1/enabled").booleanValue()).isFalse();
    assertThat(visit.path("row_security").stringValue()).isEqualTo("on");
    assertThat(zoo("cage").path("row_security").stringValue()).isEqualTo("off");
    assertThat(visit.path("policies"))
        .isEqualTo(
            json(
                """
                [{"name":"everybody","command":"select","permissive":true,"roles":["public"],
                  "using_expression":"true","check_expression":null},
                 {"name":"only_small","command":"update","permissive":false,"roles":["public"],
                  "using_expression":"(number < 10)","check_expression":"(number < 5)"}]"""));
  }

  @Test
  void tellsPartitions() {
    var feeding = zoo("feeding");
    assertThat(feeding.path("type").stringValue()).isEqualTo("partitioned table");
    assertThat(names(feeding.path("partitions")))
        .containsExactly("feeding_2024", "feeding_2025", "feeding_rest");
    assertThat(feeding.at("/partitions/2/bounds").stringValue()).isEqualTo("DEFAULT");
    assertThat(feeding.path("row_count").intValue()).isEqualTo(50);
    assertThat(names(feeding.path("referenced_by"))).containsExactly("receipt_feeding");
    assertThat(names(zoo("receipt").path("foreign_keys"))).containsExactly("receipt_feeding");
    assertThat(feeding.path("partition_key").stringValue()).isEqualTo("RANGE (fed_at)");
    assertThat(feeding.path("partition_count").intValue()).isEqualTo(3);
    assertThat(feeding.path("inherits")).isEmpty();
    var year = zoo("feeding_2025");
    assertThat(year.path("type").stringValue()).isEqualTo("partition");
    assertThat(year.path("inherits"))
        .isEqualTo(json("[{\"schema\":\"zoo\",\"name\":\"feeding\"}]"));
    assertThat(year.path("partition_bounds").stringValue()).startsWith("FOR VALUES FROM (");
    assertThat(year.path("partition_key").stringValue()).isEqualTo("HASH (fed_at)");
  }

  @Test
  void tellsViews() {
    assertThat(zoo("grown").path("definition").stringValue()).contains("FROM zoo.keeper");
    assertThat(zoo("grown").path("size_bytes").isNull()).isTrue();
    assertThat(names(zoo("crowd").path("indexes"))).containsExactly("crowd_n");
    assertThat(zoo("crowd").path("type").stringValue()).isEqualTo("materialized view");
    assertThat(names(zoo("tag").path("columns"))).containsExactly("a%b", "Ünïcode ☃");
  }

  @Test
  void tellsInheritedColumnsAndChecks() {
    assertThat(names(zoo("bird").path("columns"))).containsExactly("animal_id", "name", "wingspan");
    assertThat(names(zoo("bird").path("checks"))).containsExactly("bird_wingspan_check");
    assertThat(names(zoo("bird").path("inherits"))).containsExactly("animal");
    assertThat(names(zoo("animal").path("inherited_by"))).containsExactly("bird");
    assertThat(zoo("animal").path("partitions")).isEmpty();
  }

  @Test
  void knowsTheExtremes() {
    assertThat(zoo("nothing").path("columns")).isEmpty();
    assertThat(names(zoo(Zoo.LONGEST).path("columns"))).containsExactly(Zoo.LONGEST);
    assertThat(client.error("describe_table", arguments("zoo", Zoo.LONGEST + "x")).path("code"))
        .isEqualTo(json("\"ERR_008\""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "zoo | Mixed Case \"q\" 'a' | zoo | Mixed Case \"q\" 'a'",
        "zoo | dot.ted.name         | zoo | dot.ted.name",
        "    | zoo.dot.ted.name     | zoo | dot.ted.name",
        "zoo | 100%_sure\\          | zoo | 100%_sure\\",
        "    | sch.ema.ta.ble       | sch.ema | ta.ble",
        "    | sch.ema.plain        | sch.ema | plain",
        "sch.ema | ta.ble           | sch.ema | ta.ble",
        "    | visible              | public | visible",
        "    | zoo.keeper           | public | zoo.keeper",
        "zoo | keeper               | zoo | keeper",
        "    | pg_catalog.pg_class  | pg_catalog | pg_class",
      })
  void findsNamesAsTheyStandInTheCatalog(
      String schema, String table, String foundSchema, String foundTable) {
    var found = client.ok("describe_table", arguments(schema, table));
    assertThat(found.path("schema").stringValue()).isEqualTo(foundSchema);
    assertThat(found.path("table").stringValue()).isEqualTo(foundTable);
  }

  @Test
  void takesTheOldNameOfTheArgument() {
    assertThat(client.ok("describe_table", "{'table_name':'visible'}").path("schema"))
        .isEqualTo(json("\"public\""));
    assertThat(client.error("describe_table", "{'table':'a','table_name':'b'}").path("message"))
        .isEqualTo(json("\"Give table or table_name, not both.\""));
  }

  @ParameterizedTest
  @CsvSource({
    "zoo, secret",
    "zoo, missing",
    "cellar, wine",
    "cellar, missing",
    "missing, missing",
    "zoo, ''",
    "zoo, 'Keeper'",
    "zoo, cage_pkey"
  })
  void saysTheSameOfWhatIsHiddenAndWhatIsNot(String schema, String table) {
    var error = client.error("describe_table", arguments(schema, table));
    assertThat(error.path("code").stringValue()).isEqualTo("ERR_008");
    assertThat(error.path("message").stringValue())
        .startsWith(
            "There is no table or view \"" + table + "\" in the schema \"" + schema + "\" that");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "open",
        "peek",
        "peek_twice",
        "guarded",
        "half",
        "part",
        "part_open",
        "shown_child",
        "bottle",
        "veiled",
        "split",
        "split_a"
      })
  void namesNoTableThatTheRoleMayNotRead(String table) {
    var text = zoo(table).toString();
    assertThat(text)
        .doesNotContainPattern("zoo\\.secret|secret_child|part_secret|hidden_parent|cellar|wine\"")
        .doesNotContain("unseen");
  }

  @Test
  void cutsWhatIsTooMuchAndSaysSo() {
    var wide = zoo("wide");
    assertThat(wide.path("columns")).hasSize(250);
    assertThat(wide.path("column_count").intValue()).isEqualTo(Zoo.MOST_COLUMNS);
    assertThat(wide.path("truncated").booleanValue()).isTrue();
    assertThat(wide.path("truncated_reason").stringValue())
        .isEqualTo(
            "Cut: columns: 250; 1600 in all; ask for others with column_pattern or max_columns.");
    var all = client.ok("describe_table", arguments("zoo", "wide").put("max_columns", 1600));
    assertThat(all.path("columns")).hasSize(Zoo.MOST_COLUMNS);
    assertThat(all.path("truncated").booleanValue()).isFalse();
    assertThat(all.path("truncated_reason").isNull()).isTrue();
    var some = client.ok("describe_table", arguments("zoo", "wide").put("column_pattern", "C15__"));
    assertThat(names(some.path("columns"))).hasSize(100).startsWith("c1500").endsWith("c1599");
    assertThat(some.path("column_count").intValue()).isEqualTo(100);
    assertThat(
            client
                .error("describe_table", arguments("zoo", "wide").put("column_pattern", "a\\"))
                .path("message")
                .stringValue())
        .startsWith("column_pattern must not end");
  }

  @Test
  void keepsToTheSizeOfAResult() {
    var least = new QuerySettings(500, 10_000, Size.parse("20kB"), Size.parse("1kB"));
    var where = ToolClient.database("default", database.dsn(database.reader()));
    try (var narrow = new ToolClient(least, where)) {
      var wide = narrow.ok("describe_table", arguments("zoo", "wide").put("max_columns", 1600));
      assertThat(wide.toString().length()).isBetween(15_000, 20_000);
      assertThat(wide.path("columns").size()).isBetween(50, 200);
      assertThat(wide.path("truncated_reason").stringValue())
          .isEqualTo(
              "Cut: columns: %d of 1600, because the answer is larger than query.max-result-size"
                      .formatted(wide.path("columns").size())
                  + " (20kB).");
      var lengthy = narrow.ok("describe_table", arguments("zoo", "long_view"));
      assertThat(lengthy.path("definition").stringValue())
          .hasSizeBetween(1000, 1100)
          .containsPattern("… \\[cut, \\d{4} bytes]$");
      assertThat(lengthy.path("truncated").booleanValue()).isTrue();
    }
  }

  @Test
  void tellsTheRestOfAVeiledTable() {
    var veiled = zoo("veiled");
    assertThat(names(veiled.path("columns"))).containsExactly("seen", "made", "during");
    assertThat(column(veiled, "made").path("generated").stringValue()).isEqualTo("…");
    assertThat(names(veiled.path("checks"))).isEmpty();
    assertThat(names(veiled.path("indexes"))).containsExactly("veiled_pkey");
    assertThat(names(veiled.path("triggers"))).isEmpty();
    assertThat(names(veiled.path("policies"))).containsExactly("veiled_rows");
    assertThat(veiled.path("row_security").stringValue()).isEqualTo("forced");
    assertThat(zoo("split").path("partition_key").isNull()).isTrue();
    assertThat(zoo("split").at("/partitions/0/bounds").isNull()).isTrue();
    assertThat(zoo("split_a").path("partition_bounds").isNull()).isTrue();
    try (var owner = ToolClient.of(database, database.owner())) {
      var split = owner.ok("describe_table", arguments("zoo", "split"));
      assertThat(split.path("partition_key").stringValue()).isEqualTo("LIST (unseen)");
      assertThat(split.at("/partitions/0/bounds").stringValue()).contains("unseen");
      assertThat(owner.ok("describe_table", arguments("zoo", "split_a")).path("partition_bounds"))
          .isEqualTo(split.at("/partitions/0/bounds"));
      assertThat(
              column(owner.ok("describe_table", arguments("zoo", "veiled")), "made")
                  .path("generated")
                  .stringValue())
          .isEqualTo("upper(unseen)");
    }
  }

  @Test
  void tellsTheRestOfAHalfHiddenTable() {
    var half = zoo("half");
    assertThat(names(half.path("columns"))).containsExactly("seen", "sum");
    assertThat(names(half.path("indexes"))).containsExactly("half_pkey");
    assertThat(names(half.path("checks"))).containsExactly("half_sum_check");
    assertThat(zoo("peek_twice").path("definition").stringValue()).contains("zoo.peek");
    assertThat(zoo("peek").path("definition").isNull()).isTrue();
    assertThat(zoo("part").path("partitions")).hasSize(1);
    assertThat(names(zoo("open").path("indexes"))).containsExactly("open_pkey");
  }

  /** PostgreSQL prints indexes and defaults under a lock, so this holds for other tables only. */
  @Test
  void doesNotWaitForALockOnAnotherTable() throws SQLException {
    try (var holder = database.connect(database.owner());
        var statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("lock table zoo.keeper, zoo.feeding_2024 in access exclusive mode");
      assertThat(zoo("grown").path("definition").isNull()).isTrue();
      assertThat(zoo("feeding").path("partitions")).hasSize(3);
      holder.rollback();
    }
  }

  /** Reads as the owner what the SQL standard says of columns and keys. */
  @Test
  void agreesWithTheInformationSchema() throws SQLException {
    try (var owner = ToolClient.of(database, database.owner());
        var connection = database.connect(database.owner());
        var statement = connection.createStatement()) {
      var tables = new ArrayList<String>();
      try (var rows =
          statement.executeQuery(
              "select table_name from information_schema.tables where table_schema = 'zoo'")) {
        while (rows.next()) {
          tables.add(rows.getString(1));
        }
      }
      assertThat(tables).hasSizeGreaterThan(20);
      for (var table : tables) {
        var described =
            owner.ok("describe_table", arguments("zoo", table).put("max_columns", 1600));
        var columns = new ArrayList<String>();
        for (var column : described.path("columns")) {
          columns.add(
              String.join(
                  "|",
                  column.path("name").stringValue(),
                  column.path("nullable").booleanValue() ? "YES" : "NO",
                  column.path("identity").stringValue("").toUpperCase(Locale.ROOT),
                  column.path("default").stringValue(""),
                  column.path("generated").stringValue("")));
        }
        assertThat(columns)
            .as(table)
            .isEqualTo(
                list(
                    connection,
                    """
                    select concat_ws('|', column_name, is_nullable,
                             coalesce(identity_generation, ''), coalesce(column_default, ''),
                             coalesce(generation_expression, ''))
                    from information_schema.columns
                    where table_schema = 'zoo' and table_name = ?
                    order by ordinal_position""",
                    table));
        assertThat(strings(described.path("primary_key")))
            .as(table)
            .isEqualTo(
                list(
                    connection,
                    """
                    select k.column_name
                    from information_schema.table_constraints c
                    join information_schema.key_column_usage k
                      using (constraint_schema, constraint_name, table_schema, table_name)
                    where c.constraint_type = 'PRIMARY KEY'
                      and table_schema = 'zoo' and table_name = ?
                    order by k.ordinal_position""",
                    table));
      }
    }
  }

  private static List<String> list(Connection connection, String sql, String table)
      throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      statement.setString(1, table);
      var list = new ArrayList<String>();
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          list.add(rows.getString(1));
        }
      }
      return list;
    }
  }

  @Test
  void namesWhatWasProbablyMeant() {
    assertThat(similar("kage")).startsWith("zoo.cage");
    assertThat(similar("mixed_case 'q' a")).contains("zoo.Mixed Case \"q\" 'a'");
    assertThat(similar("xyzzy")).isEmpty();
    assertThat(similar("secret")).doesNotContain("zoo.secret");
  }

  private List<String> similar(String table) {
    var result = client.call("describe_table", Json.object().put("table", table));
    return result
        .at("/structuredContent/error/details/similar")
        .valueStream()
        .map(JsonNode::stringValue)
        .toList();
  }

  private JsonNode zoo(String table) {
    return client.ok("describe_table", arguments("zoo", table));
  }

  private static ObjectNode arguments(String schema, String table) {
    return Json.object().put("schema", schema).put("table", table);
  }

  private static JsonNode column(JsonNode described, String name) {
    return described
        .path("columns")
        .valueStream()
        .filter(column -> column.path("name").stringValue().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> names(JsonNode things) {
    return things.valueStream().map(thing -> thing.path("name").stringValue()).toList();
  }

  private static List<String> strings(JsonNode array) {
    return array.valueStream().map(JsonNode::stringValue).toList();
  }

  private static JsonNode json(String text) {
    return Json.MAPPER.readTree(text);
  }
}
