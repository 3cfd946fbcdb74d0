package dev.howdah.demo;

import static dev.howdah.demo.DemoHome.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SampleTest {

  private static final String TABLES =
      """
      select format('%I.%I', schemaname, tablename)
      from pg_tables
      where schemaname in ('shop', 'analytics') and tablename not like 'events\\_%'
      order by 1
      """;

  private static Path home = Path.of("");
  private static EmbeddedServer server;

  @BeforeAll
  static void start() throws IOException {
    home = DemoHome.fresh();
    server = DemoHome.start(home);
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
    DemoHome.awaitEnd(DemoHome.cluster(home));
    Folders.delete(home);
  }

  @ParameterizedTest
  @CsvSource({
    "analytics.campaigns, 5",
    "analytics.events, 26000",
    "analytics.exchange_rates, 180",
    "shop.\"Newsletter Signups\", 500",
    "shop.addresses, 6250",
    "shop.categories, 30",
    "shop.customers, 5000",
    "shop.employees, 60",
    "shop.inventory, 1200",
    "shop.product_prices, 1800",
    "shop.products, 600",
  })
  void hasTheseRows(String table, String rows) throws SQLException {
    assertThat(ask(server, "select count(*) from " + table)).isEqualTo(rows);
  }

  @Test
  void isTheSameWhereverItIsLoaded() throws Exception {
    var other = DemoHome.fresh();
    try (var second = DemoHome.start(other)) {
      assertThat(checksums(second)).isEqualTo(checksums(server));
    } finally {
      DemoHome.awaitEnd(DemoHome.cluster(other));
      Folders.delete(other);
    }
  }

  @Test
  void answersWhatSoldBest() throws SQLException {
    var best =
        """
        select name
        from analytics.product_sales
        where year = 2025
        order by units desc, product_id
        limit 1
        """;
    assertThat(ask(server, best)).isNotBlank();
    var busiest =
        """
        select extract(month from month)::int
        from analytics.monthly_sales
        where month >= '2025-01-01'
        order by orders desc
        limit 1
        """;
    assertThat(ask(server, busiest)).isIn("11", "12");
  }

  @Test
  void explainsEveryTable() throws SQLException {
    var silent =
        """
        select oid::regclass
        from pg_class
        where relnamespace in ('shop'::regnamespace, 'analytics'::regnamespace)
          and relkind in ('r', 'p', 'v', 'm')
          and obj_description(oid, 'pg_class') is null
        """;
    assertThat(ask(server, silent)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert into shop.categories (name) values ('Mine')",
        "update shop.orders set note = null",
        "delete from shop.reviews",
        "truncate analytics.campaigns",
        "create table shop.mine (id int)",
        "create table public.mine (id int)",
        "create temporary table mine (id int)",
        "select rolpassword from pg_authid",
        "select lo_create(0)",
        "select pg_read_file('postgresql.conf')",
        "copy shop.orders to program 'cat'",
        "refresh materialized view analytics.monthly_sales",
        "set role shop_owner",
      })
  void letsItsReaderOnlyRead(String sql) throws SQLException {
    try (var connection = DemoHome.connect(server);
        var statement = connection.createStatement()) {
      statement.execute("set default_transaction_read_only = off");
      assertThatThrownBy(() -> statement.execute(sql))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
    }
  }

  @Test
  void opensTransactionsOfItsReaderReadOnly() throws SQLException {
    assertThat(ask(server, "show transaction_read_only")).isEqualTo("on");
  }

  private static String checksums(EmbeddedServer server) throws SQLException {
    try (var connection = DemoHome.connect(server)) {
      var query =
          ask(connection, TABLES)
              .lines()
              .map(
                  table ->
                      "select '"
                          + table
                          + " ' || md5(string_agg(r::text, ' ' order by r::text)) from "
                          + table
                          + " r")
              .collect(Collectors.joining("\nunion all\n"));
      return ask(connection, query + "\norder by 1");
    }
  }
}
