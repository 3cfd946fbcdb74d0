package dev.howdah.tools.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.auth.AccessSettings;
import dev.howdah.llm.EmbeddingStub;
import dev.howdah.queue.Queues;
import dev.howdah.testing.NeedsPgvector;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Texts in the place of embeddings, by an endpoint over HTTP. */
@NeedsPgvector
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TextSearchTest {

  private final TestDatabase database;

  TextSearchTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeAll
  void fill() {
    database.run(Shop.DOCUMENTS);
  }

  @Test
  void searchesAndStoresByText() throws IOException {
    try (var stub = new EmbeddingStub();
        var client =
            new ToolClient(
                ToolClient.QUERY,
                AccessSettings.NONE,
                Queues.byDefault(),
                stub.settings(),
                ToolClient.writable("default", database.dsn(database.owner())))) {
      stub.giving("[0, 0, 1]");
      var found =
          client.ok(
              "vector_search",
              "{'table':'document','embedding_column':'embedding','query_text':'home','limit':1}");
      assertThat(found.at("/rows/0/title").stringValue()).isEqualTo("yellow house");
      client.ok(
          "insert_vector",
          "{'table':'document','embedding_column':'embedding','text':'hut','columns':{'title':'hut'}}");
      assertThat(database.ask("select embedding from document where title = 'hut'"))
          .isEqualTo("[0,0,1]");
      stub.giving("[1, 2]");
      var error =
          client.error(
              "vector_search",
              "{'table':'document','embedding_column':'embedding','query_text':'home'}");
      assertThat(error.path("message").stringValue())
          .contains("The embedding of query_text has 2 dimensions, but")
          .contains("vector(3)");
    }
  }
}
