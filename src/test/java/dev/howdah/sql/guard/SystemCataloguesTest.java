package dev.howdah.sql.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.sql.catalog.Relation;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds {@code system-catalogues.txt} against the relations that each version brings along. */
@OnEveryPostgres(withoutGap = true)
record SystemCataloguesTest(TestDatabase database) {

  private static final Set<Relation.Kind> READABLE =
      Set.of(Relation.Kind.TABLE, Relation.Kind.VIEW);

  @Test
  void everyRelationIsDecided() throws SQLException {
    var catalogues = new SystemCatalogues();
    var undecided = new ArrayList<String>();
    int decided = 0;
    for (var relation : ServerCatalogue.read(database).relations().values()) {
      if (!READABLE.contains(relation.kind()) || !catalogues.covers(relation)) {
        continue;
      }
      decided++;
      catalogues
          .judge(relation, Set.of(), Access.readAll())
          .filter(reason -> reason.contains("none that this version"))
          .ifPresent(undecided::add);
    }
    assertThat(undecided).isEmpty();
    assertThat(decided).isGreaterThan(190);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          pg_catalog.pg_class                     | relname                | open       | open
          pg_catalog.pg_roles                     | rolname                | open       | open
          information_schema.columns              | column_name            | open       | open
          pg_catalog.pg_authid                    |                        | pg_roles   | pg_roles
          pg_catalog.pg_shadow                    | usename                | passwords  | passwords
          pg_catalog.pg_user_mapping              | umserver               | open       | open
          pg_catalog.pg_user_mapping              | umserver umoptions     | credentials| credentials
          pg_catalog.pg_subscription              | subconninfo            | credentials| credentials
          pg_catalog.pg_hba_file_rules            | database               | files      | files
          information_schema.user_mapping_options | option_value           | credentials| credentials
          pg_catalog.pg_stats                     | tablename              | open       | values of rows
          pg_catalog.pg_statistic                 |                        | open       | values of rows
          pg_catalog.pg_stat_activity             | pid state              | open       | open
          pg_catalog.pg_stat_activity             | pid query              | open       | statements of others
          pg_catalog.pg_attribute                 | attname                | open       | open
          pg_catalog.pg_attribute                 | attname attmissingval  | open       | values of rows
          """)
  void judgesByColumnAndCaller(String name, String columns, String all, String some)
      throws SQLException {
    var relation = ServerCatalogue.read(database).relation(name);
    var used = columns == null ? Set.<String>of() : Set.copyOf(Arrays.asList(columns.split(" ")));
    assertVerdict(new SystemCatalogues().judge(relation, used, Access.readAll()), all);
    assertVerdict(new SystemCatalogues().judge(relation, used, new Kept(true)), some);
  }

  @Test
  void refusesToastOfWhatIsKept() throws SQLException {
    var toast =
        ServerCatalogue.read(database).relations().values().stream()
            .filter(relation -> relation.kind() == Relation.Kind.TOAST)
            .findFirst()
            .orElseThrow();
    assertVerdict(new SystemCatalogues().judge(toast, Set.of(), Access.readAll()), "open");
    assertVerdict(new SystemCatalogues().judge(toast, Set.of(), new Kept(true)), "values of rows");
  }

  @Test
  void refusesAllWhereTheyAreClosed() throws SQLException {
    var relation = ServerCatalogue.read(database).relation("pg_catalog.pg_class");
    assertVerdict(new SystemCatalogues().judge(relation, Set.of(), new Kept(false)), "closed here");
  }

  @Test
  void judgesTheViewsOfAnExtension() throws SQLException {
    try (var connection = database.connect(database.superuser());
        var statement = connection.createStatement()) {
      statement.execute("create extension if not exists pg_stat_statements");
      statement.execute("create table if not exists plain (id int)");
    }
    var catalogue = ServerCatalogue.read(database);
    var statements = catalogue.relation("public.pg_stat_statements");
    var catalogues = new SystemCatalogues();
    assertThat(catalogues.covers(statements)).isTrue();
    assertThat(catalogues.covers(catalogue.relation("public.plain"))).isFalse();
    assertVerdict(catalogues.judge(statements, Set.of("calls"), new Kept(false)), "open");
    assertVerdict(
        catalogues.judge(statements, Set.of("query"), new Kept(true)), "statements of others");
  }

  private static void assertVerdict(Optional<String> refusal, String expected) {
    if (expected.equals("open")) {
      assertThat(refusal).isEmpty();
    } else {
      assertThat(refusal).get().asString().contains(" is refused: ", expected);
    }
  }

  /** Access from which something is kept. */
  private record Kept(boolean systemCatalogues) implements Access {

    @Override
    public boolean allows(Operation operation) {
      return true;
    }

    @Override
    public boolean restricted() {
      return true;
    }

    @Override
    public boolean allows(Operation operation, String schema, String relation) {
      return true;
    }

    @Override
    public boolean opens(String schema) {
      return true;
    }

    @Override
    public boolean named(String schema, String relation) {
      return false;
    }

    @Override
    public boolean blocked(String schema, String relation) {
      return false;
    }

    @Override
    public Set<String> blockedColumns(String schema, String relation) {
      return Set.of();
    }

    @Override
    public Set<RelationName> blockedRelations() {
      return Set.of();
    }

    @Override
    public Map<RelationName, Set<String>> blockedColumns() {
      return Map.of();
    }

    @Override
    public Optional<String> databaseRole() {
      return Optional.empty();
    }
  }
}
