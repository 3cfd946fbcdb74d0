package dev.howdah.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * Somebody who may make objects in a schema of the search path cannot have ours run by statements
 * of ours, nor by those of the job queue; see CVE-2018-1058.
 */
@OnEveryPostgres
record OwnPathTest(TestDatabase database) {

  private static final String TRAPS =
      """
      create function public.trap() returns text language plpgsql as
        $$ begin raise exception 'trapped as %', current_user; end $$;
      create function public.trap_of_text(text, text) returns text language sql as
        $$ select public.trap() $$;
      create aggregate public.array_agg(text) (sfunc = public.trap_of_text, stype = text, initcond = '');
      create aggregate public.array_agg(name) (
        sfunc = array_append, stype = name[], initcond = '{trapped}');
      create function public.unnest(name[]) returns setof text language sql as
        $$ select public.trap() $$;
      create function public.unnest(text[]) returns setof text language sql as
        $$ select public.trap() $$;
      create function public.concat(oid, text, oid) returns text language sql as
        $$ select public.trap() $$;
      create function public.concat_ws(text, oid, xid) returns text language sql as
        $$ select public.trap() $$;
      create function public.format_type(oid, integer) returns text language sql as
        $$ select public.trap() $$;
      create function public.trap_of_number(bigint, text) returns text language sql as
        $$ select public.trap() $$;
      create operator public.|| (
        leftarg = bigint, rightarg = text, function = public.trap_of_number);
      create function public.trap_of_oid(oid, integer) returns boolean language sql as
        $$ select public.trap() is null $$;
      create operator public.<> (leftarg = oid, rightarg = integer, function = public.trap_of_oid);
      create operator public.>= (leftarg = oid, rightarg = integer, function = public.trap_of_oid);
      create table public.item (id integer primary key, kind text, made date);
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "query {'sql':'select id, kind from item'}",
        "query {'sql':'select id from item where kind = $1','params':['a']}",
        "explain {'sql':'select id from item'}",
        "execute {'sql':'insert into item values (1) returning id'}",
        "transaction {'statements':[{'sql':'delete from item'},{'sql':'select 1'}]}",
        "list_schemas {}",
        "list_tables {}",
        "describe_table {'table':'item'}",
        "get_indexes {'table':'item'}",
        "get_foreign_keys {'table':'item'}",
        "find_relationships {'table':'item'}",
        "search_objects {'pattern':'item'}",
        "get_schema {}",
        "db_identity {}",
        "server_info {}",
      })
  void nothingInThePathIsTakenForPostgresqlsOwn(String call) {
    try (var trapped = database.another(OwnPathTest.class);
        var client = ToolClient.writing(trapped, trapped.owner())) {
      trapped.run(TRAPS);

      JsonNode result = call(client, call);

      assertThat(result.toString()).doesNotContain("trapped");
      assertThat(result.path("isError").booleanValue(false)).as(result.toString()).isFalse();
    }
  }

  @Test
  void aViewInThePlaceOfAQueueIsJudgedLikeAnyOther() {
    try (var trapped = database.another(OwnPathTest.class);
        var client = ToolClient.of(trapped, trapped.owner())) {
      trapped.run(TRAPS);
      trapped.run(
          """
          create view public.pgqueuer as
            select 1 as id, 1 as priority, null::uuid as queue_manager_id, now() as created,
                   now() as updated, now() as heartbeat, now() as execute_after,
                   'queued'::text as status, public.trap() as entrypoint""");

      JsonNode result = call(client, "queue_size {}");

      assertThat(result.toString()).contains("ERR_005").doesNotContain("trapped");
    }
  }

  @Test
  void aQueueOfSomebodysOwnTypesIsNone() {
    try (var trapped = database.another(OwnPathTest.class);
        var client = ToolClient.of(trapped, trapped.owner())) {
      trapped.run(TRAPS);
      trapped.run(
          """
          create type public.st as enum ('queued', 'picked');
          create function public.trap_of_status(public.st) returns text language sql as
            $$ select public.trap() $$;
          create cast (public.st as text) with function public.trap_of_status(public.st);
          create table public.pgqueuer (
            id integer, priority integer, queue_manager_id uuid, created timestamptz,
            updated timestamptz, heartbeat timestamptz, execute_after timestamptz,
            status public.st, entrypoint text);
          insert into public.pgqueuer (id, status) values (1, 'queued')""");

      assertThat(call(client, "queue_size {}").toString())
          .contains("ERR_005")
          .doesNotContain("trapped");

      trapped.run(
          "drop cast (public.st as text); alter table public.pgqueuer drop entrypoint;"
              + " create domain public.word as text; alter table public.pgqueuer add entrypoint word");

      assertThat(call(client, "queue_size {}").toString())
          .contains("ERR_014")
          .contains("entrypoint is of the type word");
    }
  }

  private static JsonNode call(ToolClient client, String call) {
    int space = call.indexOf(' ');
    return client.call(call.substring(0, space), call.substring(space + 1));
  }
}
