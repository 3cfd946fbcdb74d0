package dev.howdah.tools.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where pgvector is not, and where it is out of the way. */
@OnPostgres(17)
class ExtensionTest {

  private static final String SEARCH =
      "{'table':'shop.thing','embedding_column':'embedding','query_embedding':[1,2]}";

  private static final String EVERY =
      "{'table':'shop.every','embedding_column':'%s','query_vector':'%s'}";

  private final TestDatabase database;

  ExtensionTest(TestDatabase database) {
    this.database = database;
  }

  @Test
  void saysWhatToInstall() {
    try (var fresh = database.another(ExtensionTest.class);
        var client = ToolClient.of(fresh, fresh.reader())) {
      var error = client.error("vector_search", SEARCH);
      assertThat(error.path("code").stringValue()).isEqualTo("ERR_014");
      assertThat(error.path("message").stringValue()).contains("CREATE EXTENSION vector;");
      assertThat(error.at("/details/install").stringValue()).isEqualTo("CREATE EXTENSION vector;");
    }
  }

  @Test
  void findsTheExtensionInAnySchema() throws SQLException {
    superuser(
        """
        create schema "My extensions";
        create extension vector schema "My extensions";
        grant usage on schema "My extensions" to %s
        """
            .formatted(database.owner().user()));
    database.run(
        """
        create schema shop;
        create table shop.thing (id int, embedding "My extensions".vector(2));
        insert into shop.thing values (1, '[1, 2]'), (2, '[2, 1]');
        create table shop.every (
          v "My extensions".vector(2), h "My extensions".halfvec(2),
          s "My extensions".sparsevec(2), b bit(2),
          loose "My extensions".sparsevec);
        grant usage on schema shop to %1$s;
        grant select on all tables in schema shop to %1$s
        """
            .formatted(database.reader().user()));
    try (var client = Shop.client(database)) {
      var error = client.error("vector_search", SEARCH);
      assertThat(error.path("code").stringValue()).isEqualTo("ERR_014");
      assertThat(error.path("message").stringValue())
          .contains("GRANT USAGE ON SCHEMA \"My extensions\"");
    }
    superuser("grant usage on schema \"My extensions\" to public");
    try (var client = Shop.client(database)) {
      var result = client.ok("vector_search", SEARCH);
      assertThat(result.at("/rows/0/id").intValue()).isEqualTo(1);
      assertThat(result.path("row_count").intValue()).isEqualTo(2);
      for (var column : List.of("v", "h", "s", "b")) {
        var hint =
            client
                .ok("vector_search", EVERY.formatted(column, column.equals("b") ? "01" : "[1,2]"))
                .path("hint")
                .stringValue();
        assertThat(hint).contains("CREATE INDEX ON");
        database.run(hint.substring(hint.indexOf("CREATE INDEX ON")));
      }
      var loose = client.ok("vector_search", EVERY.formatted("loose", "[1,2]"));
      assertThat(loose.path("hint").stringValue()).contains("its dimensions first");
      assertThatThrownBy(
              () ->
                  database.run(
                      "create index on shop.every using hnsw"
                          + " (loose \"My extensions\".sparsevec_l2_ops)"))
          .hasMessageContaining("does not have dimensions");
    }
  }

  private void superuser(String sql) throws SQLException {
    try (var connection = database.connect(database.superuser());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
