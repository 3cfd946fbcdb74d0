package dev.howdah.tools.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.NeedsPgvector;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What cannot be right is told before anything runs, with the value and what would work. */
@NeedsPgvector
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalsTest {

  private final TestDatabase database;
  private final ToolClient client;

  RefusalsTest(TestDatabase database) {
    this.database = database;
    this.client = Shop.client(database);
  }

  @BeforeAll
  void fill() {
    database.run(Shop.DOCUMENTS);
    database.run(Shop.withhold(database, "secret"));
    database.run(
        """
        create table half (id int, embedding halfvec(2));
        create table sparse (id int, embedding sparsevec(5));
        create table loose (id int, embedding sparsevec);
        create table bits (id int, embedding bit(4));
        create table flexible (id int, embedding bit varying(4));
        create table twofold (id int, title vector(2), body halfvec(2));
        create table without (id int);
        create table partly (id int, a vector(2), b vector(2), c vector(2));
        create schema fake;
        create type fake.vector as (x real[]);
        create domain fake.halfvec as text;
        create type fake.bit as enum ('0', '1');
        create table posing (id int, v fake.vector, h fake.halfvec, b fake.bit);
        """);
    database.run(
        Shop.withhold(database, "partly")
            + "; grant select (id, a, c) on partly to "
            + database.reader().user());
  }

  @AfterAll
  void close() {
    client.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "document | []                     | The argument query_embedding must have at least 1",
        "document | '[]'                   | must have 1 to 16000 dimensions for the type vector, had 0",
        "document | [1,2]                  | has 2 dimensions, but public.document.embedding is vector(3): give 3",
        "document | [1,2,3,4]              | has 4 dimensions",
        "document | [1,null,3]             | query_embedding[1] must be a number, was null",
        "document | [1,'NaN',3]            | query_embedding[1] must be a number",
        "document | ['Infinity',2,3]       | query_embedding[0] must be a number",
        "document | '[1,NaN,3]'            | query_vector[1] must be a finite number, was NaN",
        "document | '[1,2,-inf]'           | query_vector[2] must be a finite number, was -inf",
        "document | '[1,0x1p3,2]'          | query_vector[1] must be a finite number, was 0x1p3",
        "document | '[1,2d,3]'             | query_vector[1] must be a finite number, was 2d",
        "document | [1,2,1e39]             | must be within ±3.4e38 for the type vector",
        "document | [1,2,-1e999]           | must be within ±3.4e38 for the type vector",
        "document | [[1,2,3]]              | query_embedding[0] must be a number",
        "document | [1,true,3]             | query_embedding[1] must be a number, was true",
        "document | '[1,2'                 | must look like [0.1,0.2], was [1,2",
        "document | '[1,,3]'               | query_vector[1] must be a finite number",
        "document | '[1,2,3]::text'        | must look like [0.1,0.2]",
        "document | 7                      | must be an array, was 7",
        "document | {'1':2}                | must be an array",
        "document | [0,0,0]                | must have an element that is not 0 for the metric cosine",
        "document | '[0,0,0]'              | query_vector must have an element that is not 0 for the metric cosine",
        "document | [1e-30,0,0]            | query_embedding must have an element that is not 0 for the metric cosine",
        "document | [3e38,3e38,0]          | query_embedding is too long for the metric cosine: the squares",
        "document | '[2e19,0,0]'           | query_vector is too long for the metric cosine: the squares",
        "half     | [1e-9,0]               | query_embedding must have an element that is not 0 for the metric cosine",
        "half     | '[1e-9,-2e-8]'         | query_vector must have an element that is not 0 for the metric cosine",
        "sparse   | '{}/5'                 | query_vector must have an element that is not 0 for the metric cosine",
        "half     | [1,65520]              | must be within ±65504 for the type halfvec, was 65520",
        "half     | [1]                    | embedding is halfvec(2): give 2",
        "sparse   | '{1:1}/6'              | has 6 dimensions, but public.sparse.embedding is sparsevec(5)",
        "sparse   | [1,2]                  | has 2 dimensions, but public.sparse.embedding is sparsevec(5)",
        "sparse   | '{0:1}/5'              | must have indexes from 1 to 5, had 0",
        "sparse   | '{6:1}/5'              | must have indexes from 1 to 5, had 6",
        "sparse   | '{1:1,1:2}/5'          | must have each index once, had 1 twice",
        "sparse   | '{1:NaN}/5'            | query_vector[1] must be a finite number, was NaN",
        "sparse   | '{1}/5'                | must look like {1:0.5,7:1}/1000",
        "sparse   | '1:1'                  | must look like {1:0.5,7:1}/1000",
        "loose    | '{}/0'                 | must have 1 to 1000000000 dimensions",
        "bits     | '10101'                | has 5 dimensions, but public.bits.embedding is bit(4)",
        "bits     | '102'                  | must be 0 and 1 alone, as 0101, was 102",
        "bits     | [1,2,0,0]              | query_embedding[1] must be 0 or 1, was 2.0",
        "bits     | ''                     | must have 1 to 83886080 dimensions for the type bit, had 0",
        "flexible | '1010'                 | is of type bit varying(4), which holds no embeddings",
      })
  void refusesWhatIsNoEmbedding(String table, String embedding, String message) {
    String kind = embedding.startsWith("'") ? "vector" : "embedding";
    assertThat(error(table, "'query_" + kind + "':" + embedding)).contains(message);
  }

  @ParameterizedTest
  @CsvSource({"v, fake.vector", "h, fake.halfvec", "b, fake.\"bit\""})
  void takesNoOtherTypesOfTheseNames(String column, String type) {
    var arguments =
        "{'table':'posing','embedding_column':'%s','query_vector':'[1,2]'}".formatted(column);
    assertThat(client.error("vector_search", arguments).path("message").stringValue())
        .contains("\"" + column + "\" is of type " + type + ", which holds no embeddings");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'metric':'hamming'                          | must be one of [cosine, l2, inner_product, l1]",
        "'metric':'manhattan'                        | The argument metric must be one of",
        "'limit':0                                   | must be at least 1",
        "'limit':1001                                | must be at most 1000",
        "'ef_search':0                               | The argument ef_search must be at least 1",
        "'ef_search':1001                            | The argument ef_search must be at most 1000",
        "'probes':0                                  | The argument probes must be at least 1",
        "'probes':32769                              | The argument probes must be at most 32768",
        "'columns':['nothing']                       | has no column \"nothing\" that is open to you here; it has id, title, kind, embedding, stored.",
        "'columns':[]                                | must have at least 1",
        "'params':[1]                                | params are for where_clause",
        "'where_clause':'id = 1','params':[1]        | use each of the 1 params, as $1 and so on; it uses none",
        "'where_clause':'id = $2','params':[1,2]     | use each of the 2 params, as $1 and so on; it uses $2",
        "'where_clause':'id = $1'                    | where_clause uses $1, but params, the list of its values, is missing",
        "'where_clause':'id = $1 or id = $2','params':[] | where_clause uses $1, $2, but params",
        "'query_text':'apples'                       | Give exactly one of query_embedding, query_vector and query_text",
        "'text_query':'apples'                       | needs both text_query and text_column",
        "'text_column':'title'                       | needs both text_query and text_column",
        "'text_query':'a','text_column':'id'         | must be of a type of text or tsvector; \"id\" is of type integer",
        "'text_query':'a','text_column':'title','language':'klingon'  | language must be one of arabic",
        "'text_query':'a','text_column':'title','language':\"x'); --\" | language must be one of arabic",
        "'schema':'other'                            | no table or view \"document\" in the schema \"other\" that you may read",
      })
  void refusesOtherArguments(String more, String message) {
    assertThat(error("document", "'query_embedding':[1,0,0]," + more)).contains(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "nothing  | embedding | There is no table or view \"nothing\" along the search path",
        "Document | embedding | There is no table or view \"Document\"",
        "secret   | embedding | There is no table or view \"secret\" along the search path",
        "document | title     | is of type text, which holds no embeddings; vector, halfvec, sparsevec and bit do. Of such a type: embedding.",
        "document | nothing   | has no column \"nothing\"",
        "document | Embedding | has no column \"Embedding\"",
      })
  void refusesWhatIsNotThere(String table, String column, String message) {
    var error =
        client.error(
            "vector_search",
            "{'table':'%s','embedding_column':'%s','query_embedding':[1,0,0]}"
                .formatted(table, column));
    assertThat(error.path("code").stringValue()).isEqualTo("ERR_008");
    assertThat(error.path("message").stringValue()).contains(message);
  }

  @Test
  void saysWhatToSetForTexts() {
    JsonNode error =
        client.error(
            "vector_search",
            "{'table':'document','embedding_column':'embedding','query_text':'apples'}");
    assertThat(error.path("code").stringValue()).isEqualTo("ERR_014");
    assertThat(error.path("message").stringValue()).contains("embedding.url");
  }

  @Test
  void placesErrorsInTheCondition() {
    ObjectNode arguments =
        Json.object()
            .put("table", "document")
            .put("embedding_column", "embedding")
            .put("where_clause", "id = 1 and no_such_column = 2");
    arguments.putArray("query_embedding").add(1).add(0).add(0);
    JsonNode error = client.error("vector_search", arguments);
    assertThat(error.path("code").stringValue()).isEqualTo("ERR_006");
    assertThat(error.at("/details/position").intValue()).isEqualTo(12);
    JsonNode syntax = client.error("vector_search", arguments.put("where_clause", "id = = 2"));
    assertThat(syntax.path("message").stringValue()).contains("syntax error");
    assertThat(syntax.at("/details/position").intValue()).isEqualTo(6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", "title", "now()", "id = 1 and id", "(id)"})
  void saysWhatAConditionIs(String condition) {
    JsonNode error =
        client.error(
            "vector_search",
            "{'table':'document','query_embedding':[1,0,0],'where_clause':'%s'}"
                .formatted(condition));
    assertThat(error.path("message").stringValue())
        .startsWith("where_clause must be a condition that is true or false for each row")
        .contains("must be type boolean");
  }

  @Test
  void refusesWhatIsTooLongForItsMetric() {
    assertThat(error("document", "'query_embedding':[3e38,3e38,0],'metric':'l2'"))
        .startsWith("query_embedding is too long for the metric l2: the squares");
  }

  @Test
  void asksWhichColumnOfEmbeddingsIsMeant() {
    assertThat(only("twofold"))
        .isEqualTo("embedding_column must be given, as public.twofold has several: title, body.");
    assertThat(only("without"))
        .startsWith("public.without has no column of type vector, halfvec, sparsevec or bit")
        .endsWith("it has id.");
    assertThat(only("partly"))
        .isEqualTo("embedding_column must be given, as public.partly has several: a, c.");
  }

  private String only(String table) {
    return client
        .error("vector_search", "{'table':'%s','query_embedding':[1,0]}".formatted(table))
        .path("message")
        .stringValue();
  }

  private String error(String table, String more) {
    var arguments = "{'table':'%s','embedding_column':'embedding',%s}".formatted(table, more);
    JsonNode error =
        more.contains("\"")
            ? client.error("vector_search", (ObjectNode) Json.MAPPER.readTree(mended(arguments)))
            : client.error("vector_search", arguments);
    assertThat(error.path("code").stringValue()).isEqualTo("ERR_008");
    return error.path("message").stringValue();
  }

  /** The one text that has a single quote itself. */
  private static String mended(String arguments) {
    return arguments.replace("\"x');", "'x\\u0027);").replace("--\"", "--'").replace('\'', '"');
  }
}
