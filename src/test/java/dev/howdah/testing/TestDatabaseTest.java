package dev.howdah.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

@OnEveryPostgres
record TestDatabaseTest(TestDatabase database) {

  @Test
  void isOfTheVersionThatItSays() {
    assertThat(database.ask("show server_version")).startsWith(database.major() + ".");
  }

  @Test
  void isFarFromUtc() throws SQLException {
    var sql = "select setting from pg_db_role_setting, unnest(setconfig) setting";
    assertThat(database.ask(sql)).isEqualTo("TimeZone=Pacific/Chatham");
  }

  @Test
  void letsTheReaderReadAndNothingElse() throws SQLException {
    database.run("create schema shop; create table shop.item as select 7 as id");
    try (var connection = database.connect(database.reader());
        var statement = connection.createStatement()) {
      try (var rows = statement.executeQuery("select id from shop.item")) {
        assertThat(rows.next()).isTrue();
      }
      for (var forbidden :
          new String[] {
            "insert into shop.item values (8)",
            "create table shop.other (id int)",
            "create table public.other (id int)",
            "create temporary table other (id int)"
          }) {
        assertThatThrownBy(() -> statement.execute(forbidden)).hasMessageContaining("permission");
      }
    }
  }

  @Test
  void isGoneWhenClosed() {
    var server = PostgresServer.at(database.major(), database.dsn(database.superuser()));
    var other = TestDatabase.create(server, getClass());
    other.close();
    var count = "select count(*) from pg_%s where %s like '%s%%'";
    assertThat(database.ask(count.formatted("database", "datname", other.name()))).isEqualTo("0");
    assertThat(database.ask(count.formatted("roles", "rolname", other.name()))).isEqualTo("0");
    assertThatThrownBy(
            () ->
                DriverManager.getConnection(
                    other.jdbcUrl(), other.owner().user(), other.owner().password()))
        .isInstanceOf(SQLException.class);
  }
}
