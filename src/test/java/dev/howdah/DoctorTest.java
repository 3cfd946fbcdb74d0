package dev.howdah;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.howdah.testing.Login;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.StdioCommand;
import dev.howdah.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnEveryPostgres
final class DoctorTest {

  private final TestDatabase own;

  DoctorTest(TestDatabase own) {
    this.own = own;
  }

  @BeforeEach
  void tables() {
    own.run("create schema seen; create table seen.a (); create table seen.b ()");
  }

  @AfterEach
  void end() {
    own.run("drop schema if exists seen, closed cascade");
  }

  @Test
  void saysWhatIsThere() {
    own.run("grant create on schema seen to " + own.reader().user());

    var report = examine("--dsn=" + own.dsn(own.reader()), "--database.name=shop");

    assertThat(report.exitCode()).isZero();
    assertThat(report.text())
        .startsWith(
            """
            Database shop

              configured        %s@%s:%d/%s,"""
                .formatted(own.reader().user(), own.host(), own.port(), own.name()))
        .contains(
            "\n  connection        made in ",
            "\n  server            PostgreSQL " + own.major() + ".",
            "primary, UTF8\n",
            "\n  TLS               not in use; the server is on this machine\n",
            "\n  lost clients      the server ends a statement whose client has gone\n",
            "\n  temporary files   no limit, and the role may not set one; a superuser can:",
            "\n  extensions        none",
            "\n  tables            2 of 2 can be read\n",
            own.reader().user() + ", which can do more than it needs\n",
            "\n  more than needed  "
                + own.reader().user()
                + " has CREATE on schema seen: it can make",
            "\n                    revoke create on schema seen from ",
            "\n  create role howdah_reader login connection limit 20;\n")
        .doesNotContain("pooler", own.reader().password());
    assertThat(report.text().lines()).noneMatch(line -> line.endsWith(" "));
  }

  @Test
  void saysWhatIsDangerous() {
    var report = examine("--dsn=" + own.dsn(own.superuser()));

    assertThat(report.exitCode()).isOne();
    assertThat(report.text().replaceAll("\\s+", " "))
        .contains(
            "which is too powerful, and would be refused over a network",
            "dangerous " + own.superuser().user() + " is a superuser",
            "alter role " + own.superuser().user() + " nosuperuser;");
  }

  @Test
  void saysWhichGrantIsMissing() {
    own.run(
        "create schema closed; create table closed.c ();"
            + " revoke usage on schema closed from %1$s;".formatted(own.reader().user())
            + " revoke select on all tables in schema seen from %1$s"
                .formatted(own.reader().user()));

    String text = examine("--dsn=" + own.dsn(own.reader())).text().replaceAll("\\s+", " ");

    assertThat(text)
        .contains(
            "tables 0 of 3 can be read; to open schemas: grant usage on schema closed to "
                + own.reader().user()
                + ";",
            "; to read in schemas: grant select on all tables in schema seen to "
                + own.reader().user()
                + ";");
  }

  @Test
  void goesOnAfterADatabaseThatCannotBeReached() {
    var wrong = new Login(own.reader().user(), "not-it");
    var report =
        examine(
            "--dsn=" + own.dsn(wrong),
            "--databases.other.dsn=postgresql://u@h/x?sslmode=foo",
            "--databases.right.dsn=" + own.dsn(own.reader()));

    assertThat(report.exitCode()).isOne();
    assertThat(report.text().replaceAll("\\s+", " "))
        .contains(
            "Database default configured",
            "connection failed: PostgreSQL refused the password of user " + own.reader().user(),
            "Database other configured wrongly: sslmode must be one of",
            "Database right configured",
            "tables 2 of 2 can be read")
        .doesNotContain("not-it", own.reader().password());
  }

  @Test
  void saysWhereTasksAreKept() {
    String[] tasks = {"--tasks.store=postgres", "--tasks.dsn=" + own.dsn(own.owner())};
    own.run("drop schema if exists howdah cascade");

    var fresh = examine(with("--dsn=" + own.dsn(own.reader()), tasks));
    var again = examine(with("--dsn=" + own.dsn(own.reader()), tasks));
    own.run("create schema howdah; create table howdah.task (id text)");
    var used = examine(with("--dsn=" + own.dsn(own.reader()), tasks));

    assertThat(fresh.exitCode()).isZero();
    assertThat(fresh.text())
        .contains(
            "\nTasks\n\n  store             " + own.owner().user() + "@" + own.host(),
            "\n  login             of its own: none that agents' statements have\n",
            "\n  connection        made\n",
            "\n  schema            howdah is not there yet; its first use makes it\n")
        .doesNotContain(own.owner().password());
    assertThat(again.text()).contains("howdah is not there yet");
    assertThat(used.text()).endsWith("\n  schema            howdah is there\n");
    own.run("drop schema howdah cascade");
  }

  @Test
  void saysWhatIsWrongWithTheStoreOfTasks() {
    own.run("drop schema if exists howdah cascade");
    String dsn = "--dsn=" + own.dsn(own.reader());

    var shared = tasks(dsn, own.reader());
    own.run("create schema howdah; create table howdah.task (id text)");
    var closed = tasks(dsn, own.reader());
    var wrong = tasks(dsn, new Login(own.owner().user(), "not-it"));
    own.run("drop schema howdah cascade");

    assertThat(shared.exitCode()).isOne();
    assertThat(shared.text().replaceAll("\\s+", " "))
        .contains(
            "login refused: tasks.dsn must be another database, or the same with another role",
            "howdah has no tables, and %s may not make them; to let it: grant create on database %s"
                .formatted(own.reader().user(), own.name()),
            "; or, where the schema is there: grant usage, create on schema howdah to "
                + own.reader().user())
        .doesNotContain(own.reader().password());
    assertThat(closed.text().replaceAll("\\s+", " "))
        .contains("howdah belongs to another role, and " + own.reader().user() + " may not use");
    assertThat(wrong.exitCode()).isOne();
    assertThat(wrong.text()).contains("\n  connection        failed: ").doesNotContain("not-it");
  }

