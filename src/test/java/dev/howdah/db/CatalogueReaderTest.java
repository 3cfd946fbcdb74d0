package dev.howdah.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.howdah.error.CallException;
import dev.howdah.resilience.Cancellation;
import dev.howdah.sql.Identifier;
import dev.howdah.sql.Sql;
import dev.howdah.sql.catalog.Catalogue;
import dev.howdah.sql.catalog.Function;
import dev.howdah.sql.catalog.Recorder;
import dev.howdah.sql.catalog.Relation;
import dev.howdah.sql.catalog.Snapshot;
import dev.howdah.sql.catalog.Type;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@OnEveryPostgres
final class CatalogueReaderTest {

  private static final Sql RELATIONS =
      Sql.resource(CatalogueReader.class, "catalogue_relations.sql");

  @Parameter TestDatabase own;

  private static Database database;

  private record Fresh(int fresh) {}

  @BeforeParameterizedClassInvocation
  static void open(TestDatabase own) {
    database = new TestServer(own).database();
    own.run(
        """
        create schema early;
        create schema late;
        create type early.mood as enum ('sad', 'ok');
        create domain early.positive as int check (value > 0);
        create table early.parent (id int primary key, mood early.mood, "Näme" text, gone int);
        alter table early.parent drop column gone;
        create table early.child (more early.positive) inherits (early.parent);
        create view early.seen as select id, "Näme" from early.parent where id > 0;
        create materialized view early.kept as select * from early.seen;
        create table late.parts (id int, at date) partition by range (at);
        create table late.parts_1 partition of late.parts
          for values from ('2026-01-01') to ('2027-01-01');
        create function early.twice(n int, times int default 2) returns int language sql immutable
          as 'select n * times';
        create function early.pair(out a int, out b text) language sql as 'select 1, ''x''';
        create function early.slowly(variadic int[]) returns int language plpgsql
          security definer as 'begin return 1; end';
        create operator early.### (leftarg = int, rightarg = int, function = early.twice);
        create aggregate early.total(int) (sfunc = int4pl, stype = int, initcond = '0');
        alter table early.parent enable row level security;
        create policy own_rows on early.parent using (id > 0);
        """);
    own.run("alter database " + own.name() + " set search_path = early, late");
    database.close();
    database = new TestServer(own).database();
  }

  @AfterParameterizedClassInvocation
  static void close() {
    database.close();
  }

  /** Ours, as the tests' database runs them. */
  private static final class Connection implements CatalogueReader.Source {
    @Override
    public <R extends Record> List<R> query(Sql statement, Record arguments, Class<R> row) {
      return database.query(statement, arguments, row, new Cancellation());
    }
  }

  private final CatalogueReader reader = new CatalogueReader(new Connection());

  /** Asks until nothing is missing. */
  private Snapshot load(Snapshot snapshot, Consumer<Catalogue> questions) {
    Snapshot now = snapshot;
    for (int i = 0; i < 20; i++) {
      try {
        questions.accept(now);
        return now;
      } catch (Catalogue.Missing missing) {
        now = reader.read(now, missing.needs());
      }
    }
    throw new AssertionError("always something missing");
  }

  @Test
  void theBaseIsThereAtOnce() {
    Snapshot snapshot = reader.read();

    assertThat(snapshot.serverVersion() / 10_000).isEqualTo(own.major());
    assertThat(snapshot.searchPath()).containsExactly("pg_catalog", "early", "late");
    assertThat(snapshot.type(Identifier.of("int4")).orElseThrow().oid()).isEqualTo(23);
    assertThat(snapshot.functions(Identifier.of("lower"))).hasSizeGreaterThan(1);
    assertThat(snapshot.operators(Identifier.of("###")))
        .singleElement()
        .satisfies(
            operator ->
                assertThat(snapshot.function(operator.function()).orElseThrow().name())
                    .isEqualTo("twice"));
    assertThat(snapshot.cast(23, 20)).isPresent();
  }

