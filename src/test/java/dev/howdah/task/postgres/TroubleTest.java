package dev.howdah.task.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** For how long leases that have run out are believed. */
final class TroubleTest {

  private static final Duration LEASE = Duration.ofSeconds(30);

  /** Time may be negative and overflows. */
  private long now = Long.MAX_VALUE - 1;

  private final Trouble trouble = new Trouble(() -> now);

  private void pass(int seconds) {
    now += Duration.ofSeconds(seconds).toNanos();
  }

  /** Something that takes so long. */
  private long after(int seconds) {
    long begun = now;
    pass(seconds);
    return begun;
  }

  @Test
  void withoutTroubleALeaseIsOverWhenItIsOver() {
    assertThat(trouble.grace(LEASE)).isZero();

    trouble.succeeded(now);

    assertThat(trouble.grace(LEASE)).isZero();
  }

  @Test
  void afterAnOutageLeasesMayHaveRunOutForAsLongAsItTook() {
    trouble.failed(after(10));
    for (int i = 0; i < 20; i++) {
      pass(5);
      trouble.failed(after(10));
    }
    trouble.succeeded(now);

    assertThat(trouble.grace(LEASE)).isEqualTo(LEASE.plusSeconds(10 + 20 * 15));
    pass(29);
    assertThat(trouble.grace(LEASE)).isEqualTo(LEASE.plusSeconds(10 + 20 * 15));
    pass(1);
    assertThat(trouble.grace(LEASE)).isZero();
  }

  @Test
  void oneWhoFailsLateDoesNotShortenTheOutage() {
    long early = now;
    long late = after(5);
    trouble.failed(after(10));
    trouble.failed(late);
    trouble.failed(early);
    trouble.failed(after(1));

    assertThat(trouble.grace(LEASE)).isEqualTo(LEASE.plusSeconds(16));
  }

  @Test
  void anotherOutageIsNotTheSame() {
    trouble.failed(after(100));
    pass(61);
    trouble.failed(after(3));

    assertThat(trouble.grace(LEASE)).isEqualTo(LEASE.plusSeconds(3));
  }

  @Test
  void anAnswerThatTookLongIsTroubleToo() {
    trouble.succeeded(after(1));
    assertThat(trouble.grace(LEASE)).isZero();

    trouble.succeeded(after(12));

    assertThat(trouble.grace(LEASE)).isEqualTo(LEASE.plusSeconds(12));
  }
}
