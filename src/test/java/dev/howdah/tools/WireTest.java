package dev.howdah.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.Approved;
import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What clients see, word for word. */
@OnPostgres
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WireTest {

  private static final Path FILES = Path.of("src/test/resources/approved");

  private final TestDatabase database;
  private final ToolClient client;

  WireTest(TestDatabase database) {
    this.database = database;
    this.client = ToolClient.of(database, database.reader());
  }

  @BeforeAll
  void tables() {
    database.run(
        """
        create type size as enum ('small', 'large');
        create table author (author_id integer primary key, name text not null unique);
        comment on table author is 'Who wrote them';
        create table book (
          book_id bigint generated always as identity primary key,
          author_id integer not null references author on delete cascade,
          title text not null,
          size size default 'small',
          price numeric(8,2) check (price >= 0),
          tags text[] not null default '{}',
          added timestamptz not null
        );
        create index book_title on book (lower(title));
        create view cheap as select title, price from book where price < 10;
        create table secret (a integer);
        insert into author values (1, 'Ann'), (2, 'Bob');
        insert into book (author_id, title, price, tags, added) values
          (1, 'Ducks | "geese"', 9.50, '{bird,"x, y"}', '2025-01-31 12:00+00'),
          (2, 'Empty', null, '{}', '2025-06-30 23:59:59.5+00');
        analyze""");
    database.run("revoke all on secret from " + database.reader().user());
  }

  @AfterAll
  void close() {
    client.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "query           | query          | {'sql':'select * from book order by book_id'}",
        "query-markdown  | query          | {'sql':'select * from book order by book_id','format':'markdown'}",
        "query-csv       | query          | {'sql':'select * from book order by book_id','format':'csv'}",
        "query-tsv       | query          | {'sql':'select * from book order by book_id','format':'tsv'}",
        "query-truncated | query          | {'sql':'select title from book where price > $1 or $1 is null order by 1','params':[null],'row_limit':1,'format':'csv'}",
        "list_schemas    | list_schemas   | {}",
        "list_tables     | list_tables    | {'schema':'public','page_size':2}",
        "describe_table  | describe_table | {'table':'book'}",
        "describe_view   | describe_table | {'table':'cheap'}",
        "get_indexes     | get_indexes    | {'table':'book'}",
        "get_foreign_keys | get_foreign_keys | {'table':'author','schema':'public'}",
        "search_objects  | search_objects | {'pattern':'author name'}",
        "search_full     | search_objects | {'pattern':'book','object_type':'table','detail':'full'}",
        "find_relationships | find_relationships | {'table':'book'}",
        "get_schema      | get_schema     | {'format':'full'}",
        "db_identity     | db_identity    | {}",
        "server_info     | server_info    | {}",
      })
  void answers(String file, String tool, String arguments) {
    var result = client.call(tool, arguments);
    assertThat(result.path("isError").booleanValue(false)).isFalse();
    check("calls/" + file, tool, arguments, result);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ERR_005-write           | query          | {'sql':'delete from book'}",
        "ERR_005-two-statements  | query          | {'sql':'select 1; select 2'}",
        "ERR_006-syntax          | query          | {'sql':'select * form book'}",
        "ERR_006-unknown-column  | query          | {'sql':'select titel from book'}",
        "ERR_008-missing         | query          | {}",
        "ERR_008-bounds          | list_tables    | {'page_size':1001}",
        "ERR_008-unknown         | list_tables    | {'scheme':'public'}",
        "ERR_008-both            | query          | {'sql':'select 1','params':[],'parameters':[]}",
        "ERR_008-database        | query          | {'sql':'select 1','database':'prod'}",
        "ERR_008-cursor          | list_tables    | {'cursor':'AAAA'}",
        "ERR_008-no-such-table   | describe_table | {'table':'secret'}",
        "ERR_010-statement       | query          | {'sql':'select count(*) from generate_series(1, 99999) a, generate_series(1, 99999) b','timeout_ms':50}",
        "ERR_011-privilege       | query          | {'sql':'select * from secret'}",
      })
  void refuses(String file, String tool, String arguments) {
    var error = client.error(tool, arguments);
    assertThat(file).startsWith(error.path("code").stringValue());
    check("errors/" + file, tool, arguments, client.call(tool, arguments));
  }

  @Test
  void saysThatALockWasNotHad() throws SQLException {
    try (var holder = database.connect(database.owner());
        var statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("lock table author");
      var arguments = "{'sql':'select * from author'}";
      check("errors/ERR_010-lock", "query", arguments, client.call("query", arguments));
      holder.rollback();
    }
  }

  @Test
  void saysThatThereIsNoDatabase() throws IOException {
    try (var without = new ToolClient(ToolClient.QUERY)) {
      check(
          "errors/ERR_001-not-configured",
          "list_schemas",
          "{}",
          without.call("list_schemas", "{}"));
    }
    int port;
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
    }
    var down = ToolClient.database("down", "postgresql://me@127.0.0.1:%d/x".formatted(port));
    try (var without = new ToolClient(ToolClient.QUERY, down)) {
      var text = without.call("db_identity", "{}").toString();
      check(
          "errors/ERR_001-down",
          "db_identity",
          "{}",
          Json.MAPPER.readTree(text.replace(Integer.toString(port), "PORT")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2025-11-25", "2026-07-28"})
  void listsTheTools(String revision) {
    JsonNode answer;
    if (revision.equals(ToolClient.REVISION)) {
      answer = client.answer("tools/list", Json.object());
    } else {
      try (var session = ToolClient.of(database, database.reader())) {
        var initialize = Json.object().put("method", "initialize");
        var params = initialize.putObject("params").put("protocolVersion", revision);
        params.putObject("capabilities");
        params.putObject("clientInfo").put("name", "test").put("version", "0");
        assertThat(session.answer(initialize).at("/result/protocolVersion").stringValue())
            .isEqualTo(revision);
        answer = session.answer(Json.object().put("method", "tools/list"));
      }
    }
    Approved.check(
        FILES.resolve("tools-list-" + revision + ".json"), pretty(answer.path("result")));
  }

  @Test
  void knowsNoOtherTool() {
    var answer = client.answer("tools/call", Json.object().put("name", "execute"));
    Approved.check(FILES.resolve("errors/unknown-tool.json"), pretty(answer.path("error")));
  }

  private void check(String file, String tool, String arguments, JsonNode result) {
    ObjectNode both = Json.object().put("tool", tool);
    both.set("arguments", Json.MAPPER.readTree(arguments.replace('\'', '"')));
    both.set("result", result);
    var text =
        pretty(both)
            .replace(database.reader().user(), "READER")
            .replace(database.owner().user(), "OWNER")
            .replace(database.name(), "DATABASE")
            .replaceAll("(port\\\\?\" ?: ?)\\d+", "$10")
            .replaceAll("(size_bytes\\\\?\" ?: ?)\\d+", "$10")
            .replaceAll("(execution_time_ms\\\\?\" ?: ?)[\\d.]+", "$10")
            .replaceAll("(loaded_at\\\\?\" ?: ?\\\\?\")[^\"\\\\]+", "$1MOMENT")
            .replaceAll("(next_cursor\\\\?\" ?: ?\\\\?\")[\\w-]+", "$1CURSOR")
            .replaceAll("(server_version\\\\?\" ?: ?\\\\?\")[^\"\\\\]+", "$1VERSION");
    Approved.check(FILES.resolve(file + ".json"), text);
  }

  private static String pretty(JsonNode json) {
    return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
  }
}