  @Test
  void functionsHaveTheirArgumentsAndResults() {
    Snapshot snapshot = reader.read();
    Function twice = snapshot.functions(Identifier.of("early", "twice")).getFirst();
    Function pair = snapshot.functions(Identifier.of("pair")).getFirst();
    Function slowly = snapshot.functions(Identifier.of("slowly")).getFirst();
    Function total = snapshot.functions(Identifier.of("total")).getFirst();

    assertThat(twice.arguments()).containsExactly(23L, 23L);
    assertThat(twice.names()).containsExactly("n", "times");
    assertThat(twice.defaults()).isEqualTo(1);
    assertThat(pair.outputs())
        .containsExactly(new Function.Output("a", 23), new Function.Output("b", 25));
    assertThat(slowly.variadic()).isEqualTo(23);
    assertThat(slowly.securityDefiner()).isTrue();
    assertThat(slowly.language()).isEqualTo("plpgsql");
    assertThat(total.kind()).isEqualTo(Function.Kind.AGGREGATE);
    assertThat(total.support()).hasSize(1);
  }

  /** How many are reached from one is only guessed, and a large guess has all of them read. */
  @Test
  void relationsAreNeverAllReadForOne() {
    Sql.Numbered numbered = RELATIONS.numbered();
    String sql = numbered.text();
    for (int i = numbered.parameters().size(); i > 0; i--) {
      String value =
          switch (numbered.parameters().get(i - 1)) {
            case "schemas" -> "{early}";
            case "names" -> "{seen}";
            case "path" -> "{pg_catalog,early}";
            default -> "{}";
          };
      sql = sql.replace("$" + i, "'" + value + "'");
    }

    String plan = own.ask("explain (format json) " + sql);

    assertThat(plan)
        .contains("pg_class_oid_index")
        .doesNotContainPattern("(?s)\"Seq Scan\",(?:(?!\"Node Type\").)*\"pg_class\"");
  }

  @Test
  void relationsComeWhenTheyAreAskedFor() {
    Snapshot empty = reader.read();
    assertThatThrownBy(() -> empty.relation(Identifier.of("parent")))
        .isInstanceOf(Catalogue.Missing.class);

    Snapshot snapshot = load(empty, catalogue -> catalogue.relation(Identifier.of("parent")));

    Relation parent = snapshot.relation(Identifier.of("parent")).orElseThrow();
    assertThat(parent.columns().stream().map(Relation.Column::name))
        .containsExactly("id", "mood", "Näme");
    assertThat(parent.policies()).hasSize(1).allMatch(tree -> tree.startsWith("{OPEXPR"));
    assertThat(parent.children())
        .singleElement()
        .satisfies(oid -> assertThat(snapshot.relation(oid).name()).isEqualTo("child"));
    Type rows = snapshot.type(parent.rowType());
    assertThat(rows.relation()).isEqualTo(parent.oid());
    assertThat(snapshot.type(rows.array()).element()).isEqualTo(rows.oid());
    assertThat(snapshot.type(Identifier.of("parent"))).contains(rows);
  }

  @Test
  void viewsComeWithWhatTheyShow() {
    Snapshot snapshot =
        load(reader.read(), catalogue -> catalogue.relation(Identifier.of("early", "kept")));

    Relation kept = snapshot.relation(Identifier.of("early", "kept")).orElseThrow();
    assertThat(kept.kind()).isEqualTo(Relation.Kind.MATERIALIZED_VIEW);
    assertThat(kept.actions())
        .singleElement()
        .satisfies(rule -> assertThat(rule.tree()).allMatch(tree -> tree.contains("QUERY")));
    assertThat(snapshot.size()).isGreaterThanOrEqualTo(4);
  }

