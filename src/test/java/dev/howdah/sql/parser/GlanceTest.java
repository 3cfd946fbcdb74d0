package dev.howdah.sql.parser;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class GlanceTest {

  private static final Duration ENDLESS = Duration.ofDays(1);
  private static final Duration NONE = Duration.ZERO;

  @Test
  void looksUntilItIsThere() {
    var asked = new AtomicInteger();

    new Glance(ENDLESS, 2).at(() -> asked.incrementAndGet() == 1000);

    assertThat(asked).hasValue(1000);
  }

  @Test
  void givesUpAfterItsTime() {
    long start = System.nanoTime();

    new Glance(Duration.ofMillis(2), 2).at(() -> false);

    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(2_000_000);
  }

  @Test
  void doesNotLookOnTheOnlyProcessor() {
    assertThat(looks(new Glance(NONE, 1), 10, call -> true)).isEmpty();
  }

  /** Whoever looks within a look finds no room: two processors have room for one. */
  @Test
  void leavesHalfOfTheProcessorsAlone() {
    var glance = new Glance(ENDLESS, 2);
    var asked = new AtomicInteger();

    glance.at(
        () -> {
          glance.at(() -> asked.incrementAndGet() > 0);
          return true;
        });

    assertThat(asked).hasValue(0);
  }

  @Test
  void leavesOutTwiceAsManyAfterEachLookInVain() {
    assertThat(looks(new Glance(NONE, 2), 130, call -> false))
        .containsExactly(0, 2, 6, 14, 30, 62, 126);
  }

  @Test
  void looksAgainWhenALookWasWorthIt() {
    var glance = new Glance(NONE, 2);
    looks(glance, 15, call -> false);

    assertThat(looks(glance, 40, call -> true)).hasSize(25).contains(15, 16, 39);
  }

  /** At which of so many calls it looks. */
  private static List<Integer> looks(Glance glance, int calls, IntPredicate there) {
    List<Integer> looks = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      int call = i;
      glance.at(
          () -> {
            looks.add(call);
            return there.test(call);
          });
    }
    return looks;
  }
}
