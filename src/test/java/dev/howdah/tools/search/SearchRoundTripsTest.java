package dev.howdah.tools.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.CountingRelay;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** 2,000 tables with 30,000 columns take as many statements as one. */
@OnEveryPostgres
record SearchRoundTripsTest(TestDatabase database) {

  private static final int TABLES = 2000;

  /** A look at the stamp, four statements, and another look. */
  private static final int COLD = 6;

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
        database.run("create table single (single_id integer primary key)");
        client.ok("get_schema", "{'refresh':true}");
        assertThat(trips(relay, client, "get_schema", "{'refresh':true}")).isEqualTo(COLD);
        Large.build(database, TABLES);
        assertThat(trips(relay, client, "get_schema", "{'format':'full'}")).isEqualTo(COLD);
        assertThat(client.ok("get_schema", "{}").path("tables_count").intValue())
            .isEqualTo(TABLES + 1);
        assertThat(trips(relay, client, "get_schema", "{}")).isEqualTo(1);
        assertThat(trips(relay, client, "search_objects", "{'pattern':'invoice email'}"))
            .isEqualTo(1);
        assertThat(
                trips(relay, client, "find_relationships", "{'schema':'large','table':'order_10'}"))
            .isEqualTo(1);
      }
    }
  }

  private static int trips(CountingRelay relay, ToolClient client, String tool, String arguments) {
    int before = relay.roundTrips();
    client.ok(tool, arguments);
    return relay.roundTrips() - before;
  }
}
