package dev.howdah.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.resilience.Cancellation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CallerTurnsTest {

  private static final Duration BRIEF = Duration.ofMillis(20);

  private final CallerTurns turns = new CallerTurns();

  @Test
  void countsEachCallerApart() {
    try (var _ = turns.take("a", 1, BRIEF, new Cancellation())) {
      try (var _ = turns.take("b", 1, BRIEF, new Cancellation())) {
        var refused =
            catchThrowableOfType(
                CallException.class, () -> turns.take("a", 1, BRIEF, new Cancellation()).close());
        assertThat(refused.code()).isEqualTo(ErrorCode.RATE_LIMITED);
        assertThat(refused.details()).containsKey("retry_after_ms");
      }
    }
    turns.take("a", 1, BRIEF, new Cancellation()).close();
  }

  @Test
  void whatGoesOnCountsForItsCaller() {
    Turn left;
    try (var _ = turns.take("a", 1, BRIEF, new Cancellation())) {
      left = turns.keep("a");
    }

    var refused =
        catchThrowableOfType(
            CallException.class, () -> turns.take("a", 1, BRIEF, new Cancellation()).close());
    assertThat(refused.code()).isEqualTo(ErrorCode.RATE_LIMITED);
    turns.take("b", 1, BRIEF, new Cancellation()).close();
    left.close();
    turns.take("a", 1, BRIEF, new Cancellation()).close();
  }

  @Test
  void whoHasNoLimitKeepsNothing() {
    turns.keep("a").close();

    turns.take("a", 1, BRIEF, new Cancellation()).close();
  }

  @Test
  void aCancelledWaitEndsAtOnce() {
    var cancellation = new Cancellation();
    cancellation.cancel("gave up");
    try (var _ = turns.take("a", 1, BRIEF, new Cancellation())) {
      var refused =
          catchThrowableOfType(
              CallException.class,
              () -> turns.take("a", 1, Duration.ofMinutes(1), cancellation).close());
      assertThat(refused.code()).isEqualTo(ErrorCode.CANCELLED);
    }
  }

  @Test
  void zeroIsNoLimit() {
    try (var _ = turns.take("a", 0, BRIEF, new Cancellation());
        var second = turns.take("a", 0, BRIEF, new Cancellation())) {
      assertThat(second).isNotNull();
    }
  }
}
