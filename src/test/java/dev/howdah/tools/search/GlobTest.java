package dev.howdah.tools.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.testing.Quickest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

  @ParameterizedTest
  @CsvSource({
    "order%, orders, true",
    "order%, Order, true",
    "order*, reorder, false",
    "%order, reorder, true",
    "%order, order_items, false",
    "o%r%, order, true",
    "o%r%r, order, true",
    "o%r%r%r, order, false",
    "a%a, a, false",
    "a%a, aa, true",
    "%, '', true",
    "%%, x, true",
    "%ab%ab%, xabab, true",
    "%ab%ab%, xaba, false",
    "%b%ab, abab, true",
    "GRÖ%, größe, true",
    "a\\%b%, a%bc, true",
    "a\\%b%, axbc, false",
    "a.b%, axb, false",
    "%\\, x\\, true",
  })
  void comparesAWholeName(String pattern, String name, boolean fits) {
    assertThat(Glob.of(pattern).matches(name)).isEqualTo(fits);
  }

  /** A regular expression would try every way to share the letters out among the wildcards. */
  @Test
  void takesNoTimeForManyWildcards() throws Exception {
    var pattern = Glob.of("%a".repeat(40) + "%b");
    var name = "a".repeat(189);
    var quickest =
        Quickest.of(
            Duration.ofSeconds(10),
            () -> {
              assertThat(pattern.matches(name)).isFalse();
              assertThat(pattern.matches(name + "b")).isTrue();
            });
    assertThat(quickest).isLessThan(Duration.ofSeconds(10));
  }
}
