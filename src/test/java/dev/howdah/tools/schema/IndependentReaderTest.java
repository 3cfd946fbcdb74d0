package dev.howdah.tools.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import tools.jackson.databind.JsonNode;

/**
 * Holds what the tools tell of the whole zoo against the information schema and PostgreSQL's own
 * views, which the owner reads.
 */
@OnEveryPostgres
record IndependentReaderTest(TestDatabase database) {

  @BeforeParameterizedClassInvocation
  static void build(TestDatabase database) {
    Zoo.build(database);
  }

  @Test
  void agreesOnTables() {
    try (var owner = ToolClient.of(database, database.owner())) {
      var told =
          owner
              .ok(
                  "list_tables",
                  "{'schema':'zoo','table_types':['table','partitioned table','partition','view']}")
              .path("tables")
              .valueStream()
              .map(
                  table ->
                      table.path("name").stringValue()
                          + (table.path("type").stringValue().equals("view")
                              ? "|VIEW"
                              : "|BASE TABLE"));
      assertThat(told)
          .containsExactlyInAnyOrderElementsOf(
              rows(
                  """
                  select concat_ws('|', table_name, table_type)
                  from information_schema.tables where table_schema = 'zoo'"""));
    }
  }

  @Test
  void agreesOnForeignKeys() {
    var theirs =
        rows(
            """
            select concat_ws('|', r.constraint_name, k.table_schema, k.table_name,
                     string_agg(k.column_name, ',' order by k.ordinal_position),
                     u.table_schema, u.table_name,
                     string_agg(u.column_name, ',' order by k.ordinal_position),
                     r.update_rule, r.delete_rule, case r.match_option when 'NONE' then 'SIMPLE'
                       else r.match_option end, c.is_deferrable, c.initially_deferred)
            from information_schema.referential_constraints r
            join information_schema.table_constraints c
              using (constraint_schema, constraint_name)
            join information_schema.key_column_usage k
              on k.constraint_schema = r.constraint_schema
              and k.constraint_name = r.constraint_name
            join information_schema.key_column_usage u
              on u.constraint_schema = r.unique_constraint_schema
              and u.constraint_name = r.unique_constraint_name
              and u.ordinal_position = k.position_in_unique_constraint
            where r.constraint_schema = 'zoo'
              -- The copies that point at each partition, which nobody declared.
              and u.table_name not like 'feeding\\_%'
            group by r.constraint_name, k.table_schema, k.table_name, u.table_schema,
              u.table_name, r.update_rule, r.delete_rule, r.match_option, c.is_deferrable,
              c.initially_deferred""");
    assertThat(theirs).hasSizeGreaterThan(5);
    assertThat(all("get_foreign_keys", "foreign_keys", IndependentReaderTest::key))
        .containsExactlyInAnyOrderElementsOf(theirs);
    assertThat(all("get_foreign_keys", "referenced_by", IndependentReaderTest::key))
        .containsExactlyInAnyOrderElementsOf(
            theirs.stream().filter(key -> !key.contains("|cellar|")).toList());
  }

  private static String key(JsonNode table, JsonNode key) {
    return Stream.of(
            text(key, "name"),
            text(key, "schema"),
            text(key, "table"),
            joined(key.path("columns")),
            text(key, "referenced_schema"),
            text(key, "referenced_table"),
            joined(key.path("referenced_columns")),
            text(key, "on_update").toUpperCase(Locale.ROOT),
            text(key, "on_delete").toUpperCase(Locale.ROOT),
            text(key, "match_type").toUpperCase(Locale.ROOT),
            key.path("deferrable").booleanValue() ? "YES" : "NO",
            key.path("initially_deferred").booleanValue() ? "YES" : "NO")
        .collect(Collectors.joining("|"));
  }

