package dev.howdah.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

@OnPostgres(17)
class PgvectorTest {

  @Test
  void findsNeighboursByAnIndex(TestDatabase database) throws SQLException {
    try (var connection = database.connect(database.superuser());
        var statement = connection.createStatement()) {
      statement.execute("create extension vector");
    }
    database.run(
        """
        create table point (id int primary key, place vector(3) not null);
        insert into point select n, array[n, n % 7, n % 11]::vector from generate_series(1, 5000) n;
        create index on point using hnsw (place vector_l2_ops);
        analyze point
        """);
    var nearest = "select id from point order by place <-> '[1200, 3, 1]' limit 1";
    assertThat(database.ask(nearest)).isEqualTo("1200");
    assertThat(database.ask("explain (format json) " + nearest))
        .contains("\"Index Name\": \"point_place_idx\"");
  }
}
