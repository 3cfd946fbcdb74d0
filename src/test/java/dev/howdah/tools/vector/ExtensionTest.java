package dev.howdah.tools.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** Where pgvector is not, and where it is out of the way. */
@OnPostgres(17)
class ExtensionTest {

  private static final String SEARCH =
      "{'table':'shop.thing','embedding_column':'embedding','query_embedding':[1,2]}";

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
        grant usage on schema shop to %1$s;
        grant select on shop.thing to %1$s
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
    }
  }

  private void superuser(String sql) throws SQLException {
    try (var connection = database.connect(database.superuser());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
