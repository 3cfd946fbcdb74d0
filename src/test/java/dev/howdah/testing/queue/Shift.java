package dev.howdah.testing.queue;

import static dev.howdah.testing.queue.PgQueuer.traceback;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * A day at a queue, the same every time: what two living workers and a dead one did, what waits,
 * what failed and what is to come.
 */
public final class Shift {

  /** Lives, and works at email and report. */
  public static final UUID ANN = UUID.fromString("00000000-0000-4000-8000-00000000000a");

  /** Lives, and works at thumbnail. */
  public static final UUID BOB = UUID.fromString("00000000-0000-4000-8000-00000000000b");

  /** Was killed ten minutes ago with two jobs in hand. */
  public static final UUID DEAD = UUID.fromString("00000000-0000-4000-8000-00000000000d");

  private Shift() {}

  /** Fills an empty queue. Some of the log is folded into the statistics, the rest is not. */
  public static void fill(PgQueuer queue) {
    done(queue);
    queue.fold();
    failures(queue);
    running(queue);
    waiting(queue);
    queue.schedule("0 3 * * *", "cleanup", ofHours(5), ofHours(-19));
    queue.schedule("* * * * *", "tick", ofSeconds(30), ofSeconds(-30));
    queue.schedule("0 0 1 1 *", "yearly", null, ofHours(-900));
    queue.pickSchedule("tick", ofMinutes(10));
  }

  /** Fifty that went well, five that were canceled, an hour or two ago. */
  private static void done(PgQueuer queue) {
    for (int i = 0; i < 50; i++) {
      long job = queue.enqueue(i % 5 == 0 ? "report" : "email", 0, "{\"n\":1}", ofMinutes(120 - i));
      queue.claim(job, ANN, ofMinutes(119 - i));
      queue.finish(job, "successful", null, ofMinutes(119 - i).minusSeconds(i));
    }
    for (int i = 0; i < 5; i++) {
      long job = queue.enqueue("report", 1, null, ofMinutes(100));
      queue.finish(job, i < 4 ? "canceled" : "deleted", null, ofMinutes(99));
    }
  }

  private static void failures(PgQueuer queue) {
    for (int i = 0; i < 3; i++) {
      long job = queue.enqueue("email", 0, "{\"to\":\"nobody\"}", ofMinutes(50 - i));
      queue.claim(job, ANN, ofMinutes(49 - i));
      queue.finish(
          job, "exception", traceback(job, "ValueError", "no such user", 0), ofMinutes(48 - i));
    }
    if (!queue.version().attempts()) {
      return;
    }
    long held = queue.enqueue("report", 2, "{\"year\":2026}", ofMinutes(40));
    queue.claim(held, ANN, ofMinutes(39));
    queue.hold(held, traceback(held, "KeyError", "year", 0), ofMinutes(38));
    long again = queue.enqueue("email", 0, "{\"to\":\"ann\"}", ofMinutes(30));
    for (int attempt = 1; attempt <= 4; attempt++) {
      queue.claim(again, ANN, ofMinutes(30 - 5L * attempt).plusSeconds(10));
      queue.retry(
          again,
          traceback(again, "TimeoutError", "no answer", attempt),
          ofMinutes(30 - 5L * attempt),
          attempt < 4 ? ofMinutes(29 - 5L * attempt) : ofMinutes(-20));
    }
  }

  private static void running(PgQueuer queue) {
    for (int i = 0; i < 2; i++) {
      long job = queue.enqueue("email", 0, "{}", ofMinutes(15));
      queue.claim(job, DEAD, ofMinutes(12));
      queue.heartbeat(job, ofMinutes(10).plusSeconds(i));
    }
    long report = queue.enqueue("report", 0, "{}", ofMinutes(2));
    queue.claim(report, ANN, ofMinutes(1));
    queue.heartbeat(report, ofSeconds(5));
    long email = queue.enqueue("email", 0, "{}", ofMinutes(2));
    queue.claim(email, ANN, ofSeconds(20));
    long thumbnail = queue.enqueue("thumbnail", 0, "{}", ofMinutes(7));
    queue.claim(thumbnail, DEAD, ofMinutes(6));
    queue.claim(thumbnail, BOB, ofSeconds(15));
  }

  /** A payload of each kind, a deferred job and one that nobody works at. */
  private static void waiting(PgQueuer queue) {
    queue.enqueue("email", 5, "{\"to\": \"bob\"}", ofMinutes(3));
    queue.enqueue("email", 0, "Grüße", ofMinutes(4));
    queue.dedupe(queue.enqueue("email", 0, "", ofMinutes(5)), "welcome-7");
    queue.enqueue("email", 0, null, ofMinutes(6));
    byte[] png = {(byte) 0x89, 'P', 'N', 'G', 0, (byte) 0xff};
    queue.enqueue(
        "thumbnail", 0, png, "{\"trace\": {\"id\": \"4bf9\"}}", ofMinutes(8), ofMinutes(8));
    queue.enqueue(
        "report", 0, "{}".getBytes(StandardCharsets.UTF_8), null, ofHours(3), ofHours(-6));
    queue.enqueue("nobody", 0, "{}", ofHours(30));
  }
}
