package dev.howdah.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.mcp.Revision;
import dev.howdah.testing.CountingRelay;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.PipeClient;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;

/** However many tables there are, a page of them takes one statement. */
@OnEveryPostgres
record ResourceTripsTest(TestDatabase database) {

  @BeforeParameterizedClassInvocation
  static void build(TestDatabase database) {
    database.run(
        """
        do $$
        begin
          for i in 100..400 loop
            execute format('create table t%s (a integer primary key, b text unique)', i);
          end loop;
        end
        $$""");
    database.run("grant usage on schema public to " + database.reader().user());
  }

  @Test
  void takesOneStatementAPage() throws IOException {
    try (var relay = new CountingRelay(database.host(), database.port())) {
      var dsn =
          database
              .dsn(database.reader())
              .replace("@" + database.host() + ":" + database.port(), "@127.0.0.1:" + relay.port());
      try (var server =
              new ToolClient(
                  ToolClient.QUERY, ToolClient.database("default", dsn + "?sslmode=disable"));
          var client = server.another(Revision.V2026_07_28)) {
        assertThat(trips(relay, client, "resources/list", "{}")).isEqualTo(1);
        var cursor = client.result("resources/list", "{}").path("nextCursor");
        assertThat(trips(relay, client, "resources/list", "{\"cursor\":" + cursor + "}"))
            .isEqualTo(1);
        for (var variable : new String[] {"schema", "table"}) {
          var params =
              """
              {"ref":{"type":"ref/resource","uri":"table://{schema}/{table}"},
               "argument":{"name":"%s","value":""}}"""
                  .formatted(variable);
          assertThat(trips(relay, client, "completion/complete", params)).isEqualTo(1);
        }
        assertThat(trips(relay, client, "resources/read", "{\"uri\":\"table://public/t100\"}"))
            .isEqualTo(2);
        assertThat(trips(relay, client, "resources/read", "{\"uri\":\"schema://public/t100\"}"))
            .isEqualTo(4);
      }
    }
  }

  /** The second time, when what is kept is known. */
  private static int trips(CountingRelay relay, PipeClient client, String method, String params) {
    assertThat(client.result(method, params).isEmpty()).isFalse();
    int before = relay.roundTrips();
    assertThat(client.result(method, params).isEmpty()).isFalse();
    return relay.roundTrips() - before;
  }
}
