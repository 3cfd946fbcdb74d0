package dev.howdah.tools.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.auth.AccessSettings;
import dev.howdah.mcp.Revision;
import dev.howdah.testing.Login;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the rules close does not exist, whichever tool is asked and whoever owns the tables. */
@OnEveryPostgres
final class ClosedTest {

  private static final String EVERY_TYPE =
      "'table_types':['table','partitioned table','partition','view','materialized view']";

  private static final String SECRETS = "vault|gold|ssn|odd|cipher|attic|trunk|loud";

  private final TestDatabase database;
  private final ToolClient client;

  ClosedTest(TestDatabase database, @TempDir Path folder) throws IOException {
    this.database = database;
    // The owner, whom the database itself keeps from nothing.
    this.client = client(database, database.owner(), folder, "schemas: [shop]");
  }

  private static ToolClient client(TestDatabase database, Login login, Path folder, String role)
      throws IOException {
    var file = folder.resolve("permissions.yaml");
    Files.writeString(file, "roles: {caller: {%s}}".formatted(role));
    var access =
        new AccessSettings(
            true,
            List.of("shop.vault", "shop.vault_part", "shop.\"Kunden Daten\"", "hr.\"Alte Akten\""),
            List.of(
                "shop.users.ssn",
                "shop.users.\"odd\"\"one\"",
                "shop.coded.cipher",
                "shop.\"Kunden Liste\".\"Geheime Zahl\"",
                "shop.spoken.\"Zwei Worte\""),
            List.of(),
            List.of(),
            List.of(),
            true,
            file.toString(),
            "caller");
    return new ToolClient(
        ToolClient.QUERY, access, ToolClient.database("default", database.dsn(login)));
  }

