package dev.howdah.tools.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.NeedsPgvector;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** A condition stays a condition: what closes, ends, adds or reaches more is refused. */
@NeedsPgvector
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InjectionTest {

  /** Each tries to be more than an expression, or to reach what is not open. */
  private static final List<String> ATTEMPTS =
      List.of(
          "true) union select 1, password, 'x', now(), 0 from secret where (true",
          "true)) union all select id, password, '', now(), 0 from secret --",
          "true) or (true",
          "false) is null or (true",
          "true); drop table document; --",
          "true; drop table document",
          "true;",
          "; select 1",
          "true); delete from document where (true",
          "true) order by (select password from secret limit 1",
          "true order by id",
          "true limit 1000000",
          "true offset 1",
          "true fetch first row only",
          "true for update",
          "true for share nowait",
          "true for read only",
          "true group by id",
          "true having true",
          "true window w as (order by id)",
          "true union select 1",
          "true intersect select 1",
          "true except select 1",
          "true) limit 1000 offset (0",
          "true) for update of document; select (1",
          "true /*",
          "/* */ /* true",
          "true --\n) union select 1 from secret where (true",
          "-- true",
          "/* nothing */",
          "'",
          "title = 'x",
          "title = $$x",
          "title = $tag$x",
          "title = E'\\'",
          "\"title",
          "title = U&'\\0027",
          "select true",
          "values (true)",
          "table secret",
          "with x as (select 1) select true",
          "id = 1, id = 2",
          "id as x",
          "true into outfile",
          "true) as nearest, secret as (x",
          "true) as a(b, c), lateral (select password from secret",
          "",
          "   ",
          "\n\t",
          "id in (select id from secret)",
          "exists (select from secret where password like 'h%')",
          "(select password from secret) is not null",
          "title = (select rolpassword from pg_authid limit 1)",
          "pg_sleep(10) is null",
          "pg_read_file('/etc/passwd') is not null",
          "pg_terminate_backend(1)",
          "lo_import('/etc/passwd') > 0",
          "set_config('statement_timeout', '0', false) is not null",
          "set_config('role', 'postgres', false) is not null",
          "nextval('document_id_seq') > 0",
          "query_to_xml('select * from secret', true, true, '') is not null",
          "dblink('x', 'select 1') is null",
          "pg_advisory_lock(1) is null",
          "id = 1 and (with d as (delete from document returning id) select count(*) from d) > 0",
          "id = (insert into document (title) values ('x') returning id)",
          "exists (select from document for update)",
          "exists (select into temp t from document)",
          "repeat(repeat('x', 100000), 100000) = ''",
          "\"vector arm\".id = 1",
          "\"nearest\".\"distance\" < 1",
          "id = $9",
          "id = $0",
          "true\u0000");

  private final TestDatabase database;
  private final ToolClient client;

  InjectionTest(TestDatabase database) {
    this.database = database;
    this.client = Shop.client(database);
  }

  @BeforeAll
  void fill() {
    database.run(Shop.DOCUMENTS);
    database.run(Shop.withhold(database, "secret"));
  }

  @AfterAll
  void close() {
    client.close();
  }

  @Test
  void triesManyWays() {
    assertThat(ATTEMPTS).doesNotHaveDuplicates().hasSizeGreaterThan(40);
  }

  @ParameterizedTest
  @FieldSource("ATTEMPTS")
  void refuses(String condition) {
    refused(arguments(condition));
  }

  @ParameterizedTest
  @FieldSource("ATTEMPTS")
  void refusesInAHybridSearch(String condition) {
    refused(arguments(condition).put("text_query", "apple").put("text_column", "title"));
  }

  private void refused(ObjectNode arguments) {
    String before = fingerprint();
    var error = client.error("vector_search", arguments);
    assertThat(error.path("code").stringValue()).isIn("ERR_005", "ERR_006", "ERR_008", "ERR_011");
    assertThat(error.toString()).doesNotContain("hunter2").doesNotContain("root:");
    assertThat(fingerprint()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id in (1, 2)",
        "(id = 1) or (id = 2)",
        "(select true)",
        "case when id = 1 then true else false end",
        "document.kind = 'fruit' -- only those",
        "/* only */ kind = 'fruit'",
        "title ~ '^(red|green)' and kind <> ') union select 1 --'",
        "kind = $$fruit$$",
        "exists (select from document other where other.id > document.id)",
        "id = any (array[1, 2])",
        "id between 1 and 2",
        "not title like '%;%'",
        "true"
      })
  void letsExpressionsPass(String condition) {
    assertThat(client.ok("vector_search", arguments(condition)).path("row_count").intValue())
        .isPositive();
    assertThat(
            client
                .ok(
                    "vector_search",
                    arguments(condition).put("text_query", "apple").put("text_column", "title"))
                .path("row_count")
                .intValue())
        .isPositive();
  }

  private static ObjectNode arguments(String condition) {
    ObjectNode arguments =
        Json.object().put("table", "document").put("embedding_column", "embedding");
    arguments.putArray("query_embedding").add(1).add(0).add(0);
    return arguments.put("where_clause", condition);
  }

  /** Rows, sequences, tables and settings, as anybody can see them. */
  private String fingerprint() {
    return Objects.requireNonNull(
        database.ask(
            """
        select concat_ws('|',
          (select md5(string_agg(d::text, ';' order by id)) from document d),
          (select md5(string_agg(s::text, ';' order by id)) from secret s),
          (select last_value || ' ' || is_called from document_id_seq),
          (select string_agg(relname, ',' order by relname) from pg_class
           where relnamespace = 'public'::regnamespace),
          (select count(*) from pg_locks where locktype = 'advisory'),
          (select count(*) from pg_db_role_setting))
        """));
  }
}
