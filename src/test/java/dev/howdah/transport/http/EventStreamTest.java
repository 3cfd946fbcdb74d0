package dev.howdah.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.howdah.mcp.Outgoing;
import dev.howdah.tool.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class EventStreamTest {

  private static final Duration LONG = Duration.ofHours(1);

  private static Outgoing message(String text) {
    return new Outgoing(Json.object().put("x", text), 0);
  }

  private static String carried(EventStream stream, long after)
      throws IOException, InterruptedException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    stream.carry(out, after, true, LONG);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void holdsOnlySoMuchForAClientThatDoesNotRead() {
    EventStream stream = EventStream.fleeting();
    String megabyte = "x".repeat(1 << 20);
    for (int i = 0; i < 100; i++) {
      stream.send(message(megabyte));
    }

    assertThat(stream.bytes()).isBetween(1L << 20, 16L << 20);
  }

  @Test
  void holdsTheLastMessageHoweverLongItIs() {
    EventStream stream = EventStream.fleeting();
    stream.send(message("before"));
    stream.send(message("x".repeat(17 << 20)));

    assertThat(stream.bytes()).isGreaterThan(17 << 20);
    assertThat(stream.unread()).isEqualTo(2);
  }

  @Test
  void isDrainedWhenEverythingWasWritten() throws Exception {
    EventStream stream = EventStream.fleeting();
    var reader =
        Thread.ofVirtual()
            .unstarted(
                () -> {
                  try {
                    stream.carry(OutputStream.nullOutputStream(), 0, false, LONG);
                  } catch (IOException | InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    assertThat(stream.drained()).isTrue();
    stream.send(message("m"));
    assertThat(stream.drained()).isFalse();

    reader.start();

    long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (!stream.drained()) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
    stream.finish(Optional.empty());
    reader.join();
  }

  @Test
  void whatWasNotReadIsHeldBeyondWhatIsKept() throws Exception {
    EventStream stream = EventStream.resumable("s", 0);
    for (int i = 1; i <= 3; i++) {
      stream.send(message("m" + i));
    }
    stream.finish(Optional.of(message("answer")));

    assertThat(carried(stream, 0)).contains("m1", "m2", "m3", "answer", "id: s-4\n");
    assertThat(stream.bytes()).isZero();
    assertThat(carried(stream, 0)).doesNotContain("m1");
  }

  @Test
  void oneThatCannotBeResumedHasNoIdsAndKeepsNothing() throws Exception {
    EventStream stream = EventStream.fleeting();
    stream.send(message("m"));
    stream.finish(Optional.empty());

    assertThat(carried(stream, 0)).isEqualTo(":\n\ndata: {\"x\":\"m\"}\n\n");
    assertThat(stream.bytes()).isZero();
  }

  @Test
  void aNotificationIsNoAnswer() throws Exception {
    EventStream stream = EventStream.fleeting();
    stream.send(message("progress"));
    stream.finish(Optional.empty());

    assertThat(stream.brief(LONG)).isFalse();
    assertThat(stream.answer()).isEmpty();
  }

  @Test
  void isBriefWhenItHasOnlyItsAnswerOrNothing() throws Exception {
    EventStream answered = EventStream.fleeting();
    answered.finish(Optional.of(message("answer")));
    EventStream silent = EventStream.fleeting();
    silent.finish(Optional.empty());

    assertThat(answered.brief(LONG)).isTrue();
    assertThat(answered.answer()).isPresent();
    assertThat(silent.brief(LONG)).isTrue();
    assertThat(silent.answer()).isEmpty();
    assertThat(EventStream.fleeting().brief(Duration.ZERO)).isFalse();
  }

  @Test
  void nothingFollowsItsEnd() throws Exception {
    EventStream stream = EventStream.fleeting();
    stream.finish(Optional.of(message("answer")));
    stream.send(message("late"));
    stream.finish(Optional.of(message("later")));

    assertThat(carried(stream, 0)).contains("answer").doesNotContain("late");
  }
}
