package dev.howdah.tools.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.NeedsPgvector;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

@NeedsPgvector
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IndexTest {

  private static final List<String> QUERIES =
      IntStream.range(0, 40)
          .mapToObj(n -> "[%s,%s,%s]".formatted(Math.cos(n), Math.sin(n * 3.1), Math.cos(n * 0.7)))
          .toList();

  private final TestDatabase database;
  private final ToolClient client;

  IndexTest(TestDatabase database) {
    this.database = database;
    this.client = Shop.client(database);
  }

  @BeforeAll
  void fill() {
    database.run(
        """
        create table point (id int primary key, rare boolean not null, words text,
                            embedding vector(3) not null);
        insert into point
        select n, n % 500 = 0, 'word' || n,
               array[1 + sin(n), cos(n * 1.7), sin(n * 0.3)]::vector
        from generate_series(1, 20000) n;
        create index point_hnsw on point using hnsw (embedding vector_cosine_ops);
        create table listed (like point);
        insert into listed select * from point;
        create index listed_lists on listed using ivfflat (embedding vector_l2_ops)
          with (lists = 100);
        create table grouped (id int primary key, grp int not null, words text,
                              embedding vector(3) not null);
        insert into grouped
        select n, (n * 7919) % 51, 'word' || n,
               array[sin(n), cos(n * 1.7), sin(n * 0.3)]::vector
        from generate_series(1, 10000) n;
        create index grouped_lists on grouped using ivfflat (embedding vector_l2_ops)
          with (lists = 50);
        create index point_words on point using gin (to_tsvector('english', words));
        create table parted (id int, embedding vector(3)) partition by range (id);
        create table parted_low partition of parted for values from (0) to (10001);
        create table parted_high partition of parted for values from (10001) to (20001);
        insert into parted select id, embedding from point;
        create table partly (id int, embedding vector(3));
        insert into partly values (1, '[1, 0, 0]');
        create index a_part on partly using hnsw (embedding vector_cosine_ops) where id = 7;
        create index partly_all on partly using hnsw (embedding vector_cosine_ops);
        create index only_part on partly using hnsw (embedding vector_l2_ops) where id = 7;
        create index parted_hnsw on parted using hnsw (embedding vector_cosine_ops);
        analyze
        """);
  }

  @AfterAll
  void close() {
    client.close();
  }

  @Test
  void namesTheIndexThatFoundTheRows() {
    JsonNode result = search("point", "");
    assertThat(result.path("index_used").stringValue()).isEqualTo("point_hnsw");
    assertThat(result.path("hint").isNull()).isTrue();
    assertThat(result.path("row_count").intValue()).isEqualTo(10);
    assertThat(search("parted", "").path("index_used").stringValue().split(", ", -1)).hasSize(2);
  }

  @Test
  void saysThatAnIndexIsOfAnotherMetric() {
    JsonNode result = search("point", ",'metric':'l2'");
    assertThat(result.path("index_used").isNull()).isTrue();
    assertThat(result.path("hint").stringValue())
        .contains("made for another metric (point_hnsw: vector_cosine_ops)")
        .contains("USING hnsw (\"embedding\" \"public\".\"vector_l2_ops\");");
  }

  @Test
  void saysThatPostgresqlChoseOtherwise() {
    JsonNode result = search("point", ",'where_clause':'id = 5'");
    assertThat(result.path("index_used").isNull()).isTrue();
    assertThat(result.path("hint").stringValue()).contains("chose not to use point_hnsw");
    assertThat(result.path("row_count").intValue()).isEqualTo(1);
  }

  @Test
  void prefersAnIndexOfAllRowsToOneOfSome() {
    assertThat(search("partly", "").path("hint").stringValue())
        .contains("chose not to use partly_all");
    assertThat(search("partly", ",'metric':'l2'").path("hint").stringValue())
        .contains("only_part holds only some of the rows");
  }

  /** One in 200 passes, which PostgreSQL does not expect, so 40 candidates would leave none. */
  @Test
  void goesOnUntilEnoughRowsPass() {
    JsonNode result = search("point", ",'limit':10,'where_clause':'id + 0 > 19900'");
    assertThat(result.path("index_used").stringValue()).isEqualTo("point_hnsw");
    assertThat(result.path("row_count").intValue()).isEqualTo(10);
  }

  @Test
  void givesMoreRowsThanAnIndexHasCandidates() {
    assertThat(search("point", ",'limit':300").path("row_count").intValue()).isEqualTo(300);
    assertThat(search("point", ",'limit':100,'ef_search':200").path("row_count").intValue())
        .isEqualTo(100);
  }

  @Test
  void readsAsManyListsAsAskedFor() {
    JsonNode few = search("listed", ",'metric':'l2','limit':50,'probes':1");
    JsonNode all = search("listed", ",'metric':'l2','limit':50,'probes':100");
    assertThat(few.path("index_used").stringValue()).isEqualTo("listed_lists");
    assertThat(all.path("rows").toString())
        .isEqualTo(search("point", ",'metric':'l2','limit':50").path("rows").toString());
    assertThat(distances(few)).isSorted();
  }

  /** Of each round of lists the index brings the nearest first, and a later one may have nearer. */
  @Test
  void sortsWhatComesInRounds() throws SQLException {
    int unsorted = 0;
    for (String embedding : QUERIES) {
      List<Integer> found = asIndexFinds(embedding);
      JsonNode plain = grouped(embedding, "");
      assertThat(plain.path("index_used").stringValue()).isEqualTo("grouped_lists");
      assertThat(distances(plain)).as(embedding).isSorted();
      assertThat(ids(plain)).as(embedding).containsExactlyInAnyOrderElementsOf(found);
      unsorted += ids(plain).equals(found) ? 0 : 1;
    }
    assertThat(unsorted).isPositive();
  }

  @Test
  void ranksWhatComesInRounds() {
    for (String embedding : QUERIES) {
      JsonNode fused = grouped(embedding, ",'text_query':'nothing','text_column':'words'");
      assertThat(fused.path("index_used").stringValue()).isEqualTo("grouped_lists");
      assertThat(distances(fused)).as(embedding).isSorted();
      assertThat(fused.at("/rows/0/score").doubleValue()).isEqualTo(1.0 / 61);
    }
  }

  private JsonNode grouped(String embedding, String more) {
    return client.ok(
        "vector_search",
        "{'table':'grouped','metric':'l2','query_embedding':%s,'columns':['id'],'limit':5,'where_clause':'grp = 3'%s}"
            .formatted(embedding, more));
  }

  private List<Integer> asIndexFinds(String embedding) throws SQLException {
    try (var connection = database.connect(database.reader());
        var statement = connection.createStatement()) {
      statement.execute("set ivfflat.iterative_scan = relaxed_order");
      List<Integer> ids = new ArrayList<>();
      try (var rows =
          statement.executeQuery(
              "select id from grouped where grp = 3 order by embedding <-> '%s' limit 5"
                  .formatted(embedding))) {
        while (rows.next()) {
          ids.add(rows.getInt(1));
        }
      }
      return ids;
    }
  }

  @Test
  void setsNothingBeyondItsTransaction() {
    search("point", ",'ef_search':777,'probes':77");
    assertThat(
            client.rows("select current_setting('hnsw.ef_search', true) e").at("/0/e").asString())
        .isNotEqualTo("777");
    assertThat(
            client
                .rows("select current_setting('hnsw.iterative_scan', true) e")
                .at("/0/e")
                .asString())
        .isNotEqualTo("strict_order");
  }

  @Test
  void fusesTheRankingOfWords() {
    JsonNode result =
        search(
            "point",
            ",'text_query':'word777','text_column':'words','limit':5,'where_clause':'id < $1','params':[19000]");
    assertThat(result.path("index_used").stringValue()).isEqualTo("point_hnsw");
    assertThat(result.path("rows").valueStream().map(row -> row.path("id").intValue()))
        .contains(777);
    JsonNode words = null;
    for (JsonNode row : result.path("rows")) {
      assertThat(row.propertyNames())
          .containsExactly("id", "distance", "similarity", "text_rank", "score");
      if (row.path("id").intValue() == 777) {
        words = row;
      } else {
        assertThat(row.path("text_rank").isNull()).isTrue();
      }
    }
    assertThat(words).isNotNull();
    assertThat(result.at("/rows/0/score").doubleValue()).isEqualTo(1.0 / 61);
    assertThat(result.at("/rows/4/score").doubleValue()).isLessThan(1.0 / 61);
  }

  @Test
  void fusesWithoutAPrimaryKey() {
    JsonNode result =
        search(
            "listed",
            ",'text_query':'word777','text_column':'words','limit':5,'language':'simple'");
    assertThat(result.path("rows").valueStream().map(row -> row.path("id").intValue()))
        .contains(777);
  }

  private JsonNode search(String table, String more) {
    return client.ok(
        "vector_search",
        "{'table':'%s','embedding_column':'embedding','query_embedding':[1,0.2,0.3],'columns':['id']%s}"
            .formatted(table, more));
  }

  private static List<Double> distances(JsonNode result) {
    return result
        .path("rows")
        .valueStream()
        .map(row -> row.path("distance").doubleValue())
        .toList();
  }

  private static List<Integer> ids(JsonNode result) {
    return result.path("rows").valueStream().map(row -> row.path("id").intValue()).toList();
  }
}
