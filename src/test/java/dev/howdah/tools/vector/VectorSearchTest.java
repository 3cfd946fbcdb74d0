package dev.howdah.tools.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.howdah.testing.NeedsPgvector;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@NeedsPgvector
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VectorSearchTest {

  private final TestDatabase database;
  private final ToolClient client;

  VectorSearchTest(TestDatabase database) {
    this.database = database;
    this.client = Shop.client(database);
  }

  @BeforeAll
  void fill() {
    database.run(Shop.DOCUMENTS);
    database.run(
        """
        create table half (id int primary key, embedding halfvec(3));
        insert into half values (1, '[1,0,0]'), (2, '[0,1,0]');
        create table sparse (id int primary key, embedding sparsevec(5));
        insert into sparse values (1, '{1:1}/5'), (2, '{2:1,3:0.5}/5');
        create table bits (id int primary key, embedding bit(4));
        insert into bits values (1, '1111'), (2, '1000'), (3, '0000');
        create table "Odd ""name""; drop table document; --" (
          "id) from secret; --" int, "select" int, "dis$1tance" int, distance int, similarity text,
          "em""bed' ding" vector(2));
        insert into "Odd ""name""; drop table document; --" values (1, 2, 3, 4, 'own', '[1, 1]');
        create view shown as select id, title, embedding from document where kind = 'fruit';
        create table parted (id int, embedding vector(2)) partition by range (id);
        create table parted_low partition of parted for values from (0) to (10);
        create table parted_high partition of parted for values from (10) to (20);
        insert into parted values (1, '[1, 0]'), (11, '[0, 1]');
        create domain place as vector(2);
        create table located (id int, at place);
        insert into located values (1, '[3, 4]');
        create table anything (id int, embedding vector);
        insert into anything values (1, '[3, 4]');
        create table flagged (id int, flags bit(2), embedding vector(2));
        insert into flagged values (1, '01', '[3, 4]')
        """);
  }

  @AfterAll
  void close() {
    client.close();
  }

  @Test
  void givesTheNearestFirst() {
    var result =
        client.ok(
            "vector_search",
            "{'table':'document','embedding_column':'embedding','query_embedding':[1,0,0],'limit':2}");
    assertThat(texts(result, "title")).containsExactly("red apple", "green apple");
    var first = result.at("/rows/0");
    assertThat(first.propertyNames())
        .containsExactly("id", "title", "kind", "stored", "distance", "similarity");
    assertThat(first.path("distance").doubleValue()).isZero();
    assertThat(first.path("similarity").doubleValue()).isEqualTo(1);
    assertThat(result.path("metric").stringValue()).isEqualTo("cosine");
    assertThat(result.path("index_used").isNull()).isTrue();
    assertThat(result.path("hint").stringValue())
        .contains(
            "CREATE INDEX ON \"public\".\"document\" USING hnsw (\"embedding\""
                + " \"public\".\"vector_cosine_ops\");");
    assertThat(result.path("truncated").booleanValue()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"document | [1,0,0]", "bits | [1,1,1,1]", "located | [3,4]", "flagged | [3,4]"})
  void takesTheOnlyColumnOfEmbeddings(String table, String embedding) {
    var arguments = "{'table':'%s','query_embedding':%s}".formatted(table, embedding);
    assertThat(client.ok("vector_search", arguments).at("/rows/0/id").intValue()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id < 3",
        "document.id < 3",
        "public.document.id < 3",
        "\\\"public\\\".\\\"document\\\".\\\"id\\\" < 3"
      })
  void takesColumnsWithTheirTableAndSchema(String condition) {
    for (var words : List.of("", ",'text_query':'apple','text_column':'title'")) {
      var arguments =
          "{'table':'document','query_embedding':[1,0,0],'where_clause':'%s'%s}"
              .formatted(condition, words);
      assertThat(texts(client.ok("vector_search", arguments), "title"))
          .containsExactly("red apple", "green apple");
    }
  }

  /** Those whose squares do not fit into single precision. */
  @Test
  void takesLongEmbeddingsWhereNoSquareIsNeeded() {
    var arguments = "{'table':'document','query_embedding':[3e38,3e37,0],'metric':'l1'}";
    assertThat(client.ok("vector_search", arguments).at("/rows/0/distance").isNumber()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "document | [3,4,0]      | cosine        | 4 | 0.2  | 0.8",
        "document | [0,4,0]      | l2            | 4 | 3    | 0.25",
        "document | [0,4,0]      | inner_product | 4 | -4   | 4",
        "document | [0,4,0]      | l1            | 4 | 3    | 0.25",
        "half     | [0,4,0]      | cosine        | 2 | 0    | 1",
        "half     | [0,4,0]      | l2            | 2 | 3    | 0.25",
        "half     | [0,4,0]      | inner_product | 2 | -4   | 4",
        "half     | [0,4,0]      | l1            | 2 | 3    | 0.25",
        "sparse   | '{1:4}/5'    | cosine        | 1 | 0    | 1",
        "sparse   | [4,0,0,0,0]  | l2            | 1 | 3    | 0.25",
        "sparse   | [4,0,0,0,0]  | inner_product | 1 | -4   | 4",
        "sparse   | '{1:4}/5'    | l1            | 1 | 3    | 0.25",
        "bits     | '1100'       | hamming       | 2 | 1    | 0.5",
        "bits     | [1,1,1,0]    | hamming       | 1 | 1    | 0.5",
        "bits     | '1100'       | jaccard       | 1 | 0.5  | 0.5",
      },
      quoteCharacter = '`')
  void measuresByEachMetric(
      String table, String embedding, String metric, int id, double distance, double similarity) {
    var result =
        client.ok(
            "vector_search",
            "{'table':'%s','embedding_column':'embedding','query_%s':%s,'metric':'%s'}"
                .formatted(
                    table, embedding.startsWith("'") ? "vector" : "embedding", embedding, metric));
    var first = result.at("/rows/0");
    assertThat(first.path("distance").doubleValue()).isCloseTo(distance, within(1e-9));
    assertThat(first.path("similarity").doubleValue()).isCloseTo(similarity, within(1e-9));
    assertThat(result.path("metric").stringValue()).isEqualTo(metric);
    assertThat(nearest(result)).contains(id);
  }

  @Test
  void measuresBitsByHammingWhereNothingIsSaid() {
    var result =
        client.ok(
            "vector_search",
            "{'table':'bits','embedding_column':'embedding','query_vector':'1111'}");
    assertThat(result.path("metric").stringValue()).isEqualTo("hamming");
    assertThat(numbers(result, "distance")).containsExactly(0, 3, 4);
  }

  @Test
  void keepsTheNumbersOfTheCallersParameters() {
    var result =
        client.ok(
            "vector_search",
            """
            {'table':'document','embedding_column':'embedding','query_embedding':[1,0,0],
             'where_clause':'kind = any($2) and id > $1 -- and no more','params':[1,['fruit','car']],
             'columns':['id','embedding']}
            """);
    assertThat(numbers(result, "id")).startsWith(2).containsExactlyInAnyOrder(2, 4, 5);
    assertThat(result.at("/rows/0/embedding/1").doubleValue()).isEqualTo(0.1);
  }

  @Test
  void showsRowsInOtherForms() {
    var answer =
        client.call(
            "vector_search",
            """
            {'table':'document','embedding_column':'embedding','query_embedding':[1,0,0],
             'metric':'l2','limit':1,'columns':['id','title'],'format':'csv'}""");
    assertThat(answer.at("/content/0/text").stringValue())
        .isEqualTo("id,title,distance,similarity\r\n1,red apple,0,1\r\n");
    assertThat(answer.at("/content/1/text").stringValue()).startsWith("Hint: ");
    assertThat(answer.at("/structuredContent/rows/0/title").stringValue()).isEqualTo("red apple");
  }

  @Test
  void takesAConditionAsOneOperand() {
    var result =
        client.ok(
            "vector_search",
            """
            {'table':'document','embedding_column':'embedding','query_embedding':[1,0,0],
             'where_clause':'id = 1 or kind = $1 or embedding is null','params':['house']}
            """);
    assertThat(numbers(result, "id")).containsExactly(1, 6);
  }

  @Test
  void quotesEveryName() {
    var result =
        client.ok(
            "vector_search",
            """
            {'table':'Odd \\"name\\"; drop table document; --',
             'embedding_column':'em\\"bed\\u0027 ding','query_embedding':[1,1],
             'where_clause':'"select" = 2'}
            """
                .replace("\"select\"", "\\\"select\\\""));
    var row = result.at("/rows/0");
    assertThat(row.propertyNames())
        .containsExactly(
            "id) from secret; --",
            "select",
            "dis$1tance",
            "distance_2",
            "similarity_2",
            "distance",
            "similarity");
    assertThat(row.path("distance_2").intValue()).isEqualTo(4);
    assertThat(row.path("similarity_2").stringValue()).isEqualTo("own");
    assertThat(row.path("similarity").doubleValue()).isEqualTo(1);
    assertThat(database.ask("select count(*) from document")).isEqualTo("6");
  }

  @ParameterizedTest
  @CsvSource({
    "shown, embedding, '[1,0,0]', 2",
    "parted, embedding, '[1,0]', 2",
    "parted_low, embedding, '[1,0]', 1",
    "located, at, '[3,4]', 1",
    "anything, embedding, '[3,4]', 1",
    "public.document, embedding, '[1,0,0]', 5"
  })
  void readsViewsPartitionsAndDomains(String table, String column, String query, int rows) {
    var result =
        client.ok(
            "vector_search",
            "{'table':'%s','embedding_column':'%s','query_vector':'%s','metric':'l2'}"
                .formatted(table, column, query));
    assertThat(result.path("row_count").intValue()).isEqualTo(rows);
    assertThat(result.path("rows").size()).isEqualTo(rows);
  }

  @Test
  void saysWhatWasCut() {
    database.run(
        """
        create table long (id int, text text, embedding vector(1));
        insert into long select n, repeat('x', 60000), array[n]::vector from generate_series(1, 40) n
        """);
    var result =
        client.ok(
            "vector_search",
            "{'table':'long','embedding_column':'embedding','query_embedding':[1],'limit':40,'metric':'l2'}");
    assertThat(result.path("truncated").booleanValue()).isTrue();
    assertThat(result.path("row_count").intValue()).isBetween(1, 39);
    assertThat(result.path("truncated_reason").stringValue()).contains("fewer columns");
  }

  /** Those that share the first place. */
  private static List<Integer> nearest(JsonNode result) {
    double least = result.at("/rows/0/distance").doubleValue();
    return result
        .path("rows")
        .valueStream()
        .filter(row -> row.path("distance").doubleValue() == least)
        .map(row -> row.path("id").intValue())
        .toList();
  }

  private static List<String> texts(JsonNode result, String column) {
    return result.path("rows").valueStream().map(row -> row.path(column).stringValue()).toList();
  }

  private static List<Integer> numbers(JsonNode result, String column) {
    return result.path("rows").valueStream().map(row -> row.path(column).intValue()).toList();
  }
}
