package dev.howdah.tools.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.auth.AccessSettings;
import dev.howdah.auth.Caller;
import dev.howdah.auth.Permissions;
import dev.howdah.config.Reading;
import dev.howdah.db.Database;
import dev.howdah.resilience.Cancellation;
import dev.howdah.sql.guard.Access;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.OpenGate;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the rules close does not exist, for nobody but those they close it to. */
@OnEveryPostgres
record SearchAccessTest(TestDatabase database) {

  @BeforeParameterizedClassInvocation
  static void build(TestDatabase database) {
    database.run(
        """
        create table users (
          user_id integer primary key, name text, ssn text unique, vault_id integer);
        create index users_lower on users (lower(ssn), name);
        create index users_name on users (name) where ssn is not null;
        create index users_whole on users ((users is null));
        create table vault (vault_id integer primary key, treasure text);
        create table visit (
          id integer primary key, user_id integer references users, vault_id integer references vault,
          who text references users (ssn));
        create type metal as enum ('gold', 'silver');
        create type colour as enum ('red', 'green');
        alter table vault add metal metal;
        alter table visit add colour colour;
        create function open_vault(which vault) returns integer language sql as 'select 1';
        create function all_vaults() returns setof vault language sql as 'select * from vault';
        create function find_user(ssn text) returns integer language sql as 'select 1';
        create function harmless(name text) returns integer language sql as 'select 1'""");
  }

  private static AccessSettings blocking() {
    var none = AccessSettings.NONE;
    return new AccessSettings(
        none.enabled(),
        List.of("public.vault"),
        List.of("public.users.ssn"),
        none.allowedStatements(),
        none.allowedFunctions(),
        none.allowedExtensions(),
        none.systemCatalogues(),
        none.permissionsFile(),
        none.localRole());
  }

  private ToolClient client(AccessSettings access) {
    return new ToolClient(
        ToolClient.QUERY, access, ToolClient.database("default", database.dsn(database.reader())));
  }

  private static final String SECRETS =
      ".*(ssn|treasure|metal|gold|\"vault\"|open_vault|all_vaults|users_lower|users_name|users_whole|find_user).*";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "search_objects {'pattern':'vault','detail':'full'}",
        "search_objects {'pattern':'ssn','detail':'full'}",
        "search_objects {'pattern':'*','detail':'full','max_tokens':50000}",
        "search_objects {'pattern':'users','detail':'full'}",
        "search_objects {'pattern':'metal gold treasure user','detail':'full'}",
        "get_schema {'format':'full'}",
        "get_schema {}",
        "find_relationships {'table':'visit'}",
        "find_relationships {'table':'users'}",
      })
  void tellsNothingOfWhatIsClosed(String call) {
    int space = call.indexOf(' ');
    try (var open = client(AccessSettings.NONE);
        var closed = client(blocking())) {
      var all = open.ok(call.substring(0, space), call.substring(space + 1)).toString();
      var some = closed.ok(call.substring(0, space), call.substring(space + 1)).toString();
      assertThat(all).matches(SECRETS);
      assertThat(some).doesNotMatch(SECRETS);
    }
  }

  @Test
  void countsOnlyWhatIsOpen() {
    try (var closed = client(blocking())) {
      assertThat(closed.ok("search_objects", "{'pattern':'ssn'}").path("total").intValue())
          .isZero();
      assertThat(closed.ok("get_schema", "{}").path("tables_count").intValue()).isEqualTo(2);
      var users = closed.ok("get_schema", "{}").at("/tables/0");
      assertThat(users.path("name").stringValue()).isEqualTo("users");
      assertThat(users.path("columns_count").intValue()).isEqualTo(3);
      var found = closed.ok("search_objects", "{'pattern':'colour harmless'}");
      assertThat(found.path("total").intValue()).isEqualTo(3);
    }
  }

  /** Neither that it changed nor when. */
  @Test
  void keepsQuietAboutChangesOfWhatIsClosed() {
    try (var closed = client(blocking())) {
      var before = closed.ok("get_schema", "{}");
      for (var change :
          List.of("alter table vault add silver integer", "alter table vault drop silver")) {
        database.run(change);
        var after = closed.ok("get_schema", "{}");
        assertThat(after.path("cached").booleanValue()).isTrue();
        assertThat(after.path("loaded_at")).isEqualTo(before.path("loaded_at"));
      }
      database.run("alter table visit add noted integer");
      assertThat(closed.ok("get_schema", "{}").path("cached").booleanValue()).isFalse();
      database.run("alter table visit drop noted");
      var again = closed.ok("get_schema", "{'refresh':true}");
      assertThat(again.path("cached").booleanValue()).isFalse();
      assertThat(again.path("loaded_at")).isNotEqualTo(before.path("loaded_at"));
    }
  }

  @Test
  void speaksOfAClosedTableAsOfOneThatIsNotThere() {
    try (var closed = client(blocking())) {
      var error = closed.error("find_relationships", "{'table':'vault'}");
      assertThat(error.toString().replace("vault", "TABLE"))
          .isEqualTo(
              closed
                  .error("find_relationships", "{'table':'xyzzy'}")
                  .toString()
                  .replace("xyzzy", "TABLE"));
    }
  }

  /** Both read the same database by the same role, so they share what is kept of it. */
  @Test
  void neverAnswersOneCallerFromTheViewOfAnother() {
    try (Database shared = ToolClient.database("default", database.dsn(database.reader()))) {
      var inventories = new Inventories();
      var gates = OpenGate.gates();
      var cancellation = new Cancellation();
      var open = gates.session(shared, access(AccessSettings.NONE), "one", cancellation);
      var closed = gates.session(shared, access(blocking()), "other", cancellation);
      for (int i = 0; i < 2; i++) {
        assertThat(inventories.of(open).relations())
            .extracting(relation -> relation.name().text())
            .contains("vault");
        assertThat(inventories.of(closed).relations())
            .extracting(relation -> relation.name().text())
            .contains("users")
            .doesNotContain("vault");
      }
      assertThat(inventories.size()).isEqualTo(1);
    }
  }

  @Test
  void isReadOnceForAllWhoAskAtOnce() {
    try (Database shared = ToolClient.database("default", database.dsn(database.reader()))) {
      var gates = OpenGate.gates();
      var inventories = new Inventories();
      List<CompletableFuture<Boolean>> asked = new ArrayList<>();
      for (var rules : List.of(AccessSettings.NONE, blocking())) {
        for (int i = 0; i < 3; i++) {
          var session = gates.session(shared, access(rules), "caller " + i, new Cancellation());
          asked.add(CompletableFuture.supplyAsync(() -> inventories.of(session, false).cached()));
        }
      }
      assertThat(asked.stream().map(CompletableFuture::join)).containsOnlyOnce(false);
    }
  }

  @Test
  void keepsNoMoreThanFits() {
    try (Database shared = ToolClient.database("default", database.dsn(database.reader()))) {
      var session =
          OpenGate.gates().session(shared, access(AccessSettings.NONE), "one", new Cancellation());
      var small = new Inventories(100);
      assertThat(small.of(session, false).cached()).isFalse();
      assertThat(small.of(session, false).cached()).isFalse();
      assertThat(small.size()).isZero();
    }
  }

  private static Access access(AccessSettings settings) {
    return switch (Permissions.read(settings)) {
      case Reading.Accepted<Permissions> accepted ->
          accepted.settings().access(Caller.LOCAL, "default", true);
      case Reading.Refused<Permissions> refused ->
          throw new IllegalArgumentException(refused.problems().toString());
    };
  }
}
