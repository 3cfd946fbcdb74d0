package dev.howdah.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.auth.AccessSettings;
import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** What a statement does to closed data that it does not name. */
@OnPostgres
final class BeyondTheStatementTest {

  private static final AccessSettings RULES =
      new AccessSettings(
          true,
          List.of("far.closed", "far.parted_closed"),
          List.of("far.guarded.hidden", "far.checked.hidden", "far.looking.hidden"),
          List.of(),
          List.of(),
          List.of(),
          true,
          null,
          null);

  private final TestDatabase own;
  private final ToolClient client;

  BeyondTheStatementTest(TestDatabase own) {
    this.own = own;
    this.client =
        new ToolClient(
            ToolClient.QUERY, RULES, ToolClient.writable("default", own.dsn(own.superuser())));
  }

  @BeforeEach
  void tables() {
    own.run(
        """
        create schema far;
        create type far.kind as enum ('a');
        create table far.open (id integer primary key, note text);
        create table far.closed (id serial primary key, kind far.kind,
          open_id integer references far.open);
        insert into far.open values (1);
        insert into far.closed (kind, open_id) values ('a', 1);
        create table far.parted (id integer, area text) partition by list (area);
        create table far.parted_open partition of far.parted for values in ('o');
        create table far.parted_closed partition of far.parted for values in ('c');
        insert into far.parted values (1, 'o'), (2, 'c');
        create table far.guarded (id integer, hidden text);
        insert into far.guarded values (1, '12'), (2, 'S3CR3T');
        alter table far.guarded enable row level security;
        create policy own on far.guarded using (cast(hidden as integer) > 0);
        create table far.checked (id integer, hidden text);
        insert into far.checked values (1, 'S3CR3T');
        alter table far.checked add check (cast(hidden as integer) + id > 0) not valid;
        create table far.beside (id integer);
        insert into far.beside values (2);
        alter table far.beside enable row level security;
        create policy other on far.beside
          using ((select cast(g.hidden as integer) from far.guarded g where g.id = beside.id) > 0);
        create table far.looking (id integer, hidden text);
        insert into far.looking values (1, 'S3CR3T');
        alter table far.looking enable row level security;
        create policy looks on far.looking using (current_setting(hidden) is not null);
        grant select on far.beside, far.looking to public;
        create sequence far.loose;
        grant usage on schema far to public;
        grant select on far.guarded to public;
        """);
  }

  @AfterEach
  void end() {
    client.close();
    own.run("drop schema far cascade");
  }

  @Test
  void truncatingDoesNotEmptyAClosedPartition() {
    execute("truncate far.parted");

    assertThat(own.ask("select count(*) from far.parted_closed")).isEqualTo("1");
  }

  @Test
  void truncatingDoesNotCascadeToAClosedTable() {
    execute("truncate far.open cascade");

    assertThat(own.ask("select count(*) from far.closed")).isEqualTo("1");
  }

  @Test
  void droppingDoesNotCascadeToAClosedTable() {
    execute("drop type far.kind cascade");

    assertThat(
            own.ask(
                "select count(*) from pg_attribute where attrelid = 'far.closed'::regclass"
                    + " and attname = 'kind'"))
        .isEqualTo("1");
  }

  @Test
  void droppingATableKeepsItsClosedPartition() {
    execute("drop table far.parted");

    assertThat(own.ask("select to_regclass('far.parted_closed')")).isNotNull();
  }

  @Test
  void aCheckThatFailsDoesNotTellBlockedValues() {
    assertThat(execute("update far.checked set id = 2").toString()).doesNotContain("S3CR3T");
  }

  @Test
  void aPolicyThatFailsDoesNotTellBlockedValues() {
    try (var reader =
        new ToolClient(
            ToolClient.QUERY, RULES, ToolClient.database("default", own.dsn(own.reader())))) {
      for (String table : List.of("guarded", "beside", "looking")) {
        ObjectNode arguments = Json.object().put("sql", "select id from far." + table);
        assertThat(reader.error("query", arguments).path("message").stringValue(""))
            .as(table)
            .contains("are not open to you")
            .doesNotContainIgnoringCase("S3CR3T");
      }
    }
  }

  @Test
  void whatIsBlockedAndWhatIsNotThereCannotBeDefinedForTheSameReason() {
    String blocked =
        execute("alter table far.closed add x integer")
            .answer()
            .at("/error/message")
            .stringValue("");
    String absent =
        execute("alter table far.closer add x integer")
            .answer()
            .at("/error/message")
            .stringValue("");

    assertThat(blocked.replace("closed", "closer")).isEqualTo(absent);
  }

  @Test
  void aSequenceIsNotGivenToAClosedTable() {
    execute("alter sequence far.loose owned by far.closed.id");

    assertThat(
            own.ask(
                "select count(*) from pg_depend where objid = 'far.loose'::regclass"
                    + " and refobjid = 'far.closed'::regclass"))
        .isEqualTo("0");
  }

  @Test
  void whatIsOpenIsDefinedAsBefore() {
    for (String sql :
        List.of(
            "create table far.tree (id integer primary key, up integer references far.tree)",
            "create type far.mood as enum ('fine')",
            "alter table far.tree add mood far.mood",
            "comment on type far.mood is 'how it feels'",
            "drop table if exists far.nowhere",
            "create index on far.tree (up)",
            "create sequence far.counted owned by far.tree.id",
            "create view far.roots as select id from far.tree where up is null",
            "drop view far.roots",
            "truncate far.tree",
            "drop table far.tree",
            "drop type far.mood")) {
      assertThat(execute(sql).answer().at("/error/message").stringValue("")).as(sql).isEmpty();
    }
  }

  private Outcome execute(String sql) {
    return Outcome.of(client.call("execute", Json.object().put("sql", sql)));
  }
}
