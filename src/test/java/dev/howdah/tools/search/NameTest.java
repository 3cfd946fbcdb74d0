package dev.howdah.tools.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameTest {

  @ParameterizedTest
  @CsvSource({
    "order_items, order_item",
    "OrderItems, order_item",
    "orderItem, order_item",
    "ORDER-ITEM, order_item",
    "HTTPServer2Log, http_server2_log",
    "categories, category",
    "addresses, address",
    "address, address",
    "boxes, box",
    "statuses, status",
    "status, status",
    "analysis, analysis",
    "movies, movie",
    "series, series",
    "species, species",
    "news, news",
    "people, person",
    "gas, gas",
    "Größen_ÄNDERUNG, größen_änderung",
    "'', ''",
    "'--', ''",
  })
  void splitsIntoWordsInTheSingular(String text, String joined) {
    assertThat(Name.of(text).joined()).isEqualTo(joined);
  }
}
