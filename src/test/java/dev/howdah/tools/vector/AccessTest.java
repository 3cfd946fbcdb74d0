package dev.howdah.tools.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.NeedsPgvector;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a caller may not touch does not exist for it, and cannot be asked about by a condition. */
@NeedsPgvector
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessTest {

  private final TestDatabase database;

  AccessTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeAll
  void fill() {
    database.run(Shop.DOCUMENTS);
    database.run(
        """
        create table parted (id int, pin text, shout text generated always as (upper(pin)) stored,
                             embedding vector(2)) partition by range (id);
        create table parted_low partition of parted for values from (0) to (10);
        insert into parted values (1, 'swordfish', default, '[1, 0]');
        create table guarded (id int, mine boolean, embedding vector(1));
        insert into guarded values (1, true, '[1]'), (2, false, '[2]');
        alter table guarded enable row level security;
        create policy mine on guarded using (mine);
        create table hinted (id int, sec int, embedding vector(1));
        insert into hinted values (1, 3, '[1]');
        create index hinted_sec_3 on hinted using hnsw (embedding vector_l2_ops) where sec = 3;
        create table unhinted (id int, sec int, embedding vector(1));
        insert into unhinted values (1, 3, '[1]');
        create table untold (id int, sec int, embedding vector(1));
        insert into untold values (1, 3, '[1]');
        create index untold_sec_3 on untold using hnsw (embedding vector_l2_ops) where sec = 3;
        create table traced (id int, sec int, pin text, embedding vector(3));
        insert into traced
        select n, 3, 'x', array[sin(n), cos(n * 1.7), sin(n * 0.3)]::vector
        from generate_series(1, 5000) n;
        create index pin on traced using hnsw (embedding vector_l2_ops);
        create index traced_sec_3 on traced using hnsw (embedding vector_cosine_ops) where sec = 3;
        analyze traced;
        create view threes as select id, embedding from traced where sec = 3;
        create view renamed as select id, title as hush, embedding from document;
        create view sober as select id, kind, embedding from document;
        create table narrow (id int, pin text, embedding vector(1));
        insert into narrow values (1, 'swordfish', '[1]');
        """);
    database.run(
        Shop.withhold(database, "narrow")
            + "; grant select (id, embedding) on narrow to "
            + database.reader().user());
    database.run(
        Shop.withhold(database, "untold")
            + "; grant select (id, embedding) on untold to "
            + database.reader().user());
  }

  @Test
  void leavesBlockedColumnsOut() {
    try (var client = Shop.client(database, List.of(), List.of("document.title", "parted.pin"))) {
      var document = client.ok("vector_search", search("document", "", 1, 0, 0));
      assertThat(document.at("/rows/0").propertyNames())
          .containsExactly("id", "kind", "stored", "distance", "similarity");
      for (var table : List.of("parted", "parted_low")) {
        var parted = client.ok("vector_search", search(table, "", 1, 0));
        assertThat(parted.at("/rows/0").propertyNames())
            .containsExactly("id", "distance", "similarity");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "title like 'red%'",
        "document.title is not null",
        "(document).title = 'x'",
        "document::text like '%red%'",
        "row(document.*)::text like '%red%'",
        "to_jsonb(document) ->> 'title' = 'x'",
        "exists (select from document d where d.title like 'r%')",
        "title(document) = 'x'",
        "exists (select from secret)",
        "exists (select from public.secret where password like 'h%')",
        "(select count(*) from parted) > 0"
      })
  void refusesConditionsThatAskAboutWhatIsBlocked(String condition) {
    try (var client =
        Shop.client(database, List.of("secret", "parted"), List.of("document.title"))) {
      var error = client.error("vector_search", search("document", condition, 1, 0, 0));
      assertThat(error.path("code").stringValue()).as("%s", error).isIn("ERR_011", "ERR_005");
      assertThat(error.toString()).doesNotContain("red apple").doesNotContain("hunter2");
    }
  }

  @Test
  void answersTheSameForWhatIsBlockedAndWhatIsNotThere() {
    try (var client = Shop.client(database, List.of("secret"), List.of("document.title"))) {
      assertThat(told(client, search("secret", "", 1), "secret"))
          .isEqualTo(told(client, search("nowhere", "", 1), "nowhere"));
      assertThat(told(client, columns("title"), "title"))
          .isEqualTo(told(client, columns("nowhere"), "nowhere"));
      var words = search("document", "", 1, 0, 0).put("text_query", "red");
      assertThat(told(client, words.deepCopy().put("text_column", "title"), "title"))
          .isEqualTo(told(client, words.deepCopy().put("text_column", "nowhere"), "nowhere"));
    }
    try (var client = Shop.client(database, List.of(), List.of("document.embedding"))) {
      var error = client.error("vector_search", search("document", "", 1, 0, 0));
      assertThat(error.path("message").stringValue()).contains("it has id, title, kind, stored.");
    }
  }

  /** The columns of a view over what is blocked do not come out in the words for a wrong name. */
  @Test
  void knowsNoViewOfWhatIsBlocked() {
    try (var client = Shop.client(database, List.of(), List.of("document.title"))) {
      var wrong = search("renamed", "", 1, 0, 0);
      wrong.putArray("columns").add("nowhere");
      var error = client.error("vector_search", wrong);
      assertThat(error.toString()).contains("There is no table or view").doesNotContain("hush");
      assertThat(client.ok("vector_search", search("sober", "", 1, 0, 0)).path("rows")).hasSize(5);
    }
  }

  /** An index whose condition is about what is closed is not there, as in get_indexes. */
  @Test
  void hintsAtNoIndexOnWhatIsBlocked() {
    try (var client = Shop.client(database)) {
      assertThat(hint(client, "hinted")).contains("hinted_sec_3 holds only some of the rows");
    }
    try (var client = Shop.client(database, List.of(), List.of("hinted.sec", "unhinted.sec"))) {
      assertThat(hint(client, "hinted").replace("hinted", "…"))
          .isEqualTo(hint(client, "unhinted").replace("unhinted", "…"));
      assertThat(hint(client, "untold")).startsWith("No index on embedding serves a search");
    }
  }

  /** Nor is such an index named where PostgreSQL used it. */
  @Test
  void namesNoIndexOnWhatIsBlocked() {
    var threes = search("threes", "", 1, 0, 0).put("metric", "cosine");
    try (var client = Shop.client(database)) {
      assertThat(used(client, search("traced", "", 1, 0, 0))).isEqualTo("pin");
      assertThat(used(client, threes)).isEqualTo("traced_sec_3");
    }
    try (var client = Shop.client(database, List.of(), List.of("traced.pin"))) {
      assertThat(client.ok("get_indexes", "{'table':'traced'}").at("/indexes")).hasSize(1);
      var result = client.ok("vector_search", search("traced", "", 1, 0, 0));
      assertThat(result.path("index_used").stringValue()).isEqualTo("…");
      assertThat(result.path("hint").isNull()).isTrue();
      assertThat(used(client, threes)).isEqualTo("traced_sec_3");
    }
  }

  private static String used(ToolClient client, ObjectNode search) {
    return client.ok("vector_search", search).path("index_used").stringValue();
  }

  private static String hint(ToolClient client, String table) {
    return client.ok("vector_search", search(table, "", 1)).path("hint").stringValue();
  }

  @Test
  void keepsToRowPoliciesAndGrants() {
    try (var client = Shop.client(database)) {
      var guarded = client.ok("vector_search", search("guarded", "", 1));
      assertThat(guarded.path("row_count").intValue()).isEqualTo(1);
      var narrow = client.ok("vector_search", search("narrow", "", 1));
      assertThat(narrow.at("/rows/0").propertyNames())
          .containsExactly("id", "distance", "similarity");
      var error = client.error("vector_search", search("narrow", "pin like 's%'", 1));
      assertThat(error.toString()).doesNotContain("swordfish");
    }
  }

  private static String told(ToolClient client, ObjectNode arguments, String name) {
    return client.error("vector_search", arguments).toString().replace(name, "…");
  }

  private static ObjectNode columns(String column) {
    ObjectNode arguments = search("document", "", 1, 0, 0);
    arguments.putArray("columns").add(column);
    return arguments;
  }

  private static ObjectNode search(String table, String condition, int... embedding) {
    ObjectNode arguments = Json.object().put("table", table).put("embedding_column", "embedding");
    arguments.put("metric", "l2");
    var numbers = arguments.putArray("query_embedding");
    for (int number : embedding) {
      numbers.add(number);
    }
    JsonNode made = condition.isEmpty() ? arguments : arguments.put("where_clause", condition);
    return (ObjectNode) made;
  }
}
