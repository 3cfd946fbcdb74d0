package dev.howdah.tools.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Lists of the tools for schemas as Markdown, CSV and TSV. */
@OnPostgres
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FormatsTest {

  private final TestDatabase database;
  private final ToolClient client;

  FormatsTest(TestDatabase database) {
    this.database = database;
    this.client = ToolClient.of(database, database.reader());
  }

  @BeforeAll
  void fill() {
    database.run(
        """
        create schema shop;
        create table shop.customer (id integer primary key, name text);
        create table shop."a|b" (
          id integer primary key, customer_id integer references shop.customer, x integer);
        create index on shop."a|b" (customer_id, x) where x > 0;
        comment on table shop.customer is 'Who "buys",
        and pays | or not'""");
  }

  @AfterAll
  void close() {
    client.close();
  }

  private List<String> texts(String tool, String arguments) {
    JsonNode result = client.call(tool, arguments);
    assertThat(result.path("structuredContent").isObject()).isTrue();
    assertThat(result.path("isError").booleanValue(false)).isFalse();
    return result
        .path("content")
        .valueStream()
        .map(each -> each.path("text").stringValue())
        .toList();
  }

  @Test
  void listsTables() {
    assertThat(texts("list_tables", "{'schema':'shop','format':'csv'}").getFirst())
        .isEqualTo(
            """
            schema,name,type,row_count,row_count_is_estimate,size_bytes,size_is_estimate,partitions,\
            partition_of,extension,comment
            shop,a|b,table,,false,16384,false,,,,
            shop,customer,table,,false,16384,false,,,,"Who ""buys"",
            and pays | or not"
            """
                .replace("\n", "\r\n")
                .replace("buys\"\",\r\n", "buys\"\",\n"));
    assertThat(texts("list_tables", "{'schema':'shop','format':'markdown'}").getFirst())
        .startsWith("| schema | name | type |")
        .contains("| shop | a\\|b | table | NULL |")
        .contains("Who \"buys\",<br>and pays \\| or not |");
    assertThat(texts("list_tables", "{'schema':'shop','format':'tsv'}").getFirst())
        .contains("\nshop\ta|b\ttable\t\\N\tfalse\t");
  }

  @Test
  void saysHowToGoOn() {
    var texts = texts("list_tables", "{'schema':'shop','page_size':1,'format':'tsv'}");
    assertThat(texts).hasSize(2);
    assertThat(texts.getLast()).startsWith("next_cursor: ").doesNotContain("\n");
  }

  @Test
  void tellsEachListApart() {
    assertThat(texts("get_foreign_keys", "{'table':'shop.customer','format':'csv'}"))
        .satisfiesExactly(
            first -> assertThat(first).isEqualTo("foreign_keys: 0"),
            second -> assertThat(second).isEqualTo("referenced_by: 1"),
            third ->
                assertThat(third)
                    .startsWith("name,schema,table,columns,")
                    .contains("a|b_customer_id_fkey,shop,a|b,customer_id,shop,customer,id,"),
            rest -> assertThat(rest).isEqualTo("table: customer\nschema: shop"));
    assertThat(texts("get_indexes", "{'table':'shop.a|b','format':'tsv'}").getFirst())
        .contains("\tcustomer_id, x\t[]\tbtree\t");
  }

  @Test
  void leavesOutColumnsThatNoObjectHas() {
    assertThat(
            texts(
                    "search_objects",
                    "{'pattern':'customer_id','object_type':'column','format':'csv'}")
                .getFirst())
        .startsWith("type,schema,table,name,match,about\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "list_schemas {}",
        "list_tables {}",
        "describe_table {'table':'shop.a|b'}",
        "get_indexes {'table':'shop.a|b'}",
        "get_foreign_keys {'table':'shop.a|b'}",
        "find_relationships {'table':'shop.a|b'}",
        "search_objects {'pattern':'customer'}",
      })
  void holdsTheSameStructureInEveryForm(String call) {
    int space = call.indexOf(' ');
    var arguments = (ObjectNode) Json.MAPPER.readTree(call.substring(space).replace('\'', '"'));
    var json = client.ok(call.substring(0, space), arguments);
    for (var format : List.of("json", "markdown", "csv", "tsv")) {
      var answer = client.call(call.substring(0, space), arguments.put("format", format));
      assertThat(answer.path("structuredContent")).isEqualTo(json);
    }
  }

  @Test
  void knowsNamesInQuotes() {
    for (var tool : List.of("describe_table", "find_relationships")) {
      var error = client.error(tool, Json.object().put("table", "\"shop\".\"customer\""));
      assertThat(error.path("message").stringValue()).contains("Did you mean shop.customer");
    }
    var database = Json.object().put("database", "x".repeat(1000));
    assertThat(client.error("list_tables", database).path("message").stringValue())
        .isEqualTo("There is no database " + "x".repeat(100) + "…; known are default.");
  }

  @Test
  void refusesNamesThatNothingCanHave() {
    for (var tool :
        List.of("describe_table", "get_indexes", "get_foreign_keys", "find_relationships")) {
      var error = client.error(tool, Json.object().put("table", "x".repeat(1_000_000)));
      assertThat(error.path("code").stringValue()).isEqualTo("ERR_008");
      assertThat(error.path("message").stringValue())
          .isEqualTo("The argument table must have at most 300 characters, had 1000000.");
    }
  }
}
