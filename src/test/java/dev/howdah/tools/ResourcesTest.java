package dev.howdah.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.auth.AccessSettings;
import dev.howdah.auth.Caller;
import dev.howdah.config.Size;
import dev.howdah.db.QuerySettings;
import dev.howdah.mcp.Revision;
import dev.howdah.testing.FreezingRelay;
import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.PipeClient;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Tables as resources: listed, completed and read by a role with few rights, in both protocols. */
@OnPostgres
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ResourcesTest {

  private static final String NOBODY = "postgresql://nobody@127.0.0.1:1/nothing";

  private final TestDatabase database;

  ResourcesTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeAll
  void fill() {
    database.run(
        """
        create schema sales;
        create schema "Odd schema/%";
        create schema closed;
        create table author (author_id integer primary key, name text);
        create table book (book_id integer primary key, title text, price numeric(8,2));
        insert into book select i, 'Book ' || i, i from generate_series(150, 1, -1) i;
        create table secret (a integer);
        create table half (id integer primary key, open text, hidden text);
        insert into half values (1, 'seen', 'unseen');
        create table ungranted (a integer);
        create table nothing ();
        create table sales.orders (id bigint primary key, note text);
        comment on table sales.orders is 'What was ordered';
        create view sales.latest as select * from sales.orders;
        create table sales.parts (id integer) partition by range (id);
        create table sales.parts_1 partition of sales.parts for values from (0) to (10);
        create table "Odd schema/%"."Größe ""x"" 100%?#&+{a}" ("co""l" integer, "表" text);
        insert into "Odd schema/%"."Größe ""x"" 100%?#&+{a}" values (1, 'ü');
        create table closed.c (a integer)""");
    var reader = database.reader().user();
    database.run(
        """
        revoke usage on schema closed from %1$s;
        revoke all on ungranted, half from %1$s;
        grant select (id, open) on half to %1$s;
        grant usage on schema public to %1$s"""
            .formatted(reader));
  }

  private ToolClient client(AccessSettings access) {
    return new ToolClient(
        ToolClient.QUERY, access, ToolClient.database("default", database.dsn(database.reader())));
  }

  static AccessSettings blocking(List<String> tables, List<String> columns) {
    var none = AccessSettings.NONE;
    return new AccessSettings(
        true,
        tables,
        columns,
        none.allowedStatements(),
        none.allowedFunctions(),
        none.allowedExtensions(),
        none.systemCatalogues(),
        none.permissionsFile(),
        none.localRole());
  }

  static AccessSettings file(Path directory, String text) throws IOException {
    var none = AccessSettings.NONE;
    return new AccessSettings(
        true,
        List.of(),
        List.of(),
        none.allowedStatements(),
        none.allowedFunctions(),
        none.allowedExtensions(),
        none.systemCatalogues(),
        Files.writeString(directory.resolve("permissions.yaml"), text).toString(),
        none.localRole());
  }

  private static List<String> uris(PipeClient client) {
    List<String> uris = new ArrayList<>();
    String params = "{}";
    while (true) {
      JsonNode page = client.result("resources/list", params);
      uris.addAll(page.path("resources").findValuesAsString("uri"));
      if (!page.has("nextCursor")) {
        return uris;
      }
      params = Json.object().set("cursor", page.get("nextCursor")).toString();
    }
  }

  private static String uri(String uri) {
    return Json.object().put("uri", uri).toString();
  }

  private static JsonNode read(PipeClient client, String uri) {
    JsonNode contents = client.result("resources/read", uri(uri)).at("/contents/0");
    assertThat(contents.path("uri").stringValue()).isEqualTo(uri);
    assertThat(contents.path("mimeType").stringValue()).isEqualTo("application/json");
    return Json.MAPPER.readTree(contents.path("text").stringValue());
  }

  private static List<String> complete(
      PipeClient client, String template, String name, String value, String known) {
    var params = Json.object();
    params.putObject("ref").put("type", "ref/resource").put("uri", template);
    params.putObject("argument").put("name", name).put("value", value);
    params.putObject("context").set("arguments", Json.MAPPER.readTree(known.replace('\'', '"')));
    JsonNode completion =
        client.result("completion/complete", params.toString()).path("completion");
    assertThat(completion.path("values").size()).isLessThanOrEqualTo(100);
    return completion.path("values").valueStream().map(JsonNode::stringValue).toList();
  }

  @ParameterizedTest
  @EnumSource(Revision.class)
  void listsWhatMayBeRead(Revision revision) {
    try (var server = client(AccessSettings.NONE);
        var client = server.another(revision)) {
      assertThat(uris(client))
          .containsExactly(
              "table://Odd%20schema%2F%25/Gr%C3%B6%C3%9Fe%20%22x%22%20100%25%3F%23%26%2B%7Ba%7D",
              "table://public/author",
              "table://public/book",
              "table://public/half",
              "table://public/nothing",
              "table://public/secret",
              "table://sales/latest",
              "table://sales/orders",
              "table://sales/parts");
      JsonNode orders =
          client
              .result("resources/list", "{}")
              .path("resources")
              .valueStream()
              .filter(each -> each.path("uri").stringValue().endsWith("/orders"))
              .findFirst()
              .orElseThrow();
      assertThat(orders.path("name").stringValue()).isEqualTo("sales.orders");
      assertThat(orders.path("description").stringValue()).endsWith("table: What was ordered");
      assertThat(client.result("resources/templates/list", "{}").findValuesAsString("uriTemplate"))
          .containsExactly("table://{schema}/{table}", "schema://{schema}/{table}");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Revision.class,
      names = {"V2025_11_25", "V2026_07_28"})
  void readsTheFirstRows(Revision revision) {
    try (var server = client(AccessSettings.NONE);
        var client = server.another(revision)) {
      JsonNode book = read(client, "table://public/book");
      assertThat(book.path("row_count").intValue()).isEqualTo(100);
      assertThat(book.at("/rows/0").toString())
          .isEqualTo("{\"book_id\":1,\"title\":\"Book 1\",\"price\":1.00}");
      assertThat(book.at("/rows/99/book_id").intValue()).isEqualTo(100);
      assertThat(book.path("truncated").booleanValue()).isTrue();
      assertThat(book.path("truncated_reason").stringValue()).contains("first 100 rows");
      assertThat(book.path("column_types").toString())
          .isEqualTo("[\"integer\",\"text\",\"numeric(8,2)\"]");

      assertThat(read(client, "table://public/nothing").path("columns")).isEmpty();
      JsonNode odd =
          read(
              client,
              "table://Odd%20schema%2F%25/Gr%C3%B6%C3%9Fe%20%22x%22%20100%25%3F%23%26%2B%7Ba%7D");
      assertThat(odd.path("rows").toString()).isEqualTo("[{\"co\\\"l\":1,\"表\":\"ü\"}]");
      assertThat(odd.path("truncated").booleanValue()).isFalse();
    }
  }

  @Test
  void readsTheColumnsThatAreGranted() {
    try (var server = client(AccessSettings.NONE);
        var client = server.another(Revision.V2026_07_28)) {
      assertThat(read(client, "table://public/half").path("rows").toString())
          .isEqualTo("[{\"id\":1,\"open\":\"seen\"}]");
    }
  }

  @Test
  void leavesBlockedColumnsOut() {
    try (var server = client(blocking(List.of(), List.of("book.title", "half.id")));
        var client = server.another(Revision.V2026_07_28)) {
      assertThat(read(client, "table://public/book").at("/rows/0").toString())
          .isEqualTo("{\"book_id\":1,\"price\":1.00}");
      assertThat(read(client, "table://public/half").path("rows").toString())
          .isEqualTo("[{\"open\":\"seen\"}]");
      assertThat(read(client, "schema://public/book").toString()).doesNotContain("title");
    }
  }

  @Test
  void staysWithinTheBudgetsOfQuery() {
    var small = new QuerySettings(50, 60, Size.parse("64kB"), Size.parse("4B"));
    try (var server =
            new ToolClient(small, ToolClient.database("default", database.dsn(database.reader())));
        var client = server.another(Revision.V2026_07_28)) {
      JsonNode book = read(client, "table://public/book");
      assertThat(book.path("row_count").intValue()).isEqualTo(60);
      assertThat(book.at("/rows/0/title").stringValue()).isEqualTo("Book… [cut, 6 bytes]");
    }
  }

  @Test
  void describesLikeTheTool() {
    try (var server = client(AccessSettings.NONE);
        var client = server.another(Revision.V2026_07_28)) {
      assertThat(read(client, "schema://sales/orders"))
          .isEqualTo(server.ok("describe_table", "{'schema':'sales','table':'orders'}"));
    }
  }

  @ParameterizedTest
  @EnumSource(Revision.class)
  void saysTheSameOfBlockedAndMissing(Revision revision) {
    int code = revision.stateless() ? -32602 : -32002;
    try (var server = client(blocking(List.of("secret", "no_such_table"), List.of()));
        var client = server.another(revision)) {
      for (var kind : List.of("table", "schema")) {
        for (var name :
            List.of(
                "public/secret",
                "public/no_such_table",
                "public/missing",
                "public/ungranted",
                "no_such_schema/book",
                "closed/c",
                "pg_catalog/pg_authid",
                "information_schema/no_such_table",
                "public/BOOK",
                "public/book%20",
                "public/" + "x".repeat(64),
                "public/a%00b",
                "public/book?database=other",
                "public/book?limit=5",
                "public/book%22%3B%20drop%20table%20book")) {
          var uri = kind + "://" + name;
          JsonNode error = client.ask("resources/read", uri(uri)).path("error");
          assertThat(error.path("code").intValue(0)).as(uri).isEqualTo(code);
          assertThat(error.path("message").stringValue()).isEqualTo("Resource not found: " + uri);
          assertThat(error.path("data")).isEqualTo(Json.object().put("uri", uri));
        }
      }
      assertThat(uris(client))
          .contains("table://public/book")
          .doesNotContain("table://public/secret");
      assertThat(complete(client, "table://{schema}/{table}", "table", "se", "{}")).isEmpty();
      assertThat(complete(client, "schema://{schema}/{table}", "table", "se", "{}")).isEmpty();
    }
  }

  @Test
  void repeatsNoUriOfAnyLength() {
    try (var server = client(AccessSettings.NONE);
        var client = server.another(Revision.V2026_07_28)) {
      var error =
          client.ask("resources/read", uri("table://public/" + "😀".repeat(100_000))).path("error");
      assertThat(error.path("message").stringValue())
          .startsWith("Resource not found: table://public/😀")
          .endsWith("😀…")
          .hasSizeLessThan(2100);
      assertThat(error.toString()).hasSizeLessThan(5000);
    }
  }

  @ParameterizedTest
  @EnumSource(value = Revision.class, names = "V2024_11_05", mode = EnumSource.Mode.EXCLUDE)
  void completesNames(Revision revision) {
    var template = "table://{schema}/{table}";
    try (var server = client(AccessSettings.NONE);
        var client = server.another(revision)) {
      assertThat(complete(client, template, "schema", "", "{}"))
          .containsExactly("Odd schema/%", "public", "sales");
      assertThat(complete(client, template, "schema", "SA", "{}")).containsExactly("sales");
      assertThat(complete(client, template, "schema", "clo", "{}")).isEmpty();
      assertThat(complete(client, template, "table", "", "{'schema':'sales'}"))
          .containsExactly("latest", "orders", "parts");
      assertThat(complete(client, template, "table", "grö", "{}"))
          .containsExactly("Größe \"x\" 100%?#&+{a}");
      assertThat(complete(client, template, "table", "%", "{}")).isEmpty();
      assertThat(complete(client, template, "table", "_", "{}")).isEmpty();
      assertThat(complete(client, template, "no_such_variable", "", "{}")).isEmpty();
      assertThat(complete(client, template, "table", "", "{'database':'no_such'}")).isEmpty();
    }
  }

  @Test
  void completesNoMoreThanAHundred() {
    try (var other = database.another(ResourcesTest.class)) {
      other.run(
          """
          do $$ begin
            for i in 100..320 loop
              execute format('create table t%s (a integer)', i);
            end loop;
          end $$""");
      other.run("grant usage on schema public to " + other.reader().user());
      try (var server = ToolClient.of(other, other.reader());
          var client = server.another(Revision.V2026_07_28)) {
        var ref = "'ref':{'type':'ref/resource','uri':'table://{schema}/{table}'},";
        var all =
            client
                .result(
                    "completion/complete",
                    ("{" + ref + "'argument':{'name':'table','value':'T'}}").replace('\'', '"'))
                .path("completion");
        assertThat(all.path("values").size()).isEqualTo(100);
        assertThat(all.path("hasMore").booleanValue()).isTrue();
        assertThat(all.has("total")).isFalse();
        var few =
            client
                .result(
                    "completion/complete",
                    ("{" + ref + "'argument':{'name':'table','value':'t32'}}").replace('\'', '"'))
                .path("completion");
        assertThat(few.toString())
            .isEqualTo("{\"values\":[\"t320\"],\"total\":1,\"hasMore\":false}");
        // Pages of a hundred: two full ones and the rest, by as many statements.
        assertThat(uris(client)).hasSize(221).isSorted().doesNotHaveDuplicates();
        assertThat(client.result("resources/list", "{}").path("resources")).hasSize(100);
      }
      // What is blocked leaves no gap that would tell of it.
      try (var server =
              new ToolClient(
                  ToolClient.QUERY,
                  blocking(List.of("t150", "t151", "t100"), List.of()),
                  ToolClient.database("default", other.dsn(other.reader())));
          var client = server.another(Revision.V2026_07_28)) {
        assertThat(client.result("resources/list", "{}").path("resources")).hasSize(100);
        assertThat(uris(client)).hasSize(218).doesNotContain("table://public/t150");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"AAAA\"", "\"\"", "7"})
  void refusesACursorThatIsNotOurs(String cursor) {
    try (var server = client(AccessSettings.NONE);
        var client = server.another(Revision.V2026_07_28)) {
      assertThat(client.errorCode("resources/list", "{\"cursor\":" + cursor + "}"))
          .isEqualTo(-32602);
    }
  }

  @Test
  void namesAnotherDatabaseAndListsThatToo() {
    try (var other = database.another(ResourcesTest.class)) {
      other.run("create table only_here (a integer); insert into only_here values (7)");
      other.run("grant usage on schema public to " + other.reader().user());
      try (var server =
              new ToolClient(
                  ToolClient.QUERY,
                  ToolClient.database("down", NOBODY),
                  ToolClient.database("default", database.dsn(database.reader())),
                  ToolClient.database("downer", NOBODY),
                  ToolClient.database("Shop & Co", other.dsn(other.reader())));
          var client = server.another(Revision.V2026_07_28)) {
        var only = "table://public/only_here?database=Shop%20%26%20Co";
        assertThat(uris(client)).contains("table://public/book?database=default", only).hasSize(10);
        assertThat(read(client, only).path("rows").toString()).isEqualTo("[{\"a\":7}]");
        assertThat(read(client, "schema://public/only_here?database=Shop%20%26%20Co").isEmpty())
            .isFalse();
        assertThat(
                client.result("resources/templates/list", "{}").findValuesAsString("uriTemplate"))
            .containsExactly(
                "table://{schema}/{table}",
                "schema://{schema}/{table}",
                "table://{schema}/{table}{?database}",
                "schema://{schema}/{table}{?database}");
        var template = "table://{schema}/{table}{?database}";
        assertThat(complete(client, template, "database", "sh", "{}")).containsExactly("Shop & Co");
        assertThat(complete(client, template, "table", "", "{'database':'Shop & Co'}"))
            .containsExactly("only_here");
        // The default one is down: nobody else answers in its place.
        assertThat(complete(client, template, "table", "", "{}")).isEmpty();
        JsonNode error = client.ask("resources/read", uri("table://public/book")).path("error");
        assertThat(error.at("/data/code").stringValue()).isEqualTo("ERR_001");
        assertThat(error.path("message").stringValue())
            .startsWith("Nothing listens at 127.0.0.1:1");
      }
    }
  }

  /** An empty list would be kept as the truth. */
  @Test
  void failsWhereNoDatabaseAnswers() {
    try (var server = new ToolClient(ToolClient.QUERY, ToolClient.database("default", NOBODY));
        var client = server.another(Revision.V2026_07_28);
        var old = server.another(Revision.V2025_11_25)) {
      for (var each : List.of(client, old)) {
        var error = each.ask("resources/list", "{}").path("error");
        assertThat(error.at("/data/code").stringValue()).isEqualTo("ERR_001");
      }
    }
  }

  @Test
  void letsNobodyKeepAListThatLacksADatabase() {
    var here = ToolClient.database("default", database.dsn(database.reader()));
    try (var server = new ToolClient(ToolClient.QUERY, ToolClient.database("down", NOBODY), here);
        var client = server.another(Revision.V2026_07_28);
        var whole = client(AccessSettings.NONE);
        var other = whole.another(Revision.V2026_07_28)) {
      var part = client.result("resources/list", "{}");
      assertThat(part.path("resources")).isNotEmpty();
      assertThat(part.path("ttlMs").intValue()).isZero();
      assertThat(other.result("resources/list", "{}").path("ttlMs").intValue()).isEqualTo(60_000);
    }
  }

  /** A database may go while its list is read; the cursor is as good as before when it is back. */
  @ParameterizedTest
  @EnumSource(
      value = Revision.class,
      names = {"V2025_11_25", "V2026_07_28"})
  void losesNothingOfADatabaseThatGoesAndComes(Revision revision) {
    try (var other = database.another(ResourcesTest.class)) {
      other.run(
          """
          do $$ begin
            for i in 100..320 loop
              execute format('create table t%s (a integer)', i);
            end loop;
          end $$""");
      other.run("grant usage on schema public to " + other.reader().user());
      try (var server =
              new ToolClient(
                  ToolClient.QUERY,
                  ToolClient.database("default", database.dsn(database.reader())),
                  ToolClient.database("last", other.dsn(other.reader())));
          var client = server.another(revision)) {
        var whole = uris(client);
        assertThat(whole).hasSizeGreaterThan(221).doesNotHaveDuplicates();

        var first = page(client, null);
        other.block(true);
        // All of the last one is missing: it is left out, and nobody keeps the end for the truth.
        var end = page(client, first.path("nextCursor"));
        assertThat(end.path("resources")).isEmpty();
        assertThat(end.has("nextCursor")).isFalse();
        assertThat(end.path("ttlMs").intValue(0)).isZero();
        other.block(false);
        assertThat(uris(client)).isEqualTo(whole);

        // The rest of one that was begun is missing: that is no end.
        var second = page(client, first.path("nextCursor"));
        other.block(true);
        var error = client.ask("resources/list", cursor(second.path("nextCursor"))).path("error");
        assertThat(error.at("/data/code").stringValue()).isEqualTo("ERR_001");
        other.block(false);
        List<String> all = new ArrayList<>();
        all.addAll(first.path("resources").findValuesAsString("uri"));
        all.addAll(second.path("resources").findValuesAsString("uri"));
        for (var page = second; page.has("nextCursor"); ) {
          page = page(client, page.path("nextCursor"));
          all.addAll(page.path("resources").findValuesAsString("uri"));
        }
        assertThat(all).isEqualTo(whole);
      }
    }
  }

  private static JsonNode page(PipeClient client, @Nullable JsonNode cursor) {
    return client.result("resources/list", cursor == null ? "{}" : cursor(cursor));
  }

  private static String cursor(JsonNode cursor) {
    return Json.object().set("cursor", cursor).toString();
  }

  /** A server that is only slow, as one is that begins on a busy machine, is waited for. */
  @Test
  void waitsForADatabaseThatIsSlow() throws IOException {
    try (var relay = new FreezingRelay(database.host(), database.port());
        var server =
            new ToolClient(ToolClient.QUERY, ToolClient.database("default", through(relay)));
        var client = server.another(Revision.V2026_07_28)) {
      relay.freeze(true);
      CompletableFuture.delayedExecutor(5, TimeUnit.SECONDS).execute(() -> relay.freeze(false));
      assertThat(client.result("resources/list", "{}").path("resources")).isNotEmpty();
    }
  }

  private String through(FreezingRelay relay) {
    return database
        .dsn(database.reader())
        .replace(":" + database.port() + "/", ":" + relay.port() + "/");
  }

  @Test
  void listsNothingWithoutADatabase() {
    try (var server = new ToolClient(ToolClient.QUERY);
        var client = server.another(Revision.V2026_07_28)) {
      assertThat(uris(client)).isEmpty();
      assertThat(complete(client, "table://{schema}/{table}", "schema", "", "{}")).isEmpty();
      assertThat(client.errorCode("resources/read", uri("table://public/book"))).isEqualTo(-32603);
    }
  }

  private static final String ROLES =
      """
      roles:
        sales: {schemas: [sales], databases: [default], tools: [query, describe_table]}
        blind: {schemas: [public, sales], tools: [describe_table]}
        everything: {schemas: "*"}
      users:
        ann: sales
        bob: blind
        eve: everything
      """;

  @Test
  void showsEachCallerItsOwn(@TempDir Path directory) throws IOException {
    try (var server =
        new ToolClient(
            ToolClient.QUERY,
            file(directory, ROLES),
            ToolClient.database("default", database.dsn(database.reader())),
            ToolClient.database("second", NOBODY))) {
      try (var ann = server.as(new Caller("ann"), Revision.V2026_07_28);
          var bob = server.as(new Caller("bob"), Revision.V2026_07_28);
          var eve = server.as(new Caller("eve"), Revision.V2026_07_28);
          var stranger = server.as(new Caller("carl"), Revision.V2026_07_28)) {
        var template = "schema://{schema}/{table}{?database}";
        assertThat(uris(ann))
            .containsExactly("table://sales/latest", "table://sales/orders", "table://sales/parts");
        assertThat(complete(ann, template, "schema", "", "{}")).containsExactly("sales");
        assertThat(complete(ann, template, "database", "", "{}")).containsExactly("default");
        assertThat(ann.errorCode("resources/read", uri("table://public/book"))).isEqualTo(-32602);
        assertThat(ann.errorCode("resources/read", uri("table://sales/orders?database=second")))
            .isEqualTo(-32602);
        assertThat(uris(eve)).hasSize(9);

        // Whoever does not have the tool does not have the resource either.
        assertThat(uris(bob)).isEmpty();
        assertThat(bob.errorCode("resources/read", uri("table://public/book"))).isEqualTo(-32602);
        assertThat(read(bob, "schema://public/book").path("table").stringValue()).isEqualTo("book");
        assertThat(bob.result("resources/templates/list", "{}").findValuesAsString("uriTemplate"))
            .allMatch(each -> each.startsWith("schema:"));
        assertThat(uris(stranger)).isEmpty();
        assertThat(stranger.result("resources/templates/list", "{}").path("resourceTemplates"))
            .isEmpty();

        JsonNode page = eve.result("resources/list", "{}");
        assertThat(page.path("cacheScope").stringValue()).isEqualTo("private");
      }
    }
  }

  @Test
  void bindsItsCursorsToTheCaller(@TempDir Path directory) throws IOException {
    try (var other = database.another(ResourcesTest.class)) {
      other.run("create table a (a integer)");
      other.run("grant usage on schema public to " + other.reader().user());
      try (var server =
              new ToolClient(
                  ToolClient.QUERY,
                  file(directory, ROLES.replace("[sales]", "\"*\"").replace("[default]", "\"*\"")),
                  ToolClient.database("default", other.dsn(other.reader())),
                  ToolClient.database("second", NOBODY));
          var ann = server.as(new Caller("ann"), Revision.V2026_07_28);
          var eve = server.as(new Caller("eve"), Revision.V2026_07_28)) {
        var cursor = ann.result("resources/list", "{}").path("nextCursor");
        var params = Json.object().set("cursor", cursor).toString();
        assertThat(ann.result("resources/list", params).path("resources")).isEmpty();
        assertThat(eve.errorCode("resources/list", params)).isEqualTo(-32602);
      }
    }
  }

  @Test
  void announcesWhatItCanDo() {
    try (var server = client(AccessSettings.NONE);
        var client = server.another(Revision.V2026_07_28)) {
      assertThat(client.result("server/discover", "{}").at("/capabilities/resources").toString())
          .isEqualTo("{\"subscribe\":true,\"listChanged\":true}");
    }
  }
}
