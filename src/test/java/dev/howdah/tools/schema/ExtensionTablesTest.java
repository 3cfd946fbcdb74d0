package dev.howdah.tools.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import org.junit.jupiter.api.Test;

@OnPostgres(extensions = "pg_stat_statements")
class ExtensionTablesTest {

  @Test
  void areMarked(TestDatabase database) {
    database.run("create schema own; create table own.made (a integer)");
    try (var client = ToolClient.of(database, database.reader())) {
      var tables = client.ok("list_tables", "{'name_pattern':'pg_stat_statements'}");
      assertThat(tables.at("/tables/0/extension").stringValue()).isEqualTo("pg_stat_statements");
      var described = client.ok("describe_table", "{'table':'public.pg_stat_statements'}");
      assertThat(described.path("extension").stringValue()).isEqualTo("pg_stat_statements");
      var made = client.ok("list_tables", "{'schema':'own'}");
      assertThat(made.at("/tables/0/extension").isNull()).isTrue();
      assertThat(client.ok("describe_table", "{'table':'own.made'}").path("extension").isNull())
          .isTrue();
      assertThat(client.ok("list_schemas", "{}").at("/schemas/0/extension").isNull()).isTrue();
    }
  }
}
