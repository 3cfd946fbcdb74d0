package dev.howdah.sql.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

@OnPostgres(extensions = {"file_fdw", "postgres_fdw"})
record ForeignTablesTest(TestDatabase database) {

  @Test
  void judgesByTheWrapper() throws SQLException {
    try (var connection = database.connect(database.superuser());
        var statement = connection.createStatement()) {
      statement.execute(
          """
          create server files foreign data wrapper file_fdw;
          create server far foreign data wrapper postgres_fdw options (dbname 'x');
          create foreign table lines (line text) server files options (filename '/dev/null');
          create foreign table far_away (id int) server far;
          create table near (id int);
          """);
    }
    var catalogue = ServerCatalogue.read(database);
    var tables = ForeignTables.of(FunctionRules.NONE);

    assertThat(tables.judge(catalogue.relation("public.near"))).isEmpty();
    assertThat(tables.judge(catalogue.relation("public.far_away"))).isEmpty();
    assertThat(tables.judge(catalogue.relation("public.lines")))
        .hasValueSatisfying(
            reason ->
                assertThat(reason)
                    .contains("public.lines", "files", "file_fdw to access.allowed-extensions"));
    assertThat(
            ForeignTables.of(new FunctionRules(List.of(), Set.of("file_fdw")))
                .judge(catalogue.relation("public.lines")))
        .isEmpty();
  }
}