  @Test
  void agreesOnIndexes() {
    var theirs =
        rows(
            """
            select concat_ws('|', tablename, indexname, indexdef)
            from pg_indexes where schemaname = 'zoo'""");
    assertThat(theirs).hasSizeGreaterThan(15);
    Function<String, List<String>> ours =
        tool ->
            all(
                tool,
                "indexes",
                (table, index) ->
                    String.join(
                        "|", text(table, "table"), text(index, "name"), text(index, "definition")));
    assertThat(ours.apply("get_indexes")).containsExactlyInAnyOrderElementsOf(theirs);
    assertThat(ours.apply("describe_table")).containsExactlyInAnyOrderElementsOf(theirs);
  }

  @Test
  void agreesOnChecksUniqueConstraintsTriggersAndPolicies() {
    assertThat(
            all(
                "describe_table",
                "checks",
                (table, check) -> text(table, "table") + "|" + text(check, "name")))
        .containsExactlyInAnyOrderElementsOf(
            rows(
                """
                select concat_ws('|', table_name, constraint_name)
                from information_schema.table_constraints
                where table_schema = 'zoo' and constraint_type in ('CHECK', 'UNIQUE')
                  and constraint_name not like '%\\_not\\_null'""",
                """
                select concat_ws('|', c.relname, con.conname)
                from pg_constraint con
                join pg_class c on c.oid = con.conrelid
                where con.connamespace = 'zoo'::regnamespace and con.contype = 'x'"""));
    assertThat(
            all(
                "describe_table",
                "triggers",
                (table, trigger) -> text(table, "table") + "|" + text(trigger, "name")))
        .containsExactlyInAnyOrderElementsOf(
            rows(
                """
                select distinct concat_ws('|', event_object_table, trigger_name)
                from information_schema.triggers where event_object_schema = 'zoo'"""));
    assertThat(
            all(
                "describe_table",
                "policies",
                (table, policy) ->
                    String.join(
                        "|",
                        text(table, "table"),
                        text(policy, "name"),
                        policy.path("permissive").booleanValue() ? "PERMISSIVE" : "RESTRICTIVE",
                        text(policy, "command").toUpperCase(Locale.ROOT),
                        policy.path("using_expression").stringValue(""),
                        policy.path("check_expression").stringValue(""))))
        .containsExactlyInAnyOrderElementsOf(
            rows(
                """
                select concat_ws('|', tablename, policyname, permissive, cmd, coalesce(qual, ''),
                         coalesce(with_check, ''))
                from pg_policies where schemaname = 'zoo'"""));
  }

  @Test
  void agreesOnEnums() {
    var theirs =
        rows(
            """
            select c.table_name || '|' || c.column_name
            from information_schema.columns c
            where c.table_schema = 'zoo' and c.udt_schema = 'zoo' and c.udt_name = 'mood'""");
    assertThat(theirs).isNotEmpty();
    assertThat(
            all(
                "describe_table",
                "columns",
                (table, column) ->
                    column.path("enum_values").isNull()
                        ? ""
                        : text(table, "table") + "|" + text(column, "name")))
        .containsAll(theirs);
  }

  private interface Item {
    String of(JsonNode table, JsonNode item);
  }

  /** What a tool tells in one of its lists, of every table. */
  private List<String> all(String tool, String list, Item item) {
    try (var owner = ToolClient.of(database, database.owner())) {
      var all = new ArrayList<String>();
      var tables =
          owner.ok(
              "list_tables",
              "{'schema':'zoo','table_types':['table','partitioned table','partition','view',"
                  + "'materialized view']}");
      for (var table : tables.path("tables")) {
        var arguments = Json.object().put("schema", "zoo").put("table", text(table, "name"));
        var told = owner.ok(tool, arguments);
        told.path(list).forEach(each -> all.add(item.of(told, each)));
      }
      return all;
    }
  }

  private List<String> rows(String... statements) {
    var rows = new ArrayList<String>();
    try (var connection = database.connect(database.owner());
        var statement = connection.createStatement()) {
      for (var sql : statements) {
        try (var result = statement.executeQuery(sql)) {
          while (result.next()) {
            rows.add(result.getString(1));
          }
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
    return rows;
  }

  private static String text(JsonNode node, String name) {
    return node.path(name).stringValue();
  }

  private static String joined(JsonNode array) {
    return array.valueStream().map(JsonNode::stringValue).collect(Collectors.joining(","));
  }
}
