package dev.howdah.tools.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.CountingRelay;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;

/** However large a schema is, to describe it takes as many statements. */
@OnEveryPostgres
record RoundTripsTest(TestDatabase database) {

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
      var dsn =
          database
              .dsn(database.reader())
              .replace("@" + database.host() + ":" + database.port(), "@127.0.0.1:" + relay.port());
      try (var client =
          new ToolClient(
              ToolClient.QUERY, ToolClient.database("default", dsn + "?sslmode=disable"))) {
        assertThat(trips(relay, client, "list_schemas", "{}")).isPositive();
        for (var schema : new String[] {"one", "many", "zoo", "missing"}) {
          var arguments = "{'schema':'" + schema + "'}";
          assertThat(trips(relay, client, "list_tables", arguments)).as(schema).isEqualTo(1);
        }
        for (var table : new String[] {"one.only", "zoo.wide", "zoo.cage", "zoo.feeding"}) {
          var arguments = "{'table':'" + table + "'}";
          assertThat(trips(relay, client, "describe_table", arguments)).as(table).isEqualTo(7);
        }
        // One more ends the transaction: it stays open as long as there may be a next page.
        assertThat(trips(relay, client, "query", "{'sql':'select 1'}")).isEqualTo(2);
      }
    }
  }

  /** The second time, when the types that the answer has are known. */
  private static int trips(CountingRelay relay, ToolClient client, String tool, String arguments) {
    client.ok(tool, arguments);
    int before = relay.roundTrips();
    client.ok(tool, arguments);
    return relay.roundTrips() - before;
  }
}
