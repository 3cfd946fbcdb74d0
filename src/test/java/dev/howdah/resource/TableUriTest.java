package dev.howdah.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableUriTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "public     | orders       | table://public/orders",
        "Public     | Order Items  | table://Public/Order%20Items",
        "a/b        | c?d#e&f      | table://a%2Fb/c%3Fd%23e%26f",
        "say \"so\" | 100%         | table://say%20%22so%22/100%25",
        "Größe      | 表            | table://Gr%C3%B6%C3%9Fe/%E8%A1%A8",
        "{schema}   | a+b          | table://%7Bschema%7D/a%2Bb",
        "x-y.z_~    | 👍            | table://x-y.z_~/%F0%9F%91%8D",
      })
  void standsForNames(String schema, String table, String uri) {
    var address = new TableUri(TableUri.Kind.TABLE, schema, table, null);
    assertThat(address).hasToString(uri);
    assertThat(TableUri.parse(uri)).contains(address);
    assertThat(URI.create(uri).getScheme()).isEqualTo("table");
  }

  @Test
  void namesAnotherDatabase() {
    var address = new TableUri(TableUri.Kind.SCHEMA, "public", "orders", "Shop & Co");
    assertThat(address).hasToString("schema://public/orders?database=Shop%20%26%20Co");
    assertThat(TableUri.parse(address.toString())).contains(address);
  }

  @Test
  void survivesAnyName() {
    var random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      var name = new StringBuilder();
      for (int length = 1 + random.nextInt(20); length > 0; length--) {
        int point = 1 + random.nextInt(random.nextBoolean() ? 0x7f : 0x1ffff);
        name.appendCodePoint(Character.isSurrogate((char) point) ? 'x' : point);
      }
      var address = new TableUri(TableUri.Kind.TABLE, name.toString(), name.toString(), null);
      assertThat(TableUri.parse(address.toString())).contains(address);
    }
  }

  @Test
  void readsWhatClientsLeaveUnescaped() {
    assertThat(TableUri.parse("table://Größe/say \"so\"+"))
        .contains(new TableUri(TableUri.Kind.TABLE, "Größe", "say \"so\"+", null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "table:public/orders",
        "table://public",
        "table:///orders",
        "table://public/",
        "table://public/orders/",
        "table://public/orders?",
        "table://public/orders?database=",
        "table://public/orders?limit=5",
        "table://public/orders?database=a&database=b",
        "table://public/orders#rows",
        "tables://public/orders",
        "table://public/%",
        "table://public/%4",
        "table://public/%GG",
        "table://public/%FF",
        "table://public/%C3",
        "table://public/a%00b",
      })
  void refusesWhatIsNoAddress(String uri) {
    assertThat(TableUri.parse(uri)).isEmpty();
  }

  @Test
  void refusesWhatIsTooLong() {
    assertThat(TableUri.parse("table://public/" + "x".repeat(2_000))).isEmpty();
  }
}