  @Test
  void whatIsNotThereIsKnownToBeAbsent() {
    Snapshot snapshot =
        load(
            reader.read(),
            catalogue -> {
              catalogue.relation(Identifier.of("nothing"));
              catalogue.type(Identifier.of("nothing"));
            });

    assertThat(snapshot.relation(Identifier.of("nothing"))).isEmpty();
    assertThat(snapshot.type(Identifier.of("nothing"))).isEmpty();
  }

  @Test
  void domainsComeWithTheirConstraints() {
    Snapshot snapshot = load(reader.read(), catalogue -> catalogue.type(Identifier.of("positive")));
    Type positive = snapshot.type(Identifier.of("positive")).orElseThrow();

    assertThat(positive.kind()).isEqualTo(Type.Kind.DOMAIN);
    assertThat(positive.base()).isEqualTo(23);
    assertThat(positive.checks()).hasSize(1);
  }

  private Recorder.Stamps looked() {
    return looked(CatalogueReaderTest::ask);
  }

  private Recorder.Stamps looked(Consumer<Catalogue> questions) {
    Snapshot snapshot = load(reader.read(), questions);
    var recorder = new Recorder(snapshot);
    questions.accept(recorder);
    return recorder.stamps();
  }

  private static void ask(Catalogue catalogue) {
    Relation parent = catalogue.relation(Identifier.of("parent")).orElseThrow();
    parent.children().forEach(catalogue::relation);
    catalogue.relation(Identifier.of("late", "parts"));
    catalogue.relation(Identifier.of("seen"));
    catalogue.relation(Identifier.of("nothing"));
    catalogue.functions(Identifier.of("twice"));
    catalogue.functions(Identifier.of("lower"));
    catalogue.operators(Identifier.of("###"));
    catalogue.operators(Identifier.of("="));
    catalogue.type(Identifier.of("int4"));
    catalogue.type(Identifier.of("positive"));
    catalogue.type(Identifier.of("parent"));
    catalogue.type(parent.rowType());
    catalogue.functions(Identifier.of("pair")).forEach(each -> catalogue.body(each.oid()));
  }

  private void check(Recorder.Stamps stamps) {
    database.query(
        Freshness.text(stamps), Freshness.Looked.of(stamps), Fresh.class, new Cancellation());
  }

