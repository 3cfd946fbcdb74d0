package dev.howdah.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.auth.AccessSettings;
import dev.howdah.auth.Caller;
import dev.howdah.db.Database;
import dev.howdah.mcp.Revision;
import dev.howdah.queue.Queues;
import dev.howdah.resource.ResourceSettings;
import dev.howdah.task.queue.Eventually;
import dev.howdah.testing.FreezingRelay;
import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.PipeClient;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Who is told when tables come, go or change, and what it takes to know. */
@OnPostgres
final class ResourceWatchTest {

  private static final ResourceSettings OFTEN =
      new ResourceSettings(ResourceSettings.Watch.POLL, Duration.ofMillis(50));
  private static final ResourceSettings NOTIFY =
      new ResourceSettings(ResourceSettings.Watch.NOTIFY, Duration.ofMillis(200));

  private static final String LIST_CHANGED = "notifications/resources/list_changed";
  private static final String UPDATED = "notifications/resources/updated";

  private final TestDatabase database;

  ResourceWatchTest(TestDatabase shared) {
    this.database = shared.another(ResourceWatchTest.class);
  }

  @BeforeEach
  void fill() {
    database.run(
        """
        create table book (id integer primary key, title varchar(10));
        create table secret (a integer);
        create schema sales;
        create table sales.orders (id integer)""");
    database.run("grant usage on schema public to " + database.reader().user());
  }

  @AfterEach
  void drop() {
    database.close();
  }

  private ToolClient server(AccessSettings access, ResourceSettings resources) {
    return new ToolClient(
        ToolClient.QUERY,
        access,
        Queues.byDefault(),
        resources,
        ToolClient.database("default", database.dsn(database.reader())));
  }

  private static int listen(PipeClient client, boolean list, String... uris) {
    var params = Json.object();
    var filter = params.putObject("notifications");
    if (list) {
      filter.put("resourcesListChanged", true);
    }
    for (String uri : uris) {
      filter.withArray("resourceSubscriptions").add(uri);
    }
    int id = client.send("subscriptions/listen", params.toString());
    client.await("notifications/subscriptions/acknowledged");
    return id;
  }

  private static void subscribe(PipeClient client, Revision revision, String... uris) {
    if (revision.stateless()) {
      listen(client, true, uris);
      return;
    }
    var _ = client.result("resources/list", "{}");
    for (String uri : uris) {
      var _ = client.result("resources/subscribe", Json.object().put("uri", uri).toString());
    }
  }

  private static List<String> told(PipeClient client) {
    return client.untaken().stream()
        .map(
            message ->
                message.path("method").stringValue("")
                    + " "
                    + message.at("/params/uri").stringValue(""))
        .toList();
  }

  /** Connections of the reader, whose only user the server is. */
  private int connections() {
    return Integer.parseInt(activity("count(*)"));
  }

  private int listening() {
    return Integer.parseInt(
        activity("count(*) filter (where application_name = 'howdah (listens)')"));
  }

  private String latestStatement() {
    return activity("max(query_start)");
  }

