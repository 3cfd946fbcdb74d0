package dev.howdah.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.auth.AccessSettings;
import dev.howdah.auth.Caller;
import dev.howdah.auth.Permissions;
import dev.howdah.config.Reading;
import dev.howdah.resilience.Cancellation;
import dev.howdah.sql.Sql;
import dev.howdah.sql.guard.Guard;
import dev.howdah.sql.guard.Operation;
import dev.howdah.sql.guard.Policies;
import dev.howdah.sql.parser.PatientParsers;
import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the access rules leave open, and what it takes to find out. */
@OnPostgres
final class OpeningsTest {

  private static final AccessSettings BLOCKS =
      new AccessSettings(
          true,
          List.of("many.t7"),
          List.of("many.t8.secret", "many.t599.secret"),
          List.of(),
          List.of(),
          List.of(),
          true,
          null,
          null);

  private final TestDatabase own;

  OpeningsTest(TestDatabase own) {
    this.own = own;
  }

  @BeforeEach
  void tables() {
    own.run(
        """
        create schema many;
        do $$ begin
          for i in 1..600 loop
            execute format('create table many.t%s (id integer, secret text)', i);
          end loop;
        end $$;
        create view many.seen as select id, secret from many.t8;
        create view many.ids as select id from many.t8;
        """);
  }

  @AfterEach
  void end() {
    own.run(
        """
        do $$ begin
          for i in 1..600 loop
            execute format('drop table many.t%s cascade', i);
          end loop;
        end $$;
        drop schema many;
        """);
  }

  @Test
  void manyTablesTakeFewStatements() {
    List<Sql> statements = new ArrayList<>();
    Permissions permissions = ((Reading.Accepted<Permissions>) Permissions.read(BLOCKS)).settings();
    try (var database = new TestServer(own).database();
        var parsers = PatientParsers.make()) {
      var rules =
          new CallerRules(
              List.of(permissions.access(Caller.LOCAL, "x", false)),
              () -> new Guard(parsers, Policies.of(BLOCKS.functionRules())));
      Catalog catalog = database.catalog(new Cancellation());
      var counting =
          new Catalog() {
            @Override
            public <R extends Record> List<R> rows(Sql statement, Record arguments, Class<R> row) {
              statements.add(statement);
              return catalog.rows(statement, arguments, row);
            }
          };

      List<Opening> openings = new Openings(counting, rules, DatabaseSettings.DEFAULT).read();

      assertThat(openings).hasSize(602);
      assertThat(openings.stream().filter(Opening::closed).map(Opening::shown))
          .containsExactly("many.seen", "many.t7");
      assertThat(openings.stream().filter(each -> !each.whole(Operation.SELECT)))
          .extracting(Opening::shown)
          .containsExactly("many.seen", "many.t599 (secret)", "many.t7", "many.t8 (secret)");
    }
    assertThat(statements).hasSizeLessThan(20);
  }
}
