package dev.howdah.mcp;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How many streams tell of tasks at a time, and how much is on its way to them. Thread-safe.
 *
 * <p>The work on tasks watches them as well; what streams may have together leaves it enough.
 */
final class NewsSeats {

  /** Most streams of one caller. */
  static final int STREAMS = 32;

  /** Most tasks that the streams of one caller tell of; one of two streams counts twice. */
  static final int TASKS = 2_000;

  /** The same of all callers; a store watches twice as many. */
  private static final int ALL_TASKS = 5_000;

  /** From here on a message waits for its turn, in bytes. */
  private static final long LARGE = 64 << 10;

  private static final int UNIT = 1 << 10;
  private static final long GLANCE = 20;

  private final Map<String, Taken> byOwner = new HashMap<>();
  private final Duration patience;
  private final int room;
  private final Semaphore free;
  private int all;

  private record Taken(int streams, int tasks) {
    Taken plus(int moreStreams, int moreTasks) {
      return new Taken(streams + moreStreams, tasks + moreTasks);
    }
  }

  /** A sixteenth of the memory for what is on its way, and a minute for a client to read. */
  NewsSeats() {
    this(Math.min(Runtime.getRuntime().maxMemory() / 16, 256 << 20), Duration.ofMinutes(1));
  }

  /**
   * Nobody listens yet.
   *
   * @param bytes how much of large messages is on its way at a time
   * @param patience how long a client has to read one, or to wait for its turn
   */
  NewsSeats(long bytes, Duration patience) {
    this.patience = patience;
    this.room = (int) Math.max(1, bytes / UNIT);
    this.free = new Semaphore(room, true);
  }

  /** The place of one stream. */
  interface Seat extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * A place for a stream that tells of so many tasks.
   *
   * @throws ProtocolException when there is none
   */
  synchronized Seat take(String owner, int tasks) {
    Taken mine = byOwner.getOrDefault(owner, new Taken(0, 0)).plus(1, tasks);
    if (mine.streams > STREAMS || mine.tasks > TASKS || all + tasks > ALL_TASKS) {
      throw ProtocolException.invalidParams(
          ("At most %d streams of a caller tell of tasks at a time, of %,d tasks together;"
                  + " close one, or ask for fewer.")
              .formatted(STREAMS, TASKS));
    }
    byOwner.put(owner, mine);
    all += tasks;
    return () -> give(owner, tasks);
  }

  private synchronized void give(String owner, int tasks) {
    all -= tasks;
    byOwner.computeIfPresent(owner, (_, taken) -> less(taken.plus(-1, -tasks)));
  }

  private static @Nullable Taken less(Taken taken) {
    return taken.streams == 0 ? null : taken;
  }

  /**
   * Sends a message; a large one when there is room for it, until the client has read it.
   *
   * @param bytes about how long it is
   * @param send makes and sends it
   * @param drained whether the client has read everything
   * @return false when the client does not read, or others do not
   */
  boolean deliver(long bytes, Runnable send, BooleanSupplier drained) throws InterruptedException {
    if (bytes < LARGE) {
      send.run();
      return true;
    }
    int units = (int) Math.min(room, bytes / UNIT);
    if (!free.tryAcquire(units, patience.toNanos(), TimeUnit.NANOSECONDS)) {
      return false;
    }
    try {
      send.run();
      return hasRead(drained);
    } finally {
      free.release(units);
    }
  }

  /**
   * Waits until a client has read everything.
   *
   * @return false when it does not read
   */
  boolean hasRead(BooleanSupplier drained) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (!drained.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      Thread.sleep(GLANCE);
    }
    return true;
  }
}
