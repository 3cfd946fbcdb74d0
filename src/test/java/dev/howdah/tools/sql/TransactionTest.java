package dev.howdah.tools.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@OnEveryPostgres
final class TransactionTest {

  private final TestDatabase database;
  private final ToolClient client;

  TransactionTest(TestDatabase database) {
    this.database = database;
    this.client = ToolClient.writing(database, database.owner());
  }

  @BeforeEach
  void tables() {
    database.run(
        """
        drop table if exists task, workflows cascade;
        create table workflows (
          id bigint generated always as identity (start with 9007199254740993) primary key,
          name text unique,
          data jsonb
        );
        create table task (
          task_id uuid default gen_random_uuid(),
          workflow_id bigint references workflows deferrable initially deferred,
          note jsonb,
          tags text[]
        )""");
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void tellsWhatCreateTableAsKeeps() {
    var results =
        run(
            "create table workflows_kept as select generate_series(1, 3) as id", "[]",
            "create materialized view workflows_shown as select 1 as id", "[]",
            "drop table workflows_kept", "[]",
            "drop materialized view workflows_shown", "[]");

    assertThat(results.at("/0/command").stringValue()).isEqualTo("CREATE TABLE AS");
    assertThat(results.at("/0/rows_affected").longValue()).isEqualTo(3);
    assertThat(results.at("/1/command").stringValue()).isEqualTo("CREATE MATERIALIZED VIEW");
    assertThat(results.at("/1/rows_affected").longValue()).isEqualTo(1);
    assertThat(results.at("/2/command").stringValue()).isEqualTo("DROP TABLE");
    assertThat(results.at("/2/rows_affected").longValue()).isZero();
  }

  @Test
  void takesTheIsolationAsSqlIsWritten() {
    client.ok("transaction", "{'isolation':'SERIALIZABLE','statements':[{'sql':'select 1'}]}");
  }

  @Test
  void handsValuesOnWithTheirTypes() {
    var results =
        run(
            "insert into workflows (name, data) values ('a', '{\"k\": [1]}') returning id, data",
            "[]",
            "insert into task (workflow_id, note) values ($1, jsonb_build_object('id', $2, 'data', $3))"
                + " returning workflow_id, note, task_id",
            "[{'from':0,'column':'id'},{'from':0,'column':'id','row':0},{'from':0,'column':'data'}]",
            "select $1 = task_id as found from task",
            "[{'from':1,'column':'task_id'}]");

    assertThat(results.at("/1/rows/0/workflow_id").stringValue()).isEqualTo("9007199254740993");
    assertThat(results.at("/1/rows/0/note"))
        .isEqualTo(json("{'id':9007199254740993,'data':{'k':[1]}}"));
    assertThat(results.at("/2/rows/0/found").booleanValue()).isTrue();
    assertThat(results.at("/0/rows_affected").longValue()).isEqualTo(1);
    assertThat(results.at("/2/rows_affected").longValue()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          insert into workflows (name) values ('a') returning id
          insert into workflows (name) values ('a') returning id as workflow_id
          insert into workflows (name) values ('a') returning *
          """)
  void findsAValueByItsName(String first) {
    var results =
        run(first, "[]", "insert into task (workflow_id) values ($1)", "['{workflow_id}']");

    assertThat(results.at("/1/rows_affected").longValue()).isEqualTo(1);
    assertThat(database.ask("select count(*) from task join workflows on id = workflow_id"))
        .isEqualTo("1");
  }

  @Test
  void takesTheNearestOfSeveral() {
    var results =
        run(
            "insert into workflows (name) values ('a') returning id",
            "[]",
            "insert into workflows (name) values ('b') returning id",
            "[]",
            "insert into task (workflow_id) values ($1) returning workflow_id",
            "['{workflow_id}']",
            "insert into task (workflow_id) values ($1) returning workflow_id",
            "['{workflow_id}']");

    assertThat(results.at("/2/rows/0/workflow_id")).isEqualTo(results.at("/1/rows/0/id"));
    assertThat(results.at("/3/rows/0/workflow_id")).isEqualTo(results.at("/1/rows/0/id"));
  }

  @Test
  void passesOnWhatOnlyLooksLikeAReference() {
    var results =
        run(
            "insert into task (note, tags) values ($1, $2) returning note, tags",
            "[{'literal':{'from':0,'column':'id'}},{'literal':'{workflow_id}'}]",
            "insert into task (note) values ($1) returning note",
            "[{'from':0,'column':'id','more':1}]");

    assertThat(results.at("/0/rows/0/note")).isEqualTo(json("{'from':0,'column':'id'}"));
    assertThat(results.at("/0/rows/0/tags")).isEqualTo(json("['workflow_id']"));
    assertThat(results.at("/1/rows/0/note")).isEqualTo(json("{'from':0,'column':'id','more':1}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'from':1,'column':'id'}            | only 0 to 0 stand
          {'from':-1,'column':'id'}           | only 0 to 0 stand
          {'from':0,'column':'nope'}          | which returns only [id, name]
          {'from':0,'column':'id','row':2}    | which returned 2
          {'from':0,'column':'id','row':-1}   | which returned 2
          {'from':'0','column':'id'}          | must have a number as from
          '{workflow_id}'                     | there are 2 rows to take it from
          '{workflow}'                        | no statement before it returned a column workflow
          '{order_id}'                        | no statement before it returned a column order_id
          """)
  void saysWhyAReferenceLeadsNowhere(String reference, String why) {
    var error =
        client.error(
            "transaction",
            statements(
                "insert into workflows (name) values ('a'), ('b') returning id, name",
                "[]",
                "insert into task (workflow_id) values ($1)",
                "[" + reference + "]"));

    assertThat(error.path("code").stringValue()).isEqualTo("ERR_008");
    assertThat(error.at("/details/statement_index").intValue()).isEqualTo(1);
    assertThat(error.path("message").stringValue())
        .contains("index 1", "nothing was kept", "Parameter $1", why);
    assertThat(database.ask("select count(*) from workflows")).isEqualTo("0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          insert into workflows (name) values ('a')      | 1 | ERR_006 | 23505
          insert into nowhere values (1)                 | 1 | ERR_006 | 42P01
          select 1 / 0                                   | 1 | ERR_006 | 22012
          select 1; select 2                             | 1 | ERR_005 |
          rollback                                       | 1 | ERR_005 |
          insert into task (workflow_id) values (1)      |   | ERR_006 | 23503
          """)
  void keepsNothingWhenOneFails(String second, Integer index, String code, String state) {
    var error =
        client.error(
            "transaction",
            statements("insert into workflows (name) values ('a')", "[]", second, "[]"));

    assertThat(error.path("code").stringValue()).isEqualTo(code);
    assertThat(error.path("message").stringValue()).contains("nothing was kept");
    assertThat(error.at("/details/sqlstate").stringValue("")).isEqualTo(state == null ? "" : state);
    assertThat(error.at("/details/statement_index").isMissingNode()).isEqualTo(index == null);
    assertThat(database.ask("select count(*) from workflows")).isEqualTo("0");
    run("insert into workflows (name) values ('a')", "[]");
    assertThat(database.ask("select count(*) from workflows")).isEqualTo("1");
  }

  @ParameterizedTest
  @CsvSource({"select 1 / 0", "insert into nowhere values (1)", "select 1; select 2"})
  void namesTheStatementThatFailedWhenItIsTheOnlyOne(String statement) {
    var error = client.error("transaction", statements(statement, "[]"));

    assertThat(error.at("/details/statement_index").intValue(-1)).isZero();
    assertThat(error.path("message").stringValue()).startsWith("The statement with index 0 failed");
  }

  @ParameterizedTest
  @CsvSource({"read committed", "repeatable read", "serializable"})
  void hasTheIsolationAskedFor(String isolation) {
    var arguments = statements("select current_setting('transaction_isolation') as level", "[]");
    var result = client.ok("transaction", arguments.put("isolation", isolation));

    assertThat(result.at("/results/0/rows/0/level").stringValue()).isEqualTo(isolation);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {'statements':[]}                                             | The argument statements must have at least 1 elements, had 0.
          {'statements':[1]}                                            | The argument statements[0] must be an object, was 1.
          {'statements':[{'params':[1]}]}                               | In statements[0]: The argument sql is missing
          {'statements':[{'sql':'select 1'},{'sql':' '}]}               | statements[1].sql is empty
          {'statements':[{'sql':'select 1','x':1}]}                     | In statements[0]: Unknown argument
          {'statements':[5]}                                            | statements[0]
          {'statements':[{'sql':'select 1'}],'isolation':'snapshot'}    | isolation must be one of
          """)
  void refusesArgumentsThatMakeNoTransaction(String arguments, String message) {
    var error = client.error("transaction", arguments);

    assertThat(error.path("code").stringValue()).isEqualTo("ERR_008");
    assertThat(error.path("message").stringValue()).contains(message);
  }

  private JsonNode run(String... sqlAndParams) {
    return client.ok("transaction", statements(sqlAndParams)).path("results");
  }

  private static ObjectNode statements(String... sqlAndParams) {
    var arguments = Json.object();
    var statements = arguments.putArray("statements");
    for (int i = 0; i < sqlAndParams.length; i += 2) {
      var statement = statements.addObject().put("sql", sqlAndParams[i]);
      statement.set("params", json(sqlAndParams[i + 1]));
    }
    return arguments;
  }

  private static JsonNode json(String text) {
    return Json.MAPPER.readTree(text.replace('\'', '"'));
  }
}
