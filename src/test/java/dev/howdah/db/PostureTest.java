package dev.howdah.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.db.Finding.Severity;
import dev.howdah.resilience.Cancellation;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Each defect of a role is found, and the SQL that comes with it ends it. */
@OnEveryPostgres
final class PostureTest {

  /** What is wrong, how bad that is ({@code !} where it is refused), and a part of the sentence. */
  static final List<String> DEFECTS =
      """
      alter role U superuser | dangerous! | U is a superuser
      alter role U bypassrls | dangerous! | U has BYPASSRLS
      alter role U createrole | dangerous! | U has CREATEROLE
      alter role U replication | dangerous! | U has REPLICATION
      alter role U createdb | more than needed | U has CREATEDB
      create role X createrole; grant X to U | dangerous! | U can become X, which has CREATEROLE
      create role X noinherit superuser; grant X to U | dangerous! | U can become X, which is a superuser
      grant pg_read_server_files to U | dangerous! | member of pg_read_server_files: it can read any file
      grant pg_write_server_files to U | dangerous! | member of pg_write_server_files
      grant pg_execute_server_program to U | dangerous! | can run programs on the server
      grant pg_signal_backend to U | dangerous! | can end the sessions of others
      grant pg_write_all_data to U | dangerous! | can write every table
      create role X; grant pg_write_all_data to X; grant X to U | dangerous! | of pg_write_all_data through X
      create role X; create role Y; grant pg_write_all_data to Y; grant Y to X; grant X to U | dangerous! | through X
      grant pg_read_all_data to U | more than needed | reads every table
      grant pg_checkpoint to U | more than needed | can force checkpoints
      grant pg_monitor to U | note | sees the statements and settings of others
      create role X; grant X to U with admin option | more than needed | U can grant role X to others
      grant create on database D to U | more than needed | U has CREATE on database D
      grant create on schema odd to U | more than needed | U has CREATE on schema odd
      grant create on schema odd to public | more than needed | Everybody (PUBLIC) has CREATE on schema odd
      grant temporary on database D to public | more than needed | Everybody (PUBLIC) has TEMPORARY on database D
      grant insert, delete on odd.plain, odd."Odd ""Name" to U | more than needed | U has DELETE, INSERT on 2 tables: odd."Odd ""Name", odd.plain: this
      grant truncate on odd.plain to public | more than needed | Everybody (PUBLIC) has TRUNCATE on table odd.plain
      grant insert on odd.plain to U with grant option | more than needed | U has INSERT on table odd.plain
      grant update ("B", a), insert (a) on odd.plain to U | more than needed | U has INSERT (a), UPDATE (a, "B") on table odd.plain
      create role X; grant delete on odd.plain to X; grant X to U | more than needed | X has DELETE on table odd.plain
      grant usage on sequence odd.counter to U | more than needed | U has USAGE on sequence odd.counter
      grant insert on odd.plain to O with grant option; set role O; grant insert on odd.plain to U; reset role | more than needed | U has INSERT on table odd.plain
      grant select on odd.plain to U with grant option | more than needed | U has SELECT with the right to grant it on table odd.plain
      grant usage on schema odd to U with grant option | more than needed | U has USAGE with the right to grant it on schema odd
      grant connect on database D to U with grant option | more than needed | U has CONNECT with the right to grant it on database D
      grant execute on function odd.harmless() to U with grant option | more than needed | U has EXECUTE with the right to grant it on function
      grant select on pg_authid to U | dangerous | U has SELECT on table pg_catalog.pg_authid
      grant select (rolname, rolpassword) on pg_authid to U | dangerous | SELECT (rolpassword) on table pg_catalog.pg_authid
      grant select on pg_shadow to public | dangerous | has SELECT on table pg_catalog.pg_shadow
      grant execute on function pg_read_file(text) to U | dangerous | U has EXECUTE on function pg_catalog.pg_read_file(text)
      grant execute on function pg_ls_dir(text) to public | dangerous | (PUBLIC) has EXECUTE on function pg_catalog.pg_ls_dir(text)
      grant execute on function pg_reload_conf() to U | dangerous | function pg_catalog.pg_reload_conf(): they control
      grant execute on function lo_export(oid, text) to U | dangerous | function pg_catalog.lo_export(oid, text): they reach files
      grant execute on function pg_show_all_file_settings() to U | more than needed | PostgreSQL keeps them from ordinary roles
      create function odd.do_it("odd"."Kind", int[]) returns int security definer language sql as 'select 1' | dangerous | on function odd.do_it(odd."Kind", integer[]): they run with the rights of an owner
      create procedure odd.act() security definer language sql as 'select 1' | dangerous | on function odd.act()
      set role O; create function odd.own() returns int security definer language sql as 'select 1'; reset role | more than needed | on function odd.own(): they run with the rights of their owners
      alter table odd.plain owner to U | more than needed | U owns table odd.plain: an owner
      alter schema odd owner to U | more than needed | U owns schema odd
      alter function odd.harmless() owner to U | more than needed | U owns function odd.harmless()
      create role X; alter table odd.plain owner to X; grant X to U | more than needed | X owns table odd.plain
      grant set on parameter log_statement to U | more than needed | U has SET on parameter log_statement
      grant alter system on parameter work_mem to public | more than needed | (PUBLIC) has ALTER SYSTEM on parameter work_mem
      create extension dblink | dangerous | functions: public.dblink(text)
      create foreign data wrapper w; grant usage on foreign data wrapper w to U | more than needed | U has USAGE on foreign data wrapper w
      """
          .lines()
          .toList();

  private final TestDatabase own;
  private final TestServer server;
  private final Database database;

  PostureTest(TestDatabase own) {
    this.own = own;
    this.server = new TestServer(own);
    this.database = new Database("x", server.reader(), PoolSettings.DEFAULT);
  }

