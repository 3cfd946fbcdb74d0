package dev.howdah.tools.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.resilience.Cancellation;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class TurnstileTest {

  private final Turnstile turnstile = new Turnstile();

  @Test
  void letsTheNextInWhenOneLeaves()
      throws InterruptedException, ExecutionException, TimeoutException {
    assertThat(turnstile.enter(new Cancellation())).isFalse();
    var next = CompletableFuture.supplyAsync(() -> turnstile.enter(new Cancellation()));
    assertThat(next).isNotCompleted();
    turnstile.leave();
    // It may have come before or after the other left.
    assertThat(next.get(20, TimeUnit.SECONDS)).isIn(true, false);
    turnstile.leave();
    assertThat(turnstile.enter(new Cancellation())).isFalse();
  }

  @Test
  void endsAWaitWithItsCall() {
    turnstile.enter(new Cancellation());
    var cancellation = new Cancellation();
    var waiting = CompletableFuture.supplyAsync(() -> turnstile.enter(cancellation));
    cancellation.cancel("gone");
    assertThat(waiting)
        .failsWithin(Duration.ofSeconds(20))
        .withThrowableOfType(ExecutionException.class)
        .havingCause()
        .isInstanceOfSatisfying(
            CallException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
    turnstile.leave();
    assertThat(turnstile.enter(new Cancellation())).isFalse();
  }

  @Test
  void letsNobodyInWhoseCallHasEnded() {
    var cancellation = new Cancellation();
    cancellation.cancel("gone");
    assertThatThrownBy(() -> turnstile.enter(cancellation)).isInstanceOf(CallException.class);
    assertThat(turnstile.enter(new Cancellation())).isFalse();
  }
}
