package dev.howdah.tools.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.auth.AccessSettings;
import dev.howdah.testing.CountingRelay;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;

/** However large a schema is, to describe it takes as many statements. */
@OnEveryPostgres
record RoundTripsTest(TestDatabase database) {

  /** The table, its columns, its constraints and its indexes. */
  private static final int MOST_TABLES = 4;

  /** Triggers, policies, relatives, and how it is partitioned; only where there are some. */
  private static final int EXTRAS = 4;

  @BeforeParameterizedClassInvocation
  static void build(TestDatabase database) {
    Zoo.build(database);
    database.run(
        """
        create schema one;
        create table one.only (a integer);
        create schema many;
        do $$
        begin
          for i in 1..300 loop
            execute format('create table many.t%s (a integer primary key, b text unique)', i);
          end loop;
        end
        $$""");
  }

  @Test
  void staysTheSame() throws IOException {
    try (var relay = new CountingRelay(database.host(), database.port())) {
      try (var client =
          new ToolClient(ToolClient.QUERY, ToolClient.database("default", dsn(relay)))) {
        assertThat(trips(relay, client, "list_schemas", "{}")).isPositive();
        for (var schema : new String[] {"one", "many", "zoo"}) {
          var arguments = "{'schema':'" + schema + "'}";
          assertThat(trips(relay, client, "list_tables", arguments)).as(schema).isEqualTo(2);
        }
        for (var table : new String[] {"one.only", "zoo.wide", "zoo.cage", "zoo.feeding"}) {
          var arguments = "{'table':'" + table + "'}";
          assertThat(trips(relay, client, "describe_table", arguments))
              .as(table)
              .isBetween(MOST_TABLES, MOST_TABLES + EXTRAS);
          assertThat(trips(relay, client, "get_indexes", arguments)).as(table).isEqualTo(2);
          assertThat(trips(relay, client, "get_foreign_keys", arguments)).as(table).isEqualTo(2);
        }
        for (var table : new String[] {"one.only", "zoo.wide", "many.t1"}) {
          assertThat(trips(relay, client, "describe_table", "{'table':'" + table + "'}"))
              .as(table)
              .isEqualTo(MOST_TABLES);
        }
        // One more ends the transaction: it stays open as long as there may be a next page.
        assertThat(trips(relay, client, "query", "{'sql':'select 1'}")).isEqualTo(2);
      }
    }
  }

  /** However many are closed: three statements to find those that are open, two to tell of them. */
  @Test
  void staysTheSameUnderRules() throws IOException {
    var rules =
        new AccessSettings(
            true,
            IntStream.range(2, 300).mapToObj(i -> "many.t" + i).toList(),
            List.of("zoo.cage.size"),
            List.of(),
            List.of(),
            List.of(),
            true,
            null,
            null);
    try (var relay = new CountingRelay(database.host(), database.port())) {
      var there = ToolClient.database("default", dsn(relay));
      try (var client = new ToolClient(ToolClient.QUERY, rules, there)) {
        for (var schema : new String[] {"many", "zoo"}) {
          var arguments = "{'schema':'" + schema + "','page_size':1}";
          assertThat(trips(relay, client, "list_tables", arguments)).as(schema).isBetween(3, 5);
        }
        assertThat(trips(relay, client, "list_schemas", "{}")).isEqualTo(1);
        for (var table : new String[] {"one.only", "zoo.wide", "zoo.cage", "zoo.feeding"}) {
          var arguments = "{'table':'" + table + "'}";
          assertThat(trips(relay, client, "describe_table", arguments))
              .as(table)
              .isBetween(MOST_TABLES + 1, MOST_TABLES + 1 + EXTRAS);
        }
      }
    }
  }

  private String dsn(CountingRelay relay) {
    var here = "@" + database.host() + ":" + database.port();
    return database.dsn(database.reader()).replace(here, "@127.0.0.1:" + relay.port())
        + "?sslmode=disable";
  }

  /** The second time, when the types that the answer has are known. */
  private static int trips(CountingRelay relay, ToolClient client, String tool, String arguments) {
    client.ok(tool, arguments);
    int before = relay.roundTrips();
    client.ok(tool, arguments);
    return relay.roundTrips() - before;
  }
}
