package dev.howdah.tools.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.auth.AccessSettings;
import dev.howdah.testing.OnPostgres;
import dev.howdah.testing.TestDatabase;
import dev.howdah.testing.ToolClient;
import dev.howdah.tool.Json;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Who misspells a table hears of those that are open, and of no others. */
@OnPostgres
final class UnknownTableTest {

  private static final AccessSettings BLOCKS =
      new AccessSettings(
          true,
          List.of("public.order_tokens", "public.customers"),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          true,
          null,
          null);

  private final TestDatabase database;

  UnknownTableTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void tables() {
    database.run(
        """
        drop table if exists orders, order_tokens, customers, customer_list cascade;
        create table orders (id integer);
        create table order_tokens (id integer);
        create table customers (id integer);
        create view customer_view as select id from customers""");
  }

  @Test
  void similarNamesAreSuggested() {
    try (var client = ToolClient.of(database, database.reader())) {
      var error = error(client, "select * from ordrs");

      assertThat(error.path("code").stringValue()).isEqualTo("ERR_006");
      assertThat(error.path("message").stringValue())
          .isEqualTo("relation \"ordrs\" does not exist; did you mean public.orders?");
      assertThat(error.at("/details/similar/0").stringValue()).isEqualTo("public.orders");
      assertThat(error(client, "select * from zzz").path("message").stringValue())
          .isEqualTo("relation \"zzz\" does not exist");
    }
  }

  /** As PostgreSQL's quote_ident has them, so that they can be put into the statement. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          orderlines    | public."Order Lines"
          tables        | public."table"
          odd_names     | "My.Shop"."Odd""Name"
          """)
  void namesThatNeedQuotesHaveThem(String wrong, String quoted) {
    database.run(
        """
        drop schema if exists "My.Shop" cascade;
        create schema "My.Shop";
        create table "My.Shop"."Odd""Name" (id integer);
        drop table if exists "Order Lines", "table";
        create table "Order Lines" (id integer);
        create table "table" (id integer)""");
    try (var client = ToolClient.of(database, database.owner())) {
      var error = error(client, "select * from " + wrong);

      assertThat(error.path("message").stringValue())
          .startsWith("relation \"" + wrong + "\" does not exist; did you mean " + quoted);
      assertThat(error.at("/details/similar/0").stringValue()).isEqualTo(quoted);
      client.ok("query", Json.object().put("sql", "select * from " + quoted));
      assertThat(
              client
                  .error("describe_table", Json.object().put("table", wrong))
                  .at("/details/similar/0")
                  .stringValue())
          .isEqualTo(quoted.replace("\"\"", "'").replace("\"", "").replace("'", "\""));
    } finally {
      database.run("drop table \"Order Lines\", \"table\"; drop schema \"My.Shop\" cascade");
    }
  }

  @Test
  void whatIsClosedIsNeverSuggested() {
    try (var client = ruled()) {
      assertThat(error(client, "select * from order_token").path("message").stringValue())
          .isEqualTo(
              "\"order_token\" does not exist or is not open to you; did you mean public.orders?");
      assertThat(error(client, "select * from customer").path("message").stringValue())
          .isEqualTo(
              "\"customer\" does not exist or is not open to you; list_tables shows what is.");
    }
  }

  /** Nothing but the name tells the two answers apart. */
  @Test
  void whatIsBlockedIsAnsweredLikeWhatIsNotThere() {
    try (var client = ruled()) {
      String blocked = error(client, "select * from order_tokens").toString();
      database.run("drop table order_tokens");

      assertThat(error(client, "select * from order_tokens").toString())
          .isEqualTo(blocked)
          .contains("did you mean public.orders?");
    }
  }

  @Test
  void aNameIsShownForWhatItIs() {
    try (var client = ToolClient.of(database, database.reader())) {
      var error = error(client, "select * from \"a\u001b[2J\u202eb\"");

      assertThat(error.path("message").stringValue())
          .isEqualTo("relation \"a\\u001B[2J\\u202Eb\" does not exist");
    }
  }

  private ToolClient ruled() {
    return new ToolClient(
        ToolClient.QUERY, BLOCKS, ToolClient.database("default", database.dsn(database.reader())));
  }

  private static JsonNode error(ToolClient client, String sql) {
    return client.error("query", Json.object().put("sql", sql));
  }
}
