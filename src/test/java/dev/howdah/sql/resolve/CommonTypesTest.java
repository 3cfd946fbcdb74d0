package dev.howdah.sql.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several types have the common type that PostgreSQL finds for them. */
@OnEveryPostgres
final class CommonTypesTest {

  private static final int LISTS = 3_000;

  private final Connection connection;
  private final CommonTypes common;
  private final Coercions coercions;
  private final Samples samples;

  CommonTypesTest(TestDatabase own) throws SQLException {
    this.connection = Overloaded.in(own);
    var catalogue = new WholeCatalogueReader(connection).read();
    this.common = new CommonTypes(catalogue);
    this.coercions = new Coercions(catalogue);
    this.samples = new Samples(connection, catalogue);
    Described.switchOn(connection);
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void isTheTypeOfCoalesce() {
    var accepted = 0;
    Set<String> seen = new HashSet<>();
    List<String> wrong = new ArrayList<>();
    for (var i = 0; i < LISTS; i++) {
      var near = samples.any();
      var types = samples.near(List.of(near, near, near));
      var sql = "select coalesce(%s)".formatted(String.join(", ", samples.expressions(types)));
      if (!seen.add(sql) || unsure(types)) {
        continue;
      }
      var theirs = Described.of(connection, sql);
      var ours = common.of(types);
      var possible = ours != Types.NONE && common.convertible(types, ours);
      if (theirs.failure() == null) {
        accepted++;
      }
      if (possible != (theirs.failure() == null) || (possible && ours != theirs.type())) {
        wrong.add(sql + ": " + theirs + ", not " + ours);
      }
    }

    assertThat(wrong).isEmpty();
    assertThat(accepted).isGreaterThan(LISTS / 4);
  }

  private boolean unsure(List<Long> types) {
    return types.stream()
        .anyMatch(one -> types.stream().anyMatch(other -> coercions.unsure(one, other)));
  }

  @Test
  void isOpenWhenOneTypeIs() {
    assertThat(common.of(List.of(Types.TEXT, Types.UNDECIDED))).isEqualTo(Types.UNDECIDED);
  }
}
