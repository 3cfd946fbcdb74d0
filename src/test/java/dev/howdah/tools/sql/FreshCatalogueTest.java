package dev.howdah.tools.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import org.junit.jupiter.api.Test;

/** What others change while the server runs is seen by the next statement. */
@OnEveryPostgres
record FreshCatalogueTest(TestDatabase database) {

  @Test
  void seesWhatIsNewAndWhatHasChanged() {
    database.run(
        """
        drop table if exists things;
        drop type if exists mood;
        create table things (a integer);
        insert into things values (1)""");
    try (var client = ToolClient.of(database, database.owner())) {
      assertThat(client.rows("select * from things").size()).isOne();

      database.run(
          """
          create type mood as enum ('calm', 'cross');
          alter table things add column felt mood default 'cross'""");
      assertThat(client.rows("select felt from things order by felt").at("/0/felt").stringValue())
          .isEqualTo("cross");

      database.run(
          """
          alter table things rename to others;
          create function noisy(integer) returns integer language plpgsql as
            'begin raise exception ''it ran''; end';
          create view things as select noisy(a) as a from others""");
      assertThat(client.error("query", "{'sql':'select * from things'}").path("message"))
          .asString()
          .contains("noisy")
          .doesNotContain("it ran");
      database.run("drop view things; drop function noisy; alter table others rename to things");
      assertThat(client.rows("select a from things").size()).isOne();
    }
  }
}