  private String activity(String what) {
    try (var connection = database.connect(database.superuser());
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select %s from pg_stat_activity where usename = '%s'"
                    .formatted(what, database.reader().user()))) {
      assertThat(rows.next()).isTrue();
      return String.valueOf(rows.getString(1));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @EnumSource(Revision.class)
  void tellsOfTablesThatComeAndGo(Revision revision) {
    try (var server = server(AccessSettings.NONE, OFTEN);
        var client = server.another(revision)) {
      subscribe(client, revision);
      database.run("create table new (a integer)");
      client.await(LIST_CHANGED);
      database.run("alter table new rename to newer");
      client.await(LIST_CHANGED);
      database.run("revoke select on newer from " + database.reader().user());
      client.await(LIST_CHANGED);
      assertThat(client.result("resources/list", "{}").toString()).doesNotContain("newer");
      database.run("drop table book");
      client.await(LIST_CHANGED);
    }
  }

  @ParameterizedTest
  @EnumSource(Revision.class)
  void tellsOfDefinitionsThatChange(Revision revision) {
    try (var server = server(AccessSettings.NONE, OFTEN);
        var client = server.another(revision)) {
      subscribe(
          client, revision, "schema://public/book", "table://public/book", "table://public/later");
      for (String change :
          List.of(
              "alter table book add column price numeric",
              "alter table book alter title type varchar(20)",
              "alter table book alter title set not null",
              "comment on column book.title is 'What it is called'",
              "create index on book (title)",
              "create table other (book_id integer references book)",
              "drop table book cascade",
              "create table book (id integer)")) {
        database.run(change);
        JsonNode first = client.await(UPDATED);
        JsonNode second = client.await(UPDATED);
        assertThat(List.of(uri(first), uri(second)))
            .as(change)
            .containsExactlyInAnyOrder("schema://public/book", "table://public/book");
      }
      database.run("create table later (a integer)");
      assertThat(uri(client.await(UPDATED))).isEqualTo("table://public/later");
    }
  }

  /** What a description names, too. */
  @ParameterizedTest
  @EnumSource(
      value = ResourceSettings.Watch.class,
      names = {"POLL", "NOTIFY"})
  void tellsOfTypesAndFunctionsThatChange(ResourceSettings.Watch watch)
      throws SQLException, InterruptedException {
    installTrigger();
    database.run(
        """
        create type mood as enum ('calm');
        create type pair as (a integer);
        create function noted() returns trigger language plpgsql as 'begin return new; end';
        alter table book add mood mood, add pair pair;
        create trigger noted before insert on book for each row execute function noted();
        create collation german from "C";
        create index on book (title collate german)""");
    var settings = watch == ResourceSettings.Watch.POLL ? OFTEN : NOTIFY;
    try (var server = server(AccessSettings.NONE, settings);
        var client = server.another(Revision.V2026_07_28)) {
      listen(client, true, "schema://public/book");
      if (watch == ResourceSettings.Watch.NOTIFY) {
        Eventually.is(() -> listening() == 1);
      }
      for (String change :
          List.of(
              "alter type mood rename to humour",
              "alter type pair rename to couple",
              "alter type humour set schema sales",
              "alter function noted() rename to seen",
              "alter collation german rename to deutsch")) {
        database.run(change);
        assertThat(uri(client.await(UPDATED))).as(change).isEqualTo("schema://public/book");
      }
    }
  }

  /** No event trigger hears of a role, which is not of one database. */
  @Test
  void tellsOfRolesOfPoliciesThatAreRenamed() throws SQLException {
    var clerk = database.name() + "_clerk";
    asSuperuser("create role " + clerk);
    try (var server = server(AccessSettings.NONE, OFTEN);
        var client = server.another(Revision.V2026_07_28)) {
      database.run("create policy clerks on book to " + clerk);
      listen(client, true, "schema://public/book");
      asSuperuser("alter role %1$s rename to %1$ss".formatted(clerk));
      assertThat(uri(client.await(UPDATED))).isEqualTo("schema://public/book");
    } finally {
      asSuperuser("drop policy clerks on book; drop role %1$ss".formatted(clerk));
    }
  }

  private static String uri(JsonNode message) {
    return message.at("/params/uri").stringValue();
  }

  /** A change that is told after another proves that the other was looked at, and not told. */
  @Test
  void keepsQuietAboutWhatIsNoChangeOfTheDefinition() {
    try (var server = server(AccessSettings.NONE, OFTEN);
        var client = server.another(Revision.V2026_07_28)) {
      listen(client, true, "table://public/book", "schema://sales/orders");
      database.run(
          "insert into book values (1, 'a'); truncate book; analyze book; reindex table book");
      database.run("create temporary table t (a integer)");
      database.run("alter table sales.orders add column note text");
      client.await(UPDATED);
      assertThat(told(client)).isEmpty();
    }
  }

  @Test
  void tellsOnlyWhatTheCallerMayKnow(@TempDir Path directory) throws IOException {
    var roles =
        """
        roles:
          reader: {schemas: [public], blocked_tables: [public.secret]}
          everything: {schemas: "*"}
        users:
          ann: reader
          eve: everything
        """;
    try (var server = server(ResourcesTest.file(directory, roles), OFTEN);
        var ann = server.as(new Caller("ann"), Revision.V2026_07_28);
        var old = server.as(new Caller("ann"), Revision.V2025_11_25);
        var eve = server.as(new Caller("eve"), Revision.V2026_07_28)) {
      var uris = new String[] {"table://public/secret", "table://sales/orders"};
      listen(ann, true, uris);
      subscribe(old, Revision.V2025_11_25, uris);
      listen(eve, true, uris);

      database.run("alter table secret add column b integer");
      assertThat(uri(eve.await(UPDATED))).isEqualTo("table://public/secret");
      database.run("create table sales.new (a integer)");
      eve.await(LIST_CHANGED);
      database.run("drop table sales.orders");
      eve.await(LIST_CHANGED);
      database.run("alter table secret rename to known");
      ann.await(LIST_CHANGED);
      old.await(LIST_CHANGED);
      assertThat(told(ann)).isEmpty();
      assertThat(told(old)).isEmpty();
    }
  }

  @Test
  void neverTellsOfABlockedColumn() {
    try (var server = server(ResourcesTest.blocking(List.of(), List.of("book.title")), OFTEN);
        var client = server.another(Revision.V2026_07_28)) {
      listen(client, true, "schema://public/book");
      database.run("alter table book alter title type varchar(20)");
      database.run("comment on column book.title is 'x'");
      database.run("create index on book (title)");
      database.run("create table new (a integer)");
      client.await(LIST_CHANGED);
      assertThat(told(client)).isEmpty();
    }
  }

  @Test
  void asksNothingWhileNobodyListens() throws InterruptedException {
    try (var server = server(AccessSettings.NONE, OFTEN)) {
      try (var client = server.another(Revision.V2026_07_28);
          var session = server.another(Revision.V2025_11_25)) {
        assertThat(session.result("ping", "{}").isEmpty()).isTrue();
        assertThat(client.result("prompts/list", "{}").isEmpty()).isFalse();
        assertThat(connections()).isZero();

        int id = listen(client, true);
        var first = latestStatement();
        Eventually.is(() -> !latestStatement().equals(first));
        client.tell("notifications/cancelled", "{\"requestId\":" + id + "}");
        Eventually.is(this::quiet);

        var _ = session.result("resources/list", "{}");
        var second = latestStatement();
        Eventually.is(() -> !latestStatement().equals(second));
      }
      Eventually.is(this::quiet);
    }
  }

  /** Nothing was asked for ten times the interval. */
  private boolean quiet() {
    var before = latestStatement();
    LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
    return latestStatement().equals(before);
  }

  @ParameterizedTest
  @EnumSource(
      value = ResourceSettings.Watch.class,
      names = {"POLL", "NOTIFY"})
  void survivesADatabaseThatGoesDown(ResourceSettings.Watch watch)
      throws SQLException, InterruptedException {
    installTrigger();
    var settings = watch == ResourceSettings.Watch.POLL ? OFTEN : NOTIFY;
    try (var server = server(AccessSettings.NONE, settings);
        var client = server.another(Revision.V2026_07_28)) {
      listen(client, true, "table://public/book");
      database.block(true);
      database.run("create table new (a integer); alter table book add column b integer");
      Eventually.is(() -> connections() == 0);
      database.block(false);
      client.await(LIST_CHANGED);
      assertThat(uri(client.await(UPDATED))).isEqualTo("table://public/book");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ResourceSettings.Watch.class,
      names = {"POLL", "NOTIFY"})
  void beginsWhenTheDatabaseComesUp(ResourceSettings.Watch watch)
      throws SQLException, InterruptedException {
    installTrigger();
    database.block(true);
    var settings = watch == ResourceSettings.Watch.POLL ? OFTEN : NOTIFY;
    try (var server = server(AccessSettings.NONE, settings);
        var client = server.another(Revision.V2026_07_28)) {
      listen(client, true, "table://public/book", "table://public/missing");
      database.block(false);
      assertThat(uri(client.await(UPDATED))).isEqualTo("table://public/book");
      client.await(LIST_CHANGED);
      assertThat(told(client)).isEmpty();
      Eventually.is(
          () -> {
            database.run("create table if not exists n" + System.nanoTime() + " (a integer)");
            return told(client).contains(LIST_CHANGED + " ");
          });
    }
  }

  /** Who goes on before anybody has looked may have missed something. */
  @Test
  void tellsOfWhatChangedBeforeItCouldLook() throws IOException {
    try (var relay = new FreezingRelay(database.host(), database.port())) {
      relay.freeze(true);
      var address =
          database
              .dsn(database.reader())
              .replace(":" + database.port() + "/", ":" + relay.port() + "/");
      try (var server =
              new ToolClient(OFTEN, Duration.ofMillis(1), ToolClient.database("default", address));
          var client = server.another(Revision.V2026_07_28)) {
        listen(client, true, "table://public/book");
        database.run("create table new (a integer); alter table book add column b integer");
        relay.freeze(false);
        client.await(LIST_CHANGED);
        assertThat(uri(client.await(UPDATED))).isEqualTo("table://public/book");
      }
    }
  }

  /** They would take a minute one after the other, and a client does not wait for that long. */
  @Test
  void doesNotWaitForEachDatabaseThatIsDown() {
    var databases = new ArrayList<Database>();
    databases.add(ToolClient.database("default", database.dsn(database.reader())));
    for (int i = 0; i < 30; i++) {
      databases.add(
          ToolClient.database("down" + i, "postgresql://nobody:none@127.0.0.1:1/nothing"));
    }
    try (var server =
            new ToolClient(
                ToolClient.QUERY,
                AccessSettings.NONE,
                Queues.byDefault(),
                OFTEN,
                databases.toArray(Database[]::new));
        var client = server.another(Revision.V2026_07_28)) {
      listen(client, true);
      database.run("create table new (a integer)");
      client.await(LIST_CHANGED);
    }
  }

  /** Who got a list without a database has it told, though nothing changed there. */
  @ParameterizedTest
  @EnumSource(
      value = ResourceSettings.Watch.class,
      names = {"POLL", "NOTIFY"})
  void tellsThatAListLackedADatabase(ResourceSettings.Watch watch) throws SQLException {
    installTrigger();
    var settings = watch == ResourceSettings.Watch.POLL ? OFTEN : NOTIFY;
    try (var other = database.another(ResourceWatchTest.class)) {
      other.run("create table here (a integer)");
      other.run("grant usage on schema public to " + other.reader().user());
      try (var server =
              new ToolClient(
                  ToolClient.QUERY,
                  AccessSettings.NONE,
                  Queues.byDefault(),
                  settings,
                  ToolClient.database("default", other.dsn(other.reader())),
                  ToolClient.database("second", database.dsn(database.reader())));
          var client = server.another(Revision.V2026_07_28)) {
        listen(client, true);
        assertThat(resources(client)).hasSize(1);
        var cursor = client.result("resources/list", "{}").path("nextCursor");
        var next = Json.object().set("cursor", cursor).toString();
        assertThat(client.result("resources/list", next).path("resources")).isNotEmpty();
        assertThat(told(client)).isEmpty();
        database.block(true);
        assertThat(client.result("resources/list", next).path("resources")).isEmpty();
        database.block(false);
        client.await(LIST_CHANGED);
        assertThat(client.result("resources/list", next).path("resources")).isNotEmpty();
      }
    }
  }

  private static JsonNode resources(PipeClient client) {
    return client.result("resources/list", "{}").path("resources");
  }

  private void asSuperuser(String sql) throws SQLException {
    try (var connection = database.connect(database.superuser());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void installTrigger() throws SQLException {
    asSuperuser(EventTrigger.fromThePage());
  }

  @ParameterizedTest
  @EnumSource(
      value = Revision.class,
      names = {"V2025_11_25", "V2026_07_28"})
  void hearsOfChangesWhereAnEventTriggerIs(Revision revision)
      throws SQLException, InterruptedException {
    installTrigger();
    // Far apart, so that only a notification can be what tells.
    var settings = new ResourceSettings(ResourceSettings.Watch.NOTIFY, Duration.ofHours(1));
    try (var server = server(AccessSettings.NONE, settings)) {
      try (var client = server.another(revision)) {
        subscribe(client, revision, "schema://public/book");
        Eventually.is(() -> listening() == 1);
        database.run("create table new (a integer)");
        client.await(LIST_CHANGED);
        database.run("alter table book add column b integer");
        assertThat(uri(client.await(UPDATED))).isEqualTo("schema://public/book");
        database.run("revoke select on new from " + database.reader().user());
        client.await(LIST_CHANGED);
        database.run("drop table book");
        client.await(LIST_CHANGED);
      }
      Eventually.is(() -> listening() == 0);
    }
  }

  @Test
  void canBeSwitchedOff() {
    var off = new ResourceSettings(ResourceSettings.Watch.OFF, Duration.ofMillis(50));
    try (var server = server(AccessSettings.NONE, off);
        var client = server.another(Revision.V2026_07_28)) {
      assertThat(client.result("server/discover", "{}").at("/capabilities/resources").toString())
          .isEqualTo("{}");
      listen(client, true, "table://public/book");
      assertThat(connections()).isZero();
    }
  }
}
