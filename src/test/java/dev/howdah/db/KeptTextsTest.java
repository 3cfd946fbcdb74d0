package dev.howdah.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.resilience.Cancellation;
import dev.howdah.sql.Sql;
import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.TestDatabase;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a server process keeps of our texts is never anybody else's, and can be lost. */
@OnPostgres
final class KeptTextsTest {

  /** One connection, so that what it keeps is met again. */
  private static final PoolSettings ONE =
      new PoolSettings(0, 1, Duration.ofSeconds(5), Duration.ofMinutes(1), 1 << 20);

  private record Given(int number) {}

  private record Answer(String who, int twice, boolean reads) {}

  private static final Sql TEXT =
      Sql.of(
              """
              select current_user as who,
                     2 * cast(:number as integer) as twice,
                     has_schema_privilege('cellar', 'usage') as reads
              """)
          .kept();

  private static final String COUNT = "select count(*) from pg_prepared_statements";

  private final TestDatabase own;
  private final Database database;

  KeptTextsTest(TestDatabase own) {
    this.own = own;
    this.database = database(own.port());
  }

  @BeforeAll
  static void build(TestDatabase own) {
    own.run(own.superuser(), "create schema cellar");
    own.run(
        """
        create function forget() returns void language plpgsql as $$
          begin execute 'deallocate all'; end
        $$;
        create function replace() returns int language plpgsql as $$
          declare kept record; replaced int := 0;
          begin
            for kept in select name from pg_prepared_statements where statement like '%twice%' loop
              execute format('deallocate %I', kept.name);
              execute format(
                'prepare %I(int) as select ''evil''::text as who, $1 as twice, true as reads',
                kept.name);
              replaced := replaced + 1;
            end loop;
            return replaced;
          end
        $$;
        """);
  }

  private Database database(int port) {
    var dsn = own.dsn(own.owner()).replace(":" + own.port() + "/", ":" + port + "/");
    return new Database("one", ConnectionSettings.of(dsn + "?sslmode=disable", Map.of()), ONE);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Answer ask(Database where, RunAs as, int number) {
    return where
        .query(as, Limits.OURS, TEXT, new Given(number), Answer.class, new Cancellation())
        .getFirst();
  }

  private String first(Database where, String sql) {
    return String.valueOf(
        Ungated.run(where, sql, List.of(), Limits.OURS, new Cancellation()).text(0, 0));
  }

  private void answers() {
    for (int i = 1; i < 4; i++) {
      assertThat(ask(database, RunAs.OURS, i))
          .isEqualTo(new Answer(own.owner().user(), 2 * i, false));
    }
  }

  @Test
  void keepsEachTextOnce() {
    answers();
    var kept = first(database, COUNT);
    assertThat(kept).isNotEqualTo("0");
    answers();
    assertThat(first(database, COUNT)).isEqualTo(kept);
    assertThat(first(database, COUNT + " where statement like '%twice%'")).isEqualTo("1");
    assertThat(first(database, COUNT + " where from_sql")).isEqualTo("0");
  }

  @Test
  void plansThemOnce() {
    answers();
    answers();
    if (own.major() >= 14) {
      assertThat(
              first(
                  database,
                  "select generic_plans || ' ' || custom_plans from pg_prepared_statements"
                      + " where statement like '%twice%'"))
          .isEqualTo("6 0");
    }
  }

  @Test
  void asksWithTheRightsOfEachRole() {
    answers();
    own.run(
        own.superuser(),
        "grant %s to %s; grant usage on schema cellar to %s"
            .formatted(own.reader().user(), own.owner().user(), own.reader().user()));
    var reader = new RunAs(own.reader().user(), null).ours();
    for (int i = 1; i < 3; i++) {
      assertThat(ask(database, reader, i)).isEqualTo(new Answer(own.reader().user(), 2 * i, true));
      assertThat(ask(database, RunAs.OURS, i).who()).isEqualTo(own.owner().user());
    }
    own.run(own.superuser(), "revoke usage on schema cellar from " + own.reader().user());
    assertThat(ask(database, reader, 1).reads()).isFalse();
  }

  @Test
  void doesWithoutWhatIsLost() {
    answers();
    first(database, "select forget()");
    answers();
  }

  @Test
  void doesNotUseWhatSomebodyPutInItsPlace() {
    answers();
    assertThat(first(database, "select replace()")).isEqualTo("1");
    answers();
    assertThat(first(database, COUNT + " where from_sql")).isEqualTo("1");
  }

  @Test
  void keepsNothingBehindAPooler() throws IOException {
    try (var pooler = new Renumbering(own.host(), own.port());
        var behind = database(pooler.port())) {
      for (int i = 1; i < 4; i++) {
        assertThat(ask(behind, RunAs.OURS, i).twice()).isEqualTo(2 * i);
      }
      assertThat(first(behind, COUNT)).isEqualTo("0");
    }
  }
}
