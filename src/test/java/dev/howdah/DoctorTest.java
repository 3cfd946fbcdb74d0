package dev.howdah;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.Login;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.StdioCommand;
import dev.howdah.testing.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
              .run(Duration.ofSeconds(30))
              .expectExit(0);

      assertThat(result.out())
          .endsWith("  role              " + made.user() + ", which can read and nothing else\n");
    } finally {
      try (var connection = own.connect(own.superuser());
          var statement = connection.createStatement()) {
        statement.execute("drop owned by " + made.user() + "; drop role " + made.user());
      }
    }
  }

  private static Command.Print examine(String... options) {
    List<String> words = new ArrayList<>(List.of("doctor"));
    words.addAll(List.of(options));
    var command = new CommandLine("1", Map.of()).parse(words);
    return Doctor.examine(((Command.Doctor) command).settings(), Map.of());
  }
}