  @BeforeParameterizedClassInvocation
  static void build(TestDatabase database) throws IOException {
    try (var in = ClosedTest.class.getResourceAsStream("closed.sql")) {
      database.run(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void listsWhatIsOpenAndNothingElse() {
    assertThat(names(client.ok("list_schemas", "{}").path("schemas"))).containsExactly("shop");
    assertThat(names(list("{'schema':'shop'," + EVERY_TYPE + "}")))
        .containsExactly(
            "coded",
            "coded_a",
            "into_vault",
            "mixed",
            "mixed_open",
            "people",
            "people_count",
            "points",
            "spoken",
            "told",
            "typed",
            "users",
            "users_old");
    for (var schema : List.of("attic", "missing", "pg_catalog")) {
      assertThat(
              client
                  .error("list_tables", "{'schema':'" + schema + "'}")
                  .path("message")
                  .stringValue())
          .startsWith("There is no schema \"" + schema + "\" that may be read; there are shop.");
    }
    assertThat(names(list("{}"))).doesNotContain("trunk", "vault");
  }

  /** Only the names of what is open may have such a word in them. */
  @Test
  void namesNothingThatIsClosed() {
    for (var table : names(list("{'schema':'shop'," + EVERY_TYPE + "}"))) {
      if (table.equals("told") || table.equals("spoken")) {
        continue;
      }
      for (var tool : List.of("describe_table", "get_indexes", "get_foreign_keys")) {
        var told = client.ok(tool, arguments("shop", table)).toString();
        assertThat(told.replace("into_vault", "").replace("gold_id", ""))
            .as("%s of %s", tool, table)
            .doesNotContainPattern(SECRETS);
      }
    }
    assertThat(list("{" + EVERY_TYPE + "}").toString().replace("into_vault", ""))
        .doesNotContainPattern(SECRETS);
  }

  @Test
  void tellsTheRest() {
    var users = client.ok("describe_table", arguments("shop", "users"));
    assertThat(names(users.path("columns")))
        .containsExactly("id", "name", "ticket", "number", "v", "t");
    assertThat(users.at("/columns/2/default").stringValue()).isEqualTo("…");
    assertThat(users.at("/columns/3/default").stringValue()).contains("users_number_seq");
    assertThat(users.at("/columns/0/comment").stringValue()).isEqualTo("What orders name");
    assertThat(users.at("/columns/1/comment").isNull()).isTrue();
    assertThat(users.path("comment").isNull()).isTrue();
    assertThat(names(users.path("checks"))).containsExactly("users_plain");
    assertThat(names(users.path("indexes"))).containsExactly("users_name", "users_pkey");
    assertThat(names(users.path("triggers"))).containsExactly("users_plain");
    assertThat(names(users.path("foreign_keys"))).isEmpty();
    assertThat(names(users.path("referenced_by"))).containsExactly("points_user_id_fkey");
    assertThat(
            users
                .path("policies")
                .valueStream()
                .map(each -> each.path("using_expression").isNull()))
        .containsExactly(true, true, true, false);
    assertThat(names(users.path("inherited_by"))).containsExactly("users_old");
    var old = client.ok("describe_table", arguments("shop", "users_old"));
    assertThat(names(old.path("columns")))
        .containsExactly("id", "name", "ticket", "number", "v", "t", "left_at");
    var indexes = client.ok("get_indexes", arguments("shop", "users")).path("indexes");
    assertThat(names(indexes)).containsExactly("users_name", "users_pkey");
    assertThat(indexes.at("/0/comment").isNull()).isTrue();
  }

  @Test
  void namesNoTypeThatTellsOfWhatIsClosed() {
    var typed = client.ok("describe_table", arguments("shop", "typed")).path("columns");
    assertThat(
            typed
                .valueStream()
                .map(
                    each ->
                        each.path("type").stringValue()
                            + " "
                            + each.path("type_definition").stringValue("")))
        .containsExactly(
            "integer ",
            "shop.points ",
            "… ",
            "… ",
            "shop.kept …",
            "shop.person …",
            "shop.mix …",
            "shop.mix[] …",
            "shop.pair (a integer, c shop.users)");
    try (var reading = client.another(Revision.V2026_07_28)) {
      var rows = reading.result("resources/read", "{\"uri\":\"table://shop/typed\"}").toString();
      assertThat(rows).contains("shop.pair", "column_types").doesNotContainPattern(SECRETS);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "get_schema {'format':'full','schema':'shop','max_tokens':50000}",
        "search_objects {'pattern':'typed','detail':'full'}",
        "search_objects {'pattern':'*','object_type':'column','detail':'full','max_tokens':50000}",
        "search_objects {'pattern':'*','object_type':'type','detail':'full','max_tokens':50000}",
      })
  void findsNoTypeThatTellsOfWhatIsClosed(String call) {
    int space = call.indexOf(' ');
    var found = client.ok(call.substring(0, space), call.substring(space + 1)).toString();
    assertThat(found).contains("kept", "…");
    assertThat(found.replace("into_vault", "").replace("gold_id", "").replace("vaulted", ""))
        .doesNotContainPattern(SECRETS);
  }

  @Test
  void leavesOutCommentsInOtherLettersAndForms() {
    var spoken = client.ok("describe_table", arguments("shop", "spoken"));
    assertThat(spoken.path("comment").isNull()).isTrue();
    assertThat(
            spoken.path("columns").valueStream().map(each -> each.path("comment").stringValue("-")))
        .containsExactly(
            "-",
            "-",
            "-",
            "Made by default",
            "-",
            "A vaulted room",
            "-",
            "-",
            "-",
            "As alte akten of Kunden and their Daten have it",
            "-",
            "-",
            "-",
            "-",
            "-");
    var users = client.ok("describe_table", arguments("shop", "users")).toString();
    assertThat(users).doesNotContainPattern("(?i)ssn");
    assertThat(client.ok("list_schemas", "{}").toString()).doesNotContain("SSN");
  }

  @Test
  void keepsKeysWholeOrLeavesThemOut() {
    var coded = client.ok("describe_table", arguments("shop", "coded"));
    assertThat(names(coded.path("columns"))).containsExactly("part");
    assertThat(coded.path("primary_key")).isEmpty();
    assertThat(coded.at("/columns/0/is_primary_key").booleanValue()).isFalse();
    assertThat(coded.path("partition_key").isNull()).isTrue();
    assertThat(coded.at("/partitions/0/bounds").isNull()).isTrue();
    var part = client.ok("describe_table", arguments("shop", "coded_a"));
    assertThat(part.path("partition_bounds").isNull()).isTrue();
    assertThat(names(part.path("inherits"))).containsExactly("coded");
    var points = client.ok("get_foreign_keys", arguments("shop", "points"));
    assertThat(names(points.path("foreign_keys"))).containsExactly("points_user_id_fkey");
    assertThat(names(client.ok("describe_table", arguments("shop", "mixed")).path("partitions")))
        .containsExactly("mixed_open");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vault",
        "vault_child",
        "vault_part",
        "below",
        "people_ssn",
        "people_where",
        "people_again",
        "people_rows",
        "people_loud",
        "gold_kept",
        "trunks",
        "below_view",
        "told",
        "vault_numbers"
      })
  void saysOfWhatIsClosedThatThereIsNone(String table) {
    for (var tool : List.of("describe_table", "get_indexes", "get_foreign_keys")) {
      var closed = client.error(tool, arguments("shop", table));
      var missing = client.error(tool, arguments("shop", "xyzzy"));
      assertThat(closed.path("code")).isEqualTo(missing.path("code"));
      assertThat(head(closed, table)).isEqualTo(head(missing, "xyzzy"));
      assertThat(closed.at("/details/similar").toString())
          .doesNotContainPattern("shop\\.(vault|gold|trunks|below|people_[a-bd-z])|attic|ssn");
      assertThat(client.error(tool, arguments("attic", "trunk")).path("code"))
          .isEqualTo(missing.path("code"));
    }
  }

  @Test
  void saysNothingOfAPartitionThatIsClosed() {
    var error = client.error("find_relationships", arguments("shop", "vault_part"));
    var missing = client.error("find_relationships", arguments("shop", "xyzzy"));
    assertThat(head(error, "vault_part")).isEqualTo(head(missing, "xyzzy"));
    assertThat(
            client
                .error("find_relationships", arguments("shop", "mixed_open"))
                .path("message")
                .stringValue())
        .contains("a partition of shop.mixed,");
  }

  @Test
  void opensAViewByItsNameForAllThatIsNotBlocked(@TempDir Path folder) throws IOException {
    var role = "schemas: [shop], tables: [over_trunks, people_ssn, points]";
    try (var named = client(database, database.owner(), folder, role)) {
      assertThat(names(named.ok("list_tables", "{}").path("tables")))
          .containsExactly("over_trunks", "points");
      var view = named.ok("describe_table", arguments("shop", "over_trunks"));
      assertThat(names(view.path("columns"))).containsExactly("n");
      assertThat(view.path("definition").isNull()).isTrue();
      assertThat(named.ok("get_foreign_keys", arguments("shop", "points")).path("foreign_keys"))
          .isEmpty();
    }
  }

  @Test
  void showsTheQueryOfAViewOverWhatIsOpen() {
    var people = client.ok("describe_table", arguments("shop", "people"));
    assertThat(people.path("definition").stringValue()).contains("FROM shop.users");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 1000})
  void pagesThroughWhatIsOpen(int size) {
    var all = names(list("{'schema':'shop'}"));
    var seen = new ArrayList<String>();
    var arguments = Json.object().put("schema", "shop").put("page_size", size);
    JsonNode page;
    do {
      page = client.ok("list_tables", arguments.deepCopy());
      seen.addAll(names(page.path("tables")));
      arguments.set("cursor", page.path("next_cursor"));
    } while (!page.path("next_cursor").isNull());
    assertThat(seen).isEqualTo(all);
  }

  private JsonNode list(String arguments) {
    return client.ok("list_tables", arguments).path("tables");
  }

  private static String head(JsonNode error, String table) {
    var message = error.path("message").stringValue();
    return message.substring(0, message.indexOf("privilege on.")).replace(table, "T");
  }

  private static ObjectNode arguments(String schema, String table) {
    return Json.object().put("schema", schema).put("table", table);
  }

  private static List<String> names(JsonNode things) {
    return things.valueStream().map(thing -> thing.path("name").stringValue()).toList();
  }
}
