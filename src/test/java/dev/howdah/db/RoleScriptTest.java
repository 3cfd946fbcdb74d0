package dev.howdah.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.howdah.auth.AccessSettings;
import dev.howdah.auth.Caller;
import dev.howdah.auth.Permissions;
import dev.howdah.config.Reading;
import dev.howdah.resilience.Cancellation;
import dev.howdah.sql.guard.Guard;
import dev.howdah.sql.guard.Policies;
import dev.howdah.sql.guard.StatementKind;
import dev.howdah.sql.parser.PatientParsers;
import dev.howdah.testing.Login;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The role that the script makes can read what it should, and do nothing else. */
@OnEveryPostgres
final class RoleScriptTest {

  private static final AccessSettings BLOCKS =
      new AccessSettings(
          true,
          List.of("app.secrets", "app.none"),
          List.of("app.people.ssn", "\"The \"\"Shop\".\"Order\".\"Card\""),
          List.of(),
          List.of(),
          List.of(),
          true,
          null,
          null);

  private static final DatabaseSettings WRITABLE =
      new DatabaseSettings(
          null,
          "x",
          null,
          null,
          8,
          0,
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(5),
          false,
          true,
          false);

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
        create view app.names as select id, name from app.people;
        create view app.numbers as select ssn from app.people;
        create view app.keys as select key from app.secrets;
        create table app.pupils (class text) inherits (app.people);
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
    server.admin(script(server.settings(), BLOCKS));
    password();

    Posture posture = posture();