  @BeforeEach
  void objects() throws SQLException {
    server.admin(
        words("alter database D owner to O"),
        "create schema odd",
        words("grant create, usage on schema odd to O"),
        "create table odd.plain (a int, \"B\" int)",
        "create table odd.\"Odd \"\"Name\" ()",
        "create sequence odd.counter",
        "create type odd.\"Kind\" as enum ('one')",
        "create function odd.harmless() returns int language sql as 'select 1'");
  }

  @AfterEach
  void end() throws SQLException {
    database.close();
    server.admin(
        words("alter database D owner to O"),
        words("alter role U nosuperuser nobypassrls nocreaterole noreplication nocreatedb"),
        words("alter role O nocreaterole"),
        "drop schema odd cascade",
        "drop extension if exists dblink",
        "drop foreign data wrapper if exists w cascade",
        words("drop role if exists X, Y"));
  }

  @ParameterizedTest
  @FieldSource("DEFECTS")
  void isFoundAndMended(String row) throws SQLException {
    String[] cells = row.split(" \\| ", -1);
    Posture before = posture();

    server.admin(words(cells[0]));
    Posture with = posture();

    List<Finding> found =
        with.findings().stream().filter(each -> !before.findings().contains(each)).toList();
    assertThat(found)
        .as("%s", with)
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.sentence()).contains(words(cells[2]));
              assertThat(finding.severity() + (finding.powerful() ? "!" : "")).isEqualTo(cells[1]);
            });
    server.admin(found.getFirst().mend());
    assertThat(posture()).isEqualTo(before);
  }

  @Test
  void saysWhatEverybodyMayDoByDefault() throws SQLException {
    Posture posture = posture();

    assertThat(posture.user()).isEqualTo(own.reader().user());
    assertThat(posture.powers()).isEmpty();
    assertThat(posture.findings(Severity.DANGEROUS)).isEmpty();
    assertThat(posture.findings(Severity.MORE_THAN_NEEDED))
        .extracting(Finding::sentence)
        .singleElement()
        .asString()
        .contains("4 functions: pg_catalog.lo_creat(integer)", "they write, and need no privilege");
    assertThat(posture.findings(Severity.NOTE)).hasSize(3).allMatch(Finding::everyone);
  }

  /** A list of ours that a newer PostgreSQL has outgrown would miss what it brings. */
  @Test
  void knowsEveryPredefinedRole() throws SQLException {
    String names =
        server.admin(
            "select string_agg(rolname, ' ') from pg_roles where rolname like 'pg\\_%'"
                + " and rolname <> 'pg_database_owner'");

    assertThat(String.valueOf(names).split(" ", -1))
        .hasSizeGreaterThan(10)
        .allMatch(name -> PredefinedRoles.of(name).isPresent());
  }

  @Test
  void tellsASuperuserNothingButThatAndWhatEverybodyMayDo() {
    try (var superuser = server.database()) {
      Posture posture = new Examiner(superuser).posture(new Cancellation());

      assertThat(posture.findings().getFirst().sentence()).contains("is a superuser");
      assertThat(posture.findings()).filteredOn(each -> !each.everyone()).hasSize(1);
    }
  }

  @Test
  void revokesWhatAnotherRoleGranted() throws SQLException {
    Posture before = posture();
    server.admin(words("alter role O createrole"));
    own.run(words("create role X createrole; grant X to U"));

    Posture with = posture();

    assertThat(with.powers().getFirst().sentence())
        .startsWith(words("U can become X, which has CREATEROLE"));
    server.admin(with.powers().getFirst().mend());
    assertThat(posture()).isEqualTo(before);
  }

  /** The right to connect goes with the ownership, which PostgreSQL merged it into. */
  @Test
  void findsTheOwnerOfTheDatabase() throws SQLException {
    Posture before = posture();
    server.admin(words("alter database D owner to U"));

    Finding finding =
        posture().findings().stream()
            .filter(each -> !before.findings().contains(each))
            .findFirst()
            .orElseThrow();

    assertThat(finding.sentence()).startsWith(words("U owns database D: an owner can"));
    server.admin(
        finding.mend(),
        words("alter database D owner to O"),
        words("grant connect on database D to U"));
    assertThat(posture()).isEqualTo(before);
  }

  @Test
  void namesTheFirstAndCountsTheRest() throws SQLException {
    server.admin(
        "do $$ begin for i in 1 .. 60 loop execute format('create table odd.t%s ()', i);"
            + " end loop; end $$",
        words("grant insert on all tables in schema odd to U"));

    Finding finding = written();
    assertThat(finding.sentence())
        .contains(own.reader().user() + " has INSERT on 62 tables: ")
        .contains(" and 57 more: ");
    assertThat(finding.mend()).endsWith("-- 12 more: examine again after this.");

    server.admin(finding.mend());
    server.admin(written().mend());
    assertThat(posture().findings()).noneMatch(each -> each.sentence().contains("INSERT"));
  }

  private Finding written() {
    return posture().findings().stream()
        .filter(each -> each.sentence().contains("INSERT"))
        .findFirst()
        .orElseThrow();
  }

  private Posture posture() {
    return new Examiner(database).posture(new Cancellation());
  }

  /** Fills in the user U, the owner O, the database D and two more roles, X and Y. */
  private String words(String text) {
    return text.replaceAll("\\bU\\b", own.reader().user())
        .replaceAll("\\bO\\b", own.owner().user())
        .replaceAll("\\bD\\b", own.name())
        .replaceAll("\\b([XY])\\b", own.name() + "_$1")
        .replaceAll("_X\\b", "_x")
        .replaceAll("_Y\\b", "_y");
  }
}
