package dev.howdah.tools.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.auth.AccessSettings;
import dev.howdah.config.Size;
import dev.howdah.db.QuerySettings;
import dev.howdah.mcp.Revision;
import dev.howdah.testing.NeedsPgvector;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@NeedsPgvector
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InsertVectorTest {

  private static final String ONE =
      "{'table':'document','embedding_column':'embedding','embedding':[1,2,3],'columns':{'title':'new'}}";

  private final TestDatabase database;
  private final ToolClient client;

  InsertVectorTest(TestDatabase database) {
    this.database = database;
    this.client = writing(AccessSettings.NONE);
  }

  @BeforeAll
  void fill() {
    database.run(Shop.DOCUMENTS);
    database.run(
        """
        create table many (id int, embedding vector(2), tags text[], more jsonb, kept bytea,
                           twice int generated always as (id * 2) stored);
        create table half (id int, embedding halfvec(2));
        create table sparse (id int, embedding sparsevec(5));
        create table bits (id int, embedding bit(4));
        create table "a""b'; --" (id int, "c) values (1); --" int, "e""m" vector(1));
        create view shown as select id, title, embedding from document;
        grant insert, select on all tables in schema public to %1$s;
        create table readable (id int, title text, embedding vector(3));
        create table partly (id int, title text, embedding vector(3), twice int
                             generated always as (id * 2) stored);
        grant insert (id, title) on partly to %1$s;
        """
            .formatted(database.reader().user()));
  }

  @AfterAll
  void close() {
    client.close();
  }

  private ToolClient writing(AccessSettings access) {
    return new ToolClient(
        ToolClient.QUERY, access, ToolClient.writable("default", database.dsn(database.reader())));
  }

  @Test
  void namesTheColumnOfAValueThatDoesNotFit() {
    var error =
        client.error(
            "insert_vector",
            "{'table':'many','embedding':[1,2],'columns':{'tags':['a'],'id':'abc'}}");

    assertThat(error.path("message").stringValue())
        .isEqualTo(
            "The value of the column id, a string, could not be read as its type: invalid input"
                + " syntax for type integer: \"abc\"");
    assertThat(error.at("/details/parameter").isMissingNode()).isTrue();
  }

  @Test
  void storesARow() {
    var result =
        client.ok(
            "insert_vector",
            """
            {'table':'many','embedding_column':'embedding','embedding':[0.5,-1e-3],
             'columns':{'id':7,'tags':['a','b\\"c'],'more':{'x':[1,null]},'kept':null}}
            """);
    assertThat(result.path("success").booleanValue()).isTrue();
    assertThat(result.path("rows_affected").intValue()).isEqualTo(1);
    assertThat(result.path("row"))
        .isEqualTo(
            Json.MAPPER.readTree(
                """
                {"id":7,"tags":["a","b\\"c"],"more":{"x":[1,null]},"kept":null,"twice":14}
                """));
    assertThat(database.ask("select embedding from many where id = 7")).isEqualTo("[0.5,-0.001]");
  }

  @Test
  void storesInTheOnlyColumnOfEmbeddings() {
    client.ok("insert_vector", "{'table':'half','embedding':[7,2]}");
    assertThat(database.ask("select embedding from half order by ctid desc")).isEqualTo("[7,2]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "half   | [0.5,2]   | [0.5,2]",
        "sparse | [0,0.5,0,0,0] | {2:0.5}/5",
        "sparse | '{}/5'    | {}/5",
        "bits   | '0110'    | 0110"
      })
  void storesEachType(String table, String embedding, String stored) {
    client.ok(
        "insert_vector",
        "{'table':'%s','embedding_column':'embedding','%s':%s}"
            .formatted(table, embedding.startsWith("'") ? "vector" : "embedding", embedding));
    assertThat(database.ask("select embedding from %s order by ctid desc".formatted(table)))
        .isEqualTo(stored);
  }

  @Test
  void quotesEveryName() {
    client.ok(
        "insert_vector",
        """
        {'table':'a\\"b\\u0027; --','embedding_column':'e\\"m','embedding':[1],
         'columns':{'c) values (1); --':5}}
        """);
    assertThat(database.ask("select \"c) values (1); --\" from \"a\"\"b'; --\"")).isEqualTo("5");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[1,2]         | {'title':'x'}                | has 2 dimensions, but public.document.embedding is vector(3)",
        "[1,'NaN',3]   | {'title':'x'}                | embedding[1] must be a number",
        "[]            | {'title':'x'}                | The argument embedding must have at least 1",
        "null          | {'title':'x'}                | Give exactly one of embedding, vector and text",
        "[1,2,3]       | {'titel':'x'}                | has no column \"titel\" that is open to you here; it has id, title",
        "[1,2,3]       | {'embedding':'[1,2,3]'}      | columns must not hold the embedding_column",
        "[1,2,3]       | ['title']                    | The argument columns must be an object",
        "[1,2,3]       | {'title) values (1); --':1}  | has no column"
      })
  void refusesWhatCannotBeRight(String embedding, String columns, String message) {
    String before = count();
    var error =
        client.error(
            "insert_vector",
            "{'table':'document','embedding_column':'embedding','embedding':%s,'columns':%s}"
                .formatted(embedding, columns));
    assertThat(error.path("code").stringValue()).isEqualTo("ERR_008");
    assertThat(error.path("message").stringValue()).contains(message);
    assertThat(count()).isEqualTo(before);
  }

  @Test
  void refusesGeneratedColumns() {
    var error =
        client.error(
            "insert_vector",
            "{'table':'many','embedding_column':'embedding','embedding':[1,2],'columns':{'twice':1}}");
    assertThat(error.path("message").stringValue()).contains("has no column \"twice\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "readable | 'embedding_column':'embedding'                        | on public.readable",
        "readable | 'embedding_column':'embedding','columns':{'title':1}  | on public.readable",
        "readable | 'columns':{'titel':1}                                 | on public.readable",
        "partly   | 'embedding_column':'embedding'                        | on public.partly (embedding)",
        "partly   | 'columns':{'title':'x'}                               | on public.partly (embedding)",
        "partly   | 'embedding_column':''                                 | on public.partly (embedding)"
      })
  void saysThatThePrivilegeIsMissing(String table, String more, String where) {
    var error =
        client.error(
            "insert_vector", "{'table':'%s','embedding':[1,2,3],%s}".formatted(table, more));
    assertThat(error.path("code").stringValue()).isEqualTo("ERR_011");
    assertThat(error.path("message").stringValue())
        .isEqualTo("This role may not insert: it has no privilege INSERT " + where + ".");
  }

  /** What is blocked is not there, whether the role has the privilege or not. */
  @Test
  void namesNothingBlockedWhereThePrivilegeIsMissing() {
    var rules = Shop.rules(List.of(), List.of("partly.embedding", "readable.embedding"));
    try (var limited = writing(rules)) {
      var partly = "{'table':'partly','embedding_column':'%s','embedding':[1,2,3]}";
      var blocked = limited.error("insert_vector", partly.formatted("embedding"));
      assertThat(blocked.path("code").stringValue()).isEqualTo("ERR_008");
      assertThat(blocked.toString().replace("embedding\\", "…"))
          .isEqualTo(
              limited
                  .error("insert_vector", partly.formatted("nowhere"))
                  .toString()
                  .replace("nowhere\\", "…"));
      var readable = "{'table':'readable','embedding':[1,2,3]}";
      assertThat(limited.error("insert_vector", readable).path("message").stringValue())
          .endsWith("no privilege INSERT on public.readable.");
    }
  }

  @Test
  void saysWhatToSetForTexts() {
    var error =
        client.error("insert_vector", "{'table':'document','text':'x','columns':{'title':'x'}}");
    assertThat(error.path("code").stringValue()).isEqualTo("ERR_014");
    assertThat(error.path("message").stringValue())
        .startsWith("No model for embeddings is configured, so none can be made of a text:");
  }

  @Test
  void isNotThereWhereNothingMayBeWritten() {
    try (var reading = Shop.client(database)) {
      var params = Json.object().put("name", "insert_vector");
      params.set("arguments", Json.MAPPER.readTree(ONE.replace('\'', '"')));
      assertThat(reading.answer("tools/call", params).has("error")).isTrue();
    }
  }

  /** What a table refuses comes back in PostgreSQL's own words, and nothing is kept. */
  @Test
  void keepsNothingOfWhatFails() {
    String before = count();
    var error =
        client.error(
            "insert_vector",
            "{'table':'document','embedding_column':'embedding','embedding':[1,2,3],'columns':{'kind':'x'}}");
    assertThat(error.path("code").stringValue()).isEqualTo("ERR_006");
    assertThat(error.at("/details/sqlstate").stringValue()).isEqualTo("23502");
    assertThat(count()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[select]", "[select, update]"})
  void needsTheRolesOperation(String operations, @TempDir Path folder) throws IOException {
    String before = count();
    try (var limited = writing(role(folder, operations, ""))) {
      var error = limited.error("insert_vector", ONE);
      assertThat(error.path("code").stringValue()).isIn("ERR_011", "ERR_008");
    }
    assertThat(count()).isEqualTo(before);
  }

  @Test
  void givesNothingBackThatMayNotBeRead(@TempDir Path folder) throws IOException {
    try (var limited =
        writing(role(folder, "[select, insert]", "blocked_columns: {document: [kind]}"))) {
      JsonNode result = limited.ok("insert_vector", ONE);
      assertThat(result.path("row").propertyNames()).containsExactly("id", "title", "stored");
      var error =
          limited.error("insert_vector", ONE.replace("'title':'new'", "'title':'new','kind':'x'"));
      assertThat(error.path("message").stringValue()).contains("has no column \"kind\"");
    }
  }

  @Test
  void asksTheUserWhereTheOperatorWantsThat() {
    var confirmed =
        new QuerySettings(
            500,
            10_000,
            Size.parse("1MB"),
            Size.parse("64kB"),
            Duration.ofMinutes(1),
            2,
            0,
            0,
            true);
    try (var asking =
            new ToolClient(
                confirmed,
                AccessSettings.NONE,
                ToolClient.writable("default", database.dsn(database.reader())));
        var user = asking.another(Revision.V2026_07_28, "elicitation")) {
      String before = count();
      assertThat(asking.error("insert_vector", ONE).at("/details/confirmation").stringValue())
          .isEqualTo("unavailable");
      var params = Json.object().put("name", "insert_vector");
      params.set("arguments", Json.MAPPER.readTree(ONE.replace('\'', '"')));
      JsonNode question = user.result("tools/call", params.toString());
      assertThat(question.at("/inputRequests/approval/params/message").stringValue())
          .contains("INSERT of 1 row: \"public\".\"document\"");
      assertThat(count()).isEqualTo(before);
      params.set("requestState", question.get("requestState"));
      params
          .putObject("inputResponses")
          .set(
              "approval",
              Json.MAPPER.readTree("{\"action\":\"accept\",\"content\":{\"confirm\":true}}"));
      JsonNode done = user.result("tools/call", params.toString());
      assertThat(done.at("/structuredContent/row/title").stringValue()).isEqualTo("new");
      assertThat(count()).isNotEqualTo(before);
    }
  }

  private static AccessSettings role(Path folder, String operations, String more)
      throws IOException {
    Path file = folder.resolve("permissions.yaml");
    Files.writeString(
        file,
        """
        roles:
          writer:
            operations: %s
            %s
        users:
          _default: writer
        """
            .formatted(operations, more));
    return new AccessSettings(
        true,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        true,
        file.toString(),
        "writer");
  }

  private String count() {
    return Objects.requireNonNull(database.ask("select count(*) from document"));
  }
}
