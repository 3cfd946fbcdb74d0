package dev.howdah.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.auth.AccessSettings;
import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/**
 * One word stands in the name of everything that the rules close, directly or by what it rests on;
 * no answer of any tool, resource or completion may have it.
 */
@OnPostgres
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ClosedEverywhereTest {

  private final TestDatabase database;
  private final ToolClient open;
  private final ToolClient closed;

  ClosedEverywhereTest(TestDatabase database) {
    this.database = database;
    this.open = client(database, AccessSettings.NONE);
    this.closed =
        client(
            database,
            ResourcesTest.blocking(
                List.of("public.canary_vault"),
                List.of("public.users.ssn", "public.own_rows.canary_owner")));
  }

  private static ToolClient client(TestDatabase database, AccessSettings access) {
    return new ToolClient(
        ToolClient.QUERY, access, ToolClient.database("default", database.dsn(database.reader())));
  }

  @BeforeAll
  void fill() {
    database.run(
        """
        create type canary_metal as enum ('canary_gold', 'canary_silver');
        create table canary_vault (
          canary_id serial primary key, canary_word text unique, metal canary_metal);
        comment on column canary_vault.canary_word is 'canary comment';
        create table users (
          id integer primary key, name text, ssn text,
          canary_upper text generated always as (upper(ssn)) stored,
          vault_id integer default currval('canary_vault_canary_id_seq'),
          constraint canary_check check (length(ssn) > 3),
          constraint canary_key unique (name, ssn),
          constraint canary_reference foreign key (vault_id) references canary_vault);
        create index canary_index on users (lower(ssn));
        create index canary_partial on users (name) where ssn is not null;
        comment on table users is 'see canary_vault';
        comment on column users.name is 'compare canary_vault.canary_word';
        comment on schema public is 'has canary_vault';
        create view numbers as select id, ssn as canary_number from users;
        create view canary_view as select canary_word from canary_vault;
        create view canary_count as select count(*) as canary_number from canary_view;
        create materialized view canary_copy as select * from canary_vault;
        create table canary_child (canary_more text) inherits (canary_vault);
        create function canary_all() returns setof canary_vault
          language sql as 'select * from canary_vault';
        create function harmless(which canary_vault) returns integer language sql as 'select 1';
        create view through as select * from canary_all();
        comment on function harmless is 'canary_vault';
        create table visit (id integer primary key, vault_id integer references canary_vault);
        create function note() returns trigger language plpgsql as 'begin return new; end';
        create trigger canary_trigger before update of ssn on users
          for each row when (old.ssn is distinct from new.ssn) execute function note();
        create table guarded (id integer primary key);
        alter table guarded enable row level security;
        create policy guard on guarded using (id in (select canary_id from canary_vault));
        create table own_rows (id integer primary key, canary_owner text);
        alter table own_rows enable row level security;
        create policy own on own_rows using (canary_owner = current_user);
        create table line (id integer primary key, order_id integer)""");
  }

  @AfterAll
  void close() {
    open.close();
    closed.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "list_schemas {}",
        "list_tables {}",
        "list_tables {'table_types':['view','materialized view','table']}",
        "describe_table {'table':'users'}",
        "get_indexes {'table':'users'}",
        "get_foreign_keys {'table':'users'}",
        "get_foreign_keys {'table':'visit'}",
        "describe_table {'table':'visit'}",
        "describe_table {'table':'guarded'}",
        "find_relationships {'table':'users'}",
        "find_relationships {'table':'visit'}",
        "search_objects {'pattern':'*','detail':'full','max_tokens':50000}",
        "search_objects {'pattern':'number word gold upper','detail':'full','max_tokens':50000}",
        "get_schema {'format':'full','max_tokens':50000}",
        "get_schema {}",
      })
  void noToolTells(String call) {
    int space = call.indexOf(' ');
    var tool = call.substring(0, space);
    var arguments = call.substring(space + 1);
    assertThat(open.ok(tool, arguments).toString()).contains("canary");
    assertThat(closed.ok(tool, arguments).toString()).doesNotContain("canary");
    var markdown = (ObjectNode) Json.MAPPER.readTree(arguments.replace('\'', '"'));
    if (!tool.equals("get_schema")) {
      markdown.put("format", "markdown");
      assertThat(closed.call(tool, markdown).toString()).doesNotContain("canary");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "describe_table {'table':'anary_vault'}",
        "describe_table {'table':'anary_view'}",
        "find_relationships {'table':'anary_vault'}",
        "find_relationships {'table':'anary_child'}",
        "get_indexes {'table':'anary_copy'}",
        "list_tables {'database':'anary'}",
        "query {'sql':'select n from numbers'}",
        "query {'sql':'select * from users where nme = 1'}",
        "query {'sql':'select * from through'}",
        "explain {'sql':'select * from guarded'}",
        "explain {'sql':'select * from guarded','format':'json'}",
        "query {'sql':'explain select * from guarded'}",
        "query {'sql':'explain (verbose) select 1 from own_rows'}",
        "explain {'sql':'select * from users join visit on true'}",
      })
  void noErrorTells(String call) {
    int space = call.indexOf(' ');
    assertThat(
            closed
                .error(call.substring(0, space), call.substring(space + 1))
                .toString()
                .replace("anary_", "")
                .replace("\"anary\"", ""))
        .doesNotContain("canary");
  }

  @Test
  void noResourceTells() {
    var listed = open.answer("resources/list", Json.object()).toString();
    assertThat(listed).contains("canary_view", "canary_child", "canary_vault");
    var list = closed.answer("resources/list", Json.object()).toString();
    assertThat(list).contains("table://public/users").doesNotContain("canary");
    for (var name : List.of("users", "numbers", "through", "guarded", "visit", "own_rows")) {
      for (var scheme : List.of("table", "schema")) {
        var uri = Json.object().put("uri", scheme + "://public/" + name);
        assertThat(closed.answer("resources/read", uri).toString())
            .as(uri.toString())
            .doesNotContain("canary");
      }
    }
  }

  @Test
  void noCompletionTells() {
    assertThat(completed(open, "table")).contains("canary");
    assertThat(completed(closed, "table")).contains("users").doesNotContain("canary");
  }

  private static String completed(ToolClient client, String argument) {
    var params = Json.object();
    params.putObject("ref").put("type", "ref/resource").put("uri", "table://{schema}/{table}");
    params.putObject("argument").put("name", argument).put("value", "");
    return client.answer("completion/complete", params).toString();
  }
}
