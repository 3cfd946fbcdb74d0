package dev.howdah.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.howdah.resilience.Cancellation;
import dev.howdah.sql.Sql;
import dev.howdah.sql.catalog.Snapshot;
import dev.howdah.sql.resolve.StoredTrees;
import dev.howdah.sql.resolve.Uses;
import dev.howdah.sql.resolve.Uses.Privilege;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.PostgresAnalysis;
import dev.howdah.testing.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@OnEveryPostgres
final class StoredTreesTest {

  @Parameter TestDatabase own;

  private static Database database;
  private static Snapshot snapshot;

  private record None() {}

  private record Rule(String name, String tree) {}

  private static final class Source implements CatalogueReader.Source {
    @Override
    public <R extends Record> List<R> query(Sql statement, Record arguments, Class<R> row) {
      return database.query(statement, arguments, row, new Cancellation());
    }
  }

  @BeforeParameterizedClassInvocation
  static void open(TestDatabase own) {
    own.run(
        """
        create table people (id int primary key, name text, born date, secret text, boss int);
        create table orders (id int primary key, person int, total numeric, tags text[], doc jsonb);
        create domain positive as int check (value > 0);
        create function doubled(n int) returns int language sql immutable return
          n * 2 + (select count(*) from orders)::int;
        create table protected (id int, owner text);
        alter table protected enable row level security;
        create policy mine on protected using (owner = current_user and pg_sleep(0) is null);
        """);
    database = new TestServer(own).database();
    snapshot = new CatalogueReader(new Source()).read();
  }

  @AfterParameterizedClassInvocation
  static void close() {
    database.close();
  }

  private static List<Rule> rules(Sql sql) {
    return database.query(sql, new None(), Rule.class, new Cancellation());
  }

  @Test
  void everyRuleOfTheSystemCanBeRead() {
    List<Rule> all =
        rules(
            Sql.of(
                """
                select w.ev_class::regclass::text as name, w.ev_action::text as tree
                from pg_rewrite w
                """));

    assertThat(all).hasSizeGreaterThan(100);
    for (Rule rule : all) {
      assertThat(new StoredTrees(snapshot).uses(rule.tree()).relations().size())
          .as(rule.name())
          .isGreaterThanOrEqualTo(0);
    }
  }

  private Uses analysed(String sql) throws SQLException {
    try (var analysis = new PostgresAnalysis(own, own.superuser())) {
      analysis.run("set search_path = public");
      return new StoredTrees(snapshot).uses(analysis.tree(sql));
    }
  }

  private Set<String> functions(Uses uses) {
    return uses.functions().stream()
        .map(use -> snapshot.function(use.function()).orElseThrow().name())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** As {@code relation.column}, {@code relation.*} for whole rows. */
  private Set<String> columns(Uses uses, Privilege privilege) {
    return uses.columns().stream()
        .filter(use -> use.privilege() == privilege)
        .map(
            use ->
                own.ask(
                    "select %d::regclass || '.' || coalesce((select attname from pg_attribute where attrelid = %d and attnum = %d), '*')"
                        .formatted(use.relation(), use.relation(), use.column())))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void columnsAreThoseThatNeedAPrivilege() throws SQLException {
    assertThat(
            columns(analysed("select p.name from people p where p.born > now()"), Privilege.SELECT))
        .containsExactly("people.born", "people.name");
    assertThat(columns(analysed("select p from people p"), Privilege.SELECT))
        .containsExactly("people.*");
    assertThat(columns(analysed("select 1 from people join orders using (id)"), Privilege.SELECT))
        .containsExactly("orders.id", "people.id");
    assertThat(columns(analysed("select x.boss from (select * from people) x"), Privilege.SELECT))
        .contains("people.boss");
    assertThat(columns(analysed("update people set name = 'x' where id = 1"), Privilege.UPDATE))
        .containsExactly("people.name");
    assertThat(columns(analysed("insert into people (id) values (1)"), Privilege.INSERT))
        .containsExactly("people.id");
    assertThat(columns(analysed("select ctid from people"), Privilege.SELECT))
        .containsExactly("people.ctid");
  }

  @Test
  void functionsAreFoundWhereverTheyHide() throws SQLException {
    assertThat(functions(analysed("select 1 + 1, lower('A'), '1'::text || 2")))
        .contains("int4pl", "lower", "textanycat");
    assertThat(functions(analysed("select count(*), row_number() over () from people group by id")))
        .contains("count", "row_number");
    assertThat(
            functions(
                analysed(
                    "select * from generate_series(1, 2) g, people tablesample bernoulli (1)")))
        .contains("generate_series", "bernoulli");
    assertThat(functions(analysed("select (1, 2) < (3, 4), 1 is distinct from 2, nullif(1, 2)")))
        .contains("int4lt", "int4eq");
    assertThat(functions(analysed("select id from people where id = any (array[1, 2])")))
        .contains("int4eq");
    assertThat(functions(analysed("select born::timestamp from people order by 1 using <")))
        .contains("timestamp");
  }

  @Test
  void domainsAreTypesThatAreMade() throws SQLException {
    long oid = Long.parseLong(own.ask("select 'positive'::regtype::oid"));

    assertThat(analysed("select 1::positive, id::positive from people").types())
        .anyMatch(use -> use.type() == oid);
  }

  @Test
  void policiesConstraintsAndBodiesAreTreesToo() {
    List<Rule> trees =
        rules(
            Sql.of(
                """
                select polname::text as name, polqual::text as tree from pg_policy
                union all
                select conname::text, conbin::text from pg_constraint where contypid <> 0
                  and conname like 'positive%'
                union all
                select proname::text, prosqlbody::text from pg_proc where proname = 'doubled'
                order by name
                """));

    assertThat(trees).hasSize(3);
    assertThat(new StoredTrees(snapshot).uses(trees.get(0).tree()).relations()).hasSize(1);
    assertThat(functions(new StoredTrees(snapshot).uses(trees.get(1).tree()))).contains("pg_sleep");
    assertThat(functions(new StoredTrees(snapshot).uses(trees.get(2).tree()))).contains("int4gt");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{QUERY :rtable",
        "{QUERY} }",
        "{QUERY :a 1 :a 2}",
        "{QUERY a}",
        "{SOMETHING :funcid 1}",
        "{QUERY :x {SOMETHING :funcid 1}}",
        "({OPEXPR :opno 4294967295})",
        "\\",
      })
  void whatIsNoTreeIsRefused(String tree) {
    assertThatThrownBy(() -> new StoredTrees(snapshot).uses(tree))
        .isInstanceOf(StoredTrees.Unreadable.class);
  }

  @Test
  void aNameThatLooksLikeAFieldIsNone() throws SQLException {
    assertThat(functions(analysed("select 1 + 1 as \":funcid 1259 {(}\""))).contains("int4pl");
    assertThat(functions(analysed("select 1 + 1 as \":\" from people \":relid\" (\":opno\")")))
        .contains("int4pl");
  }
}
