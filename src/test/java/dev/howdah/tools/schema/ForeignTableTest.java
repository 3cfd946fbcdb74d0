package dev.howdah.tools.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

@OnPostgres(value = 17, extensions = "postgres_fdw")
class ForeignTableTest {

  @Test
  void isListedAndDescribedWithoutAskingTheOtherServer(TestDatabase database) throws SQLException {
    try (var connection = database.connect(database.superuser());
        var statement = connection.createStatement()) {
      statement.execute(
          """
          create server far foreign data wrapper postgres_fdw options (host '192.0.2.1');
          create schema abroad;
          create foreign table abroad.town (name text not null, people integer) server far;
          create table abroad.log (at date, town text) partition by range (at);
          create foreign table abroad.log_old partition of abroad.log
            for values from (minvalue) to ('2000-01-01') server far;
          grant usage on schema abroad to %1$s;
          grant select on all tables in schema abroad to %1$s"""
              .formatted(database.reader().user()));
    }
    try (var client = ToolClient.of(database, database.reader())) {
      var tables = client.ok("list_tables", "{'schema':'abroad'}").path("tables");
      assertThat(tables).hasSize(2);
      assertThat(tables.at("/1/type").stringValue()).isEqualTo("foreign table");
      assertThat(tables.at("/1/size_bytes").isNull()).isTrue();
      assertThat(tables.at("/1/row_count").isNull()).isTrue();
      assertThat(tables.at("/0/partitions").intValue()).isEqualTo(1);
      var town = client.ok("describe_table", "{'table':'abroad.town'}");
      assertThat(town.path("type").stringValue()).isEqualTo("foreign table");
      assertThat(town.path("columns")).hasSize(2);
    }
  }
}
