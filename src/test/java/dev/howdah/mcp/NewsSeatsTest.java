package dev.howdah.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.howdah.mcp.NewsSeats.Seat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
final class NewsSeatsTest {

  private static final long LARGE = 800 << 10;
  private static final Duration LONG = Duration.ofMinutes(1);

  @Test
  void aCallerHasSoManyStreams() {
    var seats = new NewsSeats();
    List<Seat> taken = new ArrayList<>();
    for (int i = 0; i < NewsSeats.STREAMS; i++) {
      taken.add(seats.take("ann", 1));
    }

    refused(seats, "ann", 1);
    seats.take("bob", 1).close();
    taken.getFirst().close();
    seats.take("ann", 1).close();
  }

  @Test
  void theStreamsOfACallerTellOfSoManyTasks() {
    var seats = new NewsSeats();
    Seat first = seats.take("ann", NewsSeats.TASKS - 1);

    refused(seats, "ann", 2);
    seats.take("bob", 2).close();
    first.close();
    seats.take("ann", 2).close();
  }

  @Test
  void allStreamsLeaveTheWorkItsPlaces() {
    var seats = new NewsSeats();
    seats.take("ann", NewsSeats.TASKS);
    seats.take("bob", NewsSeats.TASKS);

    refused(seats, "eve", NewsSeats.TASKS);
  }

  private static void refused(NewsSeats seats, String owner, int tasks) {
    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(() -> seats.take(owner, tasks))
        .satisfies(e -> assertThat(e.code()).isEqualTo(-32602));
  }

  @Test
  void aClientThatDoesNotReadIsGivenUp() throws InterruptedException {
    var seats = new NewsSeats(1 << 20, Duration.ofMillis(200));

    assertThat(seats.deliver(LARGE, () -> {}, () -> false)).isFalse();
    assertThat(seats.deliver(LARGE, () -> {}, () -> true)).isTrue();
  }

  @Test
  void whatIsSmallDoesNotWait() throws Exception {
    var seats = new NewsSeats(1 << 20, LONG);

    assertThat(seats.deliver(1_000, () -> {}, () -> false)).isTrue();
  }

  @Test
  void aLargeMessageIsNotMadeBeforeThereIsRoom() throws Exception {
    var seats = new NewsSeats(1 << 20, LONG);
    var made = new CountDownLatch(1);
    var read = new AtomicBoolean();
    var second = new AtomicBoolean();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> one = executor.submit(() -> seats.deliver(LARGE, made::countDown, read::get));
      made.await();
      Future<Boolean> two =
          executor.submit(() -> seats.deliver(LARGE, () -> second.set(true), () -> true));
      Thread.sleep(200);
      assertThat(second).isFalse();

      read.set(true);

      assertThat(one.get()).isTrue();
      assertThat(two.get()).isTrue();
      assertThat(second).isTrue();
    }
  }
}