    assertThat(posture.user()).isEqualTo('"' + made.user() + '"');
    assertThat(posture.findings()).isEmpty();
    readsAndDoesNothingElse();
  }

  /** Who is no superuser cannot take functions from everybody; the rest holds all the same. */
  @Test
  void worksForTheOwnerButForTheFunctions() throws SQLException {
    make(BLOCKS, DatabaseSettings.DEFAULT);

    assertThat(posture().findings()).isNotEmpty().allMatch(RoleScriptTest::ofFunctions);
    readsAndDoesNothingElse();
  }

  @Test
  void holdsNoPasswordAndMakesNoRoleTwice() throws SQLException {
    String first = script(server.settings(), BLOCKS);
    assertThat(first).contains("create role \"" + made.user() + "\" login connection limit 20;\n");
    assertThat(first).contains("\\password").doesNotContain(" password '");
    server.admin(first);

    String second = script(server.settings(), BLOCKS);

    assertThat(second.lines().filter(line -> line.startsWith("create role"))).isEmpty();
    server.admin(second);
  }

  @Test
  void takesBackWhatFormerGrantsOpened() throws SQLException {
    make(AccessSettings.NONE, DatabaseSettings.DEFAULT);
    assertThat(permitted("select ssn from app.people", "select key from app.secrets")).hasSize(2);

    make(BLOCKS, DatabaseSettings.DEFAULT);

    readsAndDoesNothingElse();
  }

  /** Where nothing is closed, what will be made is granted as well. */
  @Test
  void grantsWholeSchemasWithoutRules() throws SQLException {
    make(AccessSettings.NONE, DatabaseSettings.DEFAULT);
    own.run("create table app.later (x int)");

    assertThat(posture().findings()).allMatch(RoleScriptTest::ofFunctions);
    assertThat(
            permitted(
                "select * from app.people", "select x from app.later", "delete from app.later"))
        .containsExactly("select * from app.people", "select x from app.later");
  }

  @Test
  void grantsTheWritesThatTheModeAndTheRulesAllow() throws SQLException {
    own.run("create table app.orders (id serial, total int, card text)");
    var blocks =
        new AccessSettings(
            true,
            List.of("app.secrets"),
            List.of("app.orders.card"),
            List.of(StatementKind.SELECT, StatementKind.INSERT, StatementKind.UPDATE),
            List.of(),
            List.of(),
            true,
            null,
            null);
    make(blocks, WRITABLE);

    assertThat(
            permitted(
                "insert into app.orders (total) values (1)",
                "update app.orders set total = 2 where id = 1",
                "insert into app.people values (1, 'a', 'b')",
                "insert into app.orders (card) values ('x')",
                "update app.orders set card = 'x'",
                "select card from app.orders",
                "delete from app.orders",
                "truncate app.orders",
                "insert into app.secrets values ('x')",
                "create table app.mine (x int)"))
        .containsExactly(
            "insert into app.orders (total) values (1)",
            "update app.orders set total = 2 where id = 1",
            "insert into app.people values (1, 'a', 'b')");
    assertThat(posture(WRITABLE).findings()).allMatch(RoleScriptTest::ofFunctions);
  }

  /** A statement that may run reads, too: INSERT … SELECT, UPDATE … WHERE, EXPLAIN. */
  @Test
  void grantsWhatTheOpenStatementsReadWhereSelectIsNotOneOfThem() throws SQLException {
    own.run("create table app.orders (id int, card text)");
    make(kinds(StatementKind.INSERT), WRITABLE);

    assertThat(
            permitted(
                "insert into app.orders (id) select id from app.people",
                "insert into app.orders (id) select id from app.orders",
                "insert into app.orders (card) values ('x')",
                "insert into app.orders (id) select length(key) from app.secrets",
                "update app.orders set id = 1"))
        .containsExactly(
            "insert into app.orders (id) select id from app.people",
            "insert into app.orders (id) select id from app.orders");
  }

  @Test
  void grantsNothingWhereNoStatementTouchesATable() throws SQLException {
    make(kinds(StatementKind.SHOW), WRITABLE);

    assertThat(
            permitted("show work_mem", "select id from app.people", "select key from app.secrets"))
        .containsExactly("show work_mem");
  }

  private static AccessSettings kinds(StatementKind... kinds) {
    return new AccessSettings(
        true,
        List.of("app.secrets"),
        List.of("app.orders.card"),
        List.of(kinds),
        List.of(),
        List.of(),
        true,
        null,
        null);
  }

  @Test
  void letsThoseDefineWhoMay() throws SQLException {
    make(AccessSettings.NONE, WRITABLE);

    assertThat(posture(WRITABLE).findings()).allMatch(RoleScriptTest::ofFunctions);
    assertThat(
            permitted(
                "create table app.mine (x int)",
                "insert into app.mine values (1)",
                "drop table app.mine",
                "drop table app.people",
                "create schema mine"))
        .containsExactly(
            "create table app.mine (x int)",
            "insert into app.mine values (1)",
            "drop table app.mine");
  }

  /** A name that ends a comment would be run with the script. */
  @Test
  void keepsNamesWithSeveralLinesInsideItsComments() throws SQLException {
    String name = own.name() + "\ndrop table app.people; --";
    String role = '"' + name + '"';
    server.admin(
        "create role " + role,
        "create table app.theirs (x int)",
        "alter table app.theirs owner to " + role);
    try {
      for (String each : List.of(made.user(), name)) {
        String script = script(each, server.settings(), AccessSettings.NONE, WRITABLE);
        // Other tests need what everybody may do.
        server.admin(script.split("\n-- What everybody may do", 2)[0]);
      }
      assertThat(own.ask("select to_regclass('app.people')")).isEqualTo("app.people");
    } finally {
      server.admin("drop owned by " + role, "drop role " + role);
    }
  }

  /** Has the owner of the database run the script. */
  private void make(AccessSettings access, DatabaseSettings settings) throws SQLException {
    own.run(script(ConnectionSettings.of(own.dsn(own.owner()), Map.of()), access, settings));
    password();
  }

  private static boolean ofFunctions(Finding finding) {
    return finding.sentence().startsWith("Everybody (PUBLIC) has EXECUTE on");
  }

  /** Which of them PostgreSQL lets the new role run; the others are refused for want of a right. */
  private List<String> permitted(String... statements) throws SQLException {
    List<String> permitted = new ArrayList<>();
    try (Connection connection = own.connect(made);
        var statement = connection.createStatement()) {
      statement.execute("set default_transaction_read_only = off");
      for (String text : statements) {
        try {
          statement.execute(text);
          permitted.add(text);
        } catch (SQLException e) {
          assertThat(e.getSQLState()).as(text + ": " + e.getMessage()).isEqualTo("42501");
        }
      }
    }
    return permitted;
  }

  private void readsAndDoesNothingElse() throws SQLException {
    own.run("create table app.later (x int); create view app.seen as select 1 as one");
    try (Connection connection = own.connect(made);
        var statement = connection.createStatement()) {
      for (String allowed :
          new String[] {
            "select id, name from app.people",
            "select \"Id\", \"order\" from \"The \"\"Shop\".\"Order\"",
            "select id, name from app.names"
          }) {
        statement.execute(allowed);
      }
      // A default that the role can set off is no limit: the privileges are.
      statement.execute("set default_transaction_read_only = off");
      for (String forbidden :
          new String[] {
            "select * from app.people",
            "select ssn from app.numbers",
            "select key from app.keys",
            "select ssn from app.pupils",
            "select x from app.later",
            "select one from app.seen",
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

  private String script(ConnectionSettings as, AccessSettings access) {
    return script(as, access, DatabaseSettings.DEFAULT);
  }

  private String script(ConnectionSettings as, AccessSettings access, DatabaseSettings settings) {
    return script(made.user(), as, access, settings);
  }

  private static String script(
      String role, ConnectionSettings as, AccessSettings access, DatabaseSettings settings) {
    Permissions permissions = ((Reading.Accepted<Permissions>) Permissions.read(access)).settings();
    try (var database = new Database(settings, () -> as);
        var parsers = PatientParsers.make()) {
      var rules =
          new CallerRules(
              List.of(permissions.access(Caller.LOCAL, "x", settings.allowDdl())),
              () -> new Guard(parsers, Policies.of(access.functionRules())));
      return new Examiner(database).roleScript(role, rules, new Cancellation());
    }
  }

  private void password() throws SQLException {
    server.admin("alter role \"" + made.user() + "\" password '" + made.password() + "'");
  }

  private Posture posture() {
    return posture(DatabaseSettings.DEFAULT);
  }

  private Posture posture(DatabaseSettings settings) {
    var as = ConnectionSettings.of(own.dsn(made), Map.of());
    try (var database = new Database(settings, () -> as)) {
      return new Examiner(database).posture(new Cancellation());
    }
  }
}