  @Test
  void whatHasNotChangedIsFresh() {
    Recorder.Stamps stamps = looked();

    check(stamps);
    own.run("insert into early.parent values (1)");
    own.run("analyze early.parent");
    own.run("vacuum early.parent");
    own.run("create table late.unrelated (id int)");
    check(stamps);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alter table early.parent add later int",
        "alter table early.parent rename \"Näme\" to other",
        "alter table early.child rename to kid",
        "create or replace view early.seen as select id, \"Näme\" from early.parent",
        "create table late.parent (id int)",
        "create table early.nothing (id int)",
        "create view late.nothing as select 1",
        "create function late.twice(text) returns text language sql as 'select $1'",
        "create or replace function early.pair(out a int, out b text) language sql"
            + " as 'select 2, ''y'''",
        "create function early.lower(int) returns int language sql as 'select 1'",
        "drop operator early.### (int, int)",
        "create operator late.= (leftarg = int, rightarg = int, function = early.twice)",
        "alter domain early.positive add check (value < 100)",
        "alter schema late rename to later",
        "revoke usage on schema late from public",
        "create cast (early.mood as int) with inout as implicit",
        "create policy more on early.parent using (true)",
        "alter table late.parts detach partition late.parts_1",
      })
  void whatHasChangedIsNoticed(String change) {
    assertNoticed(looked(), change);
  }

  /** The server is asked for what was looked up only, so each question must do on its own. */
  @Test
  void whatHasChangedIsNoticedWhenNothingElseWasLookedUp() {
    assertNoticed(
        looked(catalogue -> catalogue.relation(Identifier.of("parent"))),
        "alter table early.parent add later int");
    assertNoticed(
        looked(catalogue -> catalogue.relation(Identifier.of("nothing"))),
        "create table early.nothing (id int)");
    assertNoticed(
        looked(catalogue -> catalogue.functions(Identifier.of("twice"))),
        "create function late.twice(text) returns text language sql as 'select $1'");
    assertNoticed(
        looked(
            catalogue -> {
              Function pair = catalogue.functions(Identifier.of("pair")).getFirst();
              catalogue.body(pair.oid());
            }),
        "create or replace function early.pair(out a int, out b text) language sql"
            + " as 'select 2, ''y'''");
    assertNoticed(
        looked(catalogue -> catalogue.operators(Identifier.of("###"))),
        "drop operator early.### (int, int)");
    assertNoticed(
        looked(catalogue -> catalogue.type(Identifier.of("positive"))),
        "alter domain early.positive add check (value < 100)");
    assertNoticed(
        looked(catalogue -> catalogue.type(Identifier.of("nothing"))),
        "create type late.nothing as enum ('x')");
    own.run("create schema aside; create domain aside.nothing as integer");
    assertNoticed(
        looked(catalogue -> catalogue.type(Identifier.of("nothing"))),
        "alter domain aside.nothing set schema late");
    own.run("drop schema aside cascade");
    assertNoticed(
        looked(catalogue -> catalogue.relation(Identifier.of("late", "nothing"))),
        "alter schema late rename to later");
    assertNoticed(
        looked(
            catalogue -> {
              Relation parent = catalogue.relation(Identifier.of("parent")).orElseThrow();
              catalogue.dependents(parent.oid());
            }),
        "create view late.another as select * from early.parent");
    assertNoticed(looked(_ -> {}), "create cast (early.mood as int) with inout as implicit");
    assertNoticed(
        looked(_ -> {}),
        "create operator class moods for type early.mood using btree as function 1 enum_cmp");
  }

  private void assertNoticed(Recorder.Stamps stamps, String change) {
    check(stamps);
    try (var connection = own.connect(own.superuser());
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(change);
      try (var checked = connection.prepareStatement("select 1")) {
        checked.execute();
      }
      assertThat(stillFresh(connection, stamps)).as(change).isFalse();
      connection.rollback();
    } catch (java.sql.SQLException e) {
      throw new AssertionError(e);
    }
    check(stamps);
  }

  /** Checks in the transaction that has made the change, which is then undone. */
  private static boolean stillFresh(java.sql.Connection connection, Recorder.Stamps stamps)
      throws java.sql.SQLException {
    Sql.Numbered numbered = Freshness.text(stamps).numbered();
    try (var statement = connection.prepareStatement(numbered.text().replaceAll("\\$\\d+", "?"))) {
      List<@Nullable Object> values =
          Records.values(Freshness.Looked.of(stamps), numbered.parameters());
      List<Integer> order =
          java.util.regex.Pattern.compile("\\$(\\d+)")
              .matcher(numbered.text())
              .results()
              .map(found -> Integer.parseInt(found.group(1)))
              .toList();
      for (int i = 0; i < order.size(); i++) {
        statement.setString(i + 1, (String) values.get(order.get(i) - 1));
      }
      statement.executeQuery().close();
      return true;
    } catch (java.sql.SQLException e) {
      assertThat(e.getSQLState()).isEqualTo("22012");
      return false;
    }
  }

  @Test
  void aStaleCheckFailsAsAStatementDoes() {
    Recorder.Stamps stamps = looked();
    var wrong =
        new Recorder.Stamps(
            stamps.relationNames(),
            stamps.relations(),
            stamps.functionNames(),
            stamps.functions(),
            stamps.operatorNames(),
            stamps.types(),
            stamps.typeNames(),
            stamps.schemas(),
            stamps.changed(),
            stamps.expected() + "x");

    assertThatThrownBy(() -> check(wrong)).isInstanceOf(CallException.class);
  }
}
