package dev.howdah.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.auth.AccessSettings;
import dev.howdah.mcp.Revision;
import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A schema all of whose tables are blocked does not exist, for whoever asks. */
@OnPostgres
record BlockedSchemaTest(TestDatabase database) {

  private static final AccessSettings RULES =
      new AccessSettings(
          true,
          List.of("Cellar.*", "\"attic\".rafter"),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          true,
          null,
          null);

  @Test
  void isNowhere() {
    database.run(
        """
        create schema cellar;
        comment on schema cellar is 'Where the wine is';
        create table cellar.bottle (id int primary key);
        create type cellar.colour as enum ('red', 'white');
        create function cellar.drink() returns int language sql return 1;
        create schema attic;
        create table attic.rafter (id int primary key);
        """);
    var there = ToolClient.database("default", database.dsn(database.owner()));
    try (var server = new ToolClient(ToolClient.QUERY, RULES, there);
        var client = server.another(Revision.V2026_07_28)) {
      for (var call :
          List.of(
              "list_schemas {}",
              "list_schemas {'name_pattern':'c%'}",
              "list_tables {}",
              "list_tables {'schema':'cellar'}",
              "get_schema {}",
              "get_schema {'schema':'cellar'}",
              "search_objects {'pattern':'*'}",
              "search_objects {'pattern':'*','schema':'cellar'}",
              "search_objects {'pattern':'cellar bottle colour drink'}")) {
        int space = call.indexOf(' ');
        var answer = server.call(call.substring(0, space), call.substring(space + 1)).toString();
        assertThat(answer.replace("cellar bottle colour drink", "").replace("'cellar'", ""))
            .as(call)
            .doesNotContain("wine", "bottle", "colour", "drink", "\"name\":\"cellar\"");
      }
      assertThat(server.ok("list_schemas", "{}").toString())
          .contains("\"attic\"")
          .doesNotContain("cellar");
      var closed = server.error("search_objects", "{'pattern':'*','schema':'cellar'}");
      var missing = server.error("search_objects", "{'pattern':'*','schema':'nowhere'}");
      assertThat(closed.toString().replace("cellar", "nowhere")).isEqualTo(missing.toString());
      assertThat(missing.path("message").stringValue()).endsWith("; there are attic, public.");
      var asked =
          "{\"ref\":{\"type\":\"ref/resource\",\"uri\":\"table://{schema}/{table}\"},"
              + "\"argument\":{\"name\":\"schema\",\"value\":\"\"}}";
      assertThat(client.result("completion/complete", asked).toString())
          .contains("attic")
          .doesNotContain("cellar");
    }
  }
}