  private Command.Print tasks(String dsn, Login login) {
    return examine(dsn, "--tasks.store=postgres", "--tasks.dsn=" + own.dsn(login));
  }

  @Test
  void saysHowToConfigureADatabase() {
    var report = examine();

    assertThat(report.exitCode()).isOne();
    assertThat(report.text()).startsWith("No database is configured. Say where one is by\n");
  }

  /** The whole command, and a role that the script itself has made. */
  @Test
  void isContentWithARoleOfItsOwnMaking() throws SQLException {
    var made = new Login(own.name() + "_made", "made");
    String script =
        examine("--dsn=" + own.dsn(own.superuser()))
            .text()
            .transform(text -> text.substring(text.indexOf("  -- A role for Howdah")))
            .replace("howdah_reader", made.user());
    try (var connection = own.connect(own.superuser());
        var statement = connection.createStatement()) {
      statement.execute(script);
      statement.execute("alter role %s password 'made'".formatted(made.user()));
    }
    try {
      var result =
          dev.howdah.testing.Command.of(
                  StdioCommand.howdah("doctor", "--dsn=" + own.dsn(made)).toArray(String[]::new))
              .run(Duration.ofMinutes(3))
              .expectExit(0);

      assertThat(result.out())
          .contains("\n  temporary files   at most 4GB for one session\n")
          .endsWith("  role              " + made.user() + ", which can read and nothing else\n");
    } finally {
      try (var connection = own.connect(own.superuser());
          var statement = connection.createStatement()) {
        statement.execute("drop owned by " + made.user() + "; drop role " + made.user());
      }
    }
  }

  /** The rules hold twice: what Howdah refuses, PostgreSQL refuses the role as well. */
  @Test
  void makesARoleThatKnowsTheAccessRules(@TempDir Path folder) throws Exception {
    own.run(
        """
        create schema closed;
        create table closed.c (x int);
        create table seen.people (id int, name text, ssn text);
        create table seen.tokens (token text);
        create view seen.names as select id, name from seen.people;
        create view seen.leak as select ssn from seen.people;
        """);
    Path file = folder.resolve("permissions.yaml");
    Files.writeString(
        file,
        """
        roles:
          analyst:
            schemas: [seen]
            blocked_columns: {seen.people: [ssn]}
          clerk:
            schemas: [seen]
            tables: [seen.people]
            blocked_columns: {seen.people: [ssn, name]}
        users: {ann: analyst, bob: clerk}
        """);
    String[] rules = {
      "--access.permissions-file=" + file,
      "--access.blocked-tables=tokens",
      "--transport=streamable-http"
    };
    var made = new Login(own.name() + "_ruled", "made");
    var report = examine(with("--dsn=" + own.dsn(own.superuser()), rules));
    String script =
        report
            .text()
            .transform(text -> text.substring(text.indexOf("  -- A role for Howdah")))
            .replace("howdah_reader", made.user());
    try (var connection = own.connect(own.superuser());
        var statement = connection.createStatement()) {
      statement.execute(script);
      statement.execute("alter role %s password 'made'".formatted(made.user()));
    }
    try (var connection = own.connect(made);
        var statement = connection.createStatement()) {
      for (String allowed :
          List.of("select id, name from seen.people", "select * from seen.names")) {
        statement.execute(allowed);
      }
      for (String refused :
          List.of(
              "select ssn from seen.people",
              "select count(*) from seen.people p where p is null",
              "select ssn from seen.leak",
              "select token from seen.tokens",
              "select x from closed.c")) {
        assertThatThrownBy(() -> statement.execute(refused))
            .as(refused)
            .hasMessageContaining("permission denied");
      }
      var after = examine(with("--dsn=" + own.dsn(made), rules));
      assertThat(after.text())
          .endsWith("  role              " + made.user() + ", which can read and nothing else\n")
          .contains("  tables            4 of 7 can be read; the access rules leave 4 open\n");
      assertThat(after.exitCode()).isZero();
    } finally {
      try (var connection = own.connect(own.superuser());
          var statement = connection.createStatement()) {
        statement.execute("drop owned by " + made.user() + "; drop role " + made.user());
      }
    }
    assertThat(
            examine(with("--dsn=" + own.dsn(own.reader()), rules)).text().replaceAll("\\s+", " "))
        .contains(
            "more than needed The role can read what the access rules close, in 4 tables:"
                + " closed.c, seen.leak, seen.people (ssn), seen.tokens");
  }

  private static String[] with(String first, String... more) {
    return Stream.concat(Stream.of(first), Stream.of(more)).toArray(String[]::new);
  }

  private static Command.Print examine(String... options) {
    List<String> words = new ArrayList<>(List.of("doctor"));
    words.addAll(List.of(options));
    var command = new CommandLine("1", Map.of()).parse(words);
    var doctor = (Command.Doctor) command;
    return Doctor.examine(doctor.settings(), doctor.permissions(), Map.of());
  }
}
