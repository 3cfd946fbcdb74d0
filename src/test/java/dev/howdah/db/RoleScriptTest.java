package dev.howdah.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.howdah.resilience.Cancellation;
import dev.howdah.sql.Identifier;
import dev.howdah.testing.Login;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The role that the script makes can read what it should, and do nothing else. */
@OnEveryPostgres
final class RoleScriptTest {

  private static final Set<Identifier> TABLES =
      Set.of(Identifier.of("app", "secrets"), Identifier.of("app", "none"));
  private static final Map<Identifier, Set<String>> COLUMNS =
      Map.of(
          Identifier.of("app", "people"), Set.of("ssn"),
          Identifier.of("The \"Shop", "Order"), Set.of("Card"));

  private final TestDatabase own;
  private final TestServer server;
  private final Login made;

  RoleScriptTest(TestDatabase own) {
    this.own = own;
    this.server = new TestServer(own);
    this.made = new Login(own.name() + "_Made", "made");
  }

  @BeforeEach
  void tables() throws SQLException {
    server.admin(
        "grant temporary on database " + own.name() + " to public",
        "alter role " + own.owner().user() + " createrole");
    own.run(
        """
        create schema app;
        create table app.people (id int, name text, ssn text);
        create table app.secrets (key text);
        grant select on app.secrets to public;
        create sequence app.counter;
        create schema "The ""Shop";
        create table "The ""Shop"."Order" ("Id" int, "Card" text, "order" text);
        grant create on schema app to public;
        grant insert on app.people to public;
        """);
  }

  @AfterEach
  void end() throws SQLException {
    server.admin(
        "drop schema app, \"The \"\"Shop\" cascade",
        "drop table if exists public.later",
        "drop owned by \"" + made.user() + "\"",
        "drop role \"" + made.user() + "\"");
  }

  @Test
  void makesARoleWithoutFindings() throws SQLException {
    server.admin(script(server.settings()));
    password();

    Posture posture = posture();

    assertThat(posture.user()).isEqualTo('"' + made.user() + '"');
    assertThat(posture.findings()).isEmpty();
    readsAndDoesNothingElse();
  }

  /** Who is no superuser cannot take functions from everybody; the rest holds all the same. */
  @Test
  void worksForTheOwnerButForTheFunctions() throws SQLException {
    own.run(script(ConnectionSettings.of(own.dsn(own.owner()), Map.of())));
    password();

    assertThat(posture().findings())
        .isNotEmpty()
        .allMatch(finding -> finding.sentence().startsWith("Everybody (PUBLIC) has EXECUTE on"));
    readsAndDoesNothingElse();
  }

  @Test
  void holdsNoPasswordAndMakesNoRoleTwice() throws SQLException {
    String first = script(server.settings());
    assertThat(first).contains("create role \"" + made.user() + "\" login connection limit 20;\n");
    assertThat(first).contains("\\password").doesNotContain(" password '");
    server.admin(first);

    String second = script(server.settings());

    assertThat(second.lines().filter(line -> line.startsWith("create role"))).isEmpty();
    server.admin(second);
  }

  private void readsAndDoesNothingElse() throws SQLException {
    own.run("create table app.later (x int); create view app.seen as select 1 as one");
    try (Connection connection = own.connect(made);
        var statement = connection.createStatement()) {
      for (String allowed :
          new String[] {
            "select id, name from app.people",
            "select \"Id\", \"order\" from \"The \"\"Shop\".\"Order\"",
            "select x from app.later",
            "select one from app.seen"
          }) {
        statement.execute(allowed);
      }
      // A default that the role can set off is no limit: the privileges are.
      statement.execute("set default_transaction_read_only = off");
      for (String forbidden :
          new String[] {
            "select * from app.people",
            "select ssn from app.people",
            "select count(*) from app.people p where p is null",
            "select key from app.secrets",
            "select \"Card\" from \"The \"\"Shop\".\"Order\"",
            "insert into app.people values (1)",
            "update app.people set name = 'x'",
            "delete from app.later",
            "truncate app.later",
            "select nextval('app.counter')",
            "create table app.mine (x int)",
            "create table public.mine (x int)",
            "create schema mine",
            "create temporary table mine (x int)"
          }) {
        assertThatThrownBy(() -> statement.execute(forbidden))
            .as(forbidden)
            .hasMessageContaining("permission denied");
      }
      try (var rows =
          statement.executeQuery(
              "select setconfig from pg_db_role_setting s join pg_roles r on r.oid = s.setrole"
                  + " where r.rolname = current_user")) {
        rows.next();
        assertThat(rows.getString(1))
            .contains("default_transaction_read_only=on", "statement_timeout=30000ms");
      }
    }
  }

  private String script(ConnectionSettings as) {
    try (var database = new Database("x", as, PoolSettings.DEFAULT)) {
      return new Examiner(database).roleScript(made.user(), TABLES, COLUMNS, new Cancellation());
    }
  }

  private void password() throws SQLException {
    server.admin("alter role \"" + made.user() + "\" password '" + made.password() + "'");
  }

  private Posture posture() {
    var as = ConnectionSettings.of(own.dsn(made), Map.of());
    try (var database = new Database("x", as, PoolSettings.DEFAULT)) {
      return new Examiner(database).posture(new Cancellation());
    }
  }
}
