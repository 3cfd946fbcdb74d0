package dev.howdah.transport.http;

import dev.howdah.mcp.Outgoing;
import dev.howdah.mcp.Outlet;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one answer, or of one session's unsolicited stream, in order.
 *
 * <p>Any thread may add; one connection at a time carries them to the client. A stream that can be
 * resumed numbers its events and keeps the last ones for a client that comes back (MCP 2025-11-25,
 * Resumability and Redelivery). Thread-safe.
 */
final class EventStream implements Outlet {

  /** What a stream holds for a client that does not read; then it loses the oldest. */
  private static final int MOST_UNREAD = 1_000;

  /** The same in bytes; the last message stays, however long it is. */
  private static final long MOST_BYTES = Math.min(16 << 20, Runtime.getRuntime().maxMemory() / 16);

  private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

  private final Deque<Event> events = new ArrayDeque<>();
  private final @Nullable String name;
  private final int kept;
  private long bytes;
  private long last;
  private long delivered;
  private int carrier;
  private boolean finished;
  private @Nullable Written answer;

  private EventStream(@Nullable String name, int kept) {
    this.name = name;
    this.kept = kept;
  }

  /** A stream that is lost with its connection. */
  static EventStream fleeting() {
    return new EventStream(null, 0);
  }

  /**
   * A stream that a client can resume.
   *
   * @param name begins its event ids
   * @param kept most events kept of those that were written to a client; the oldest goes first
   */
  static EventStream resumable(String name, int kept) {
    return new EventStream(name, kept);
  }

  /** Writes the message down at once, so that nothing else of its making is held. */
  @Override
  public void send(Outgoing message) {
    add(Written.of(message));
  }

  private synchronized void add(Written message) {
    if (!finished) {
      events.add(new Event(++last, message.json()));
      bytes += message.json().length;
      trim();
      notifyAll();
    }
  }

  /** Adds the last message, if there is one, and ends the stream. */
  void finish(Optional<Outgoing> message) {
    Optional<Written> written = Optional.empty();
    try {
      written = message.map(Written::of);
    } finally {
      end(written);
    }
  }

  private synchronized void end(Optional<Written> message) {
    if (!finished) {
      answer = message.orElse(null);
      message.ifPresent(this::add);
      finished = true;
      notifyAll();
    }
  }

  private void trim() {
    while (events.size() > MOST_UNREAD
        || (bytes > MOST_BYTES && events.size() > 1)
        || (events.size() > kept && events.getFirst().number() <= delivered)) {
      bytes -= events.remove().json().length;
    }
  }

  /**
   * Waits for the first message or the end.
   *
   * @return whether it ended in time and said nothing but its answer, if that
   */
  synchronized boolean brief(Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    for (long left = millisTo(end); last == 0 && !finished && left > 0; left = millisTo(end)) {
      wait(left);
    }
    return finished && (last == 0 || (last == 1 && answer != null));
  }

  /** Waits for the end; gives the answer, if there was one. */
  synchronized Optional<Written> answer() throws InterruptedException {
    while (!finished) {
      wait();
    }
    return Optional.ofNullable(answer);
  }

  private static long millisTo(long end) {
    return (end - System.nanoTime() + 999_999) / 1_000_000;
  }

  /** The number of the last event that was written to a client. */
  synchronized long delivered() {
    return delivered;
  }

  /** How many events were not yet written to a client. */
  synchronized long unread() {
    return last - delivered;
  }

  @Override
  public synchronized boolean drained() {
    return finished || unread() <= 0;
  }

  /** What it holds, in bytes. */
  synchronized long bytes() {
    return bytes;
  }

  /** Whether there ever was an event of this number; 0 stands for the beginning. */
  synchronized boolean reached(long number) {
    return number >= 0 && number <= last;
  }

  synchronized boolean finished() {
    return finished;
  }

  /**
   * Carries events to a client until the stream ends; a newer carrier ends an older one.
   *
   * @param after the number of the last event the client has
   * @param prime whether to begin with an event that only brings an id to come back with
   * @param pulse how often to write a comment while there is nothing to say, which is how a lost
   *     client is noticed
   * @throws IOException when the client is gone; what it did not get stays
   */
  void carry(OutputStream out, long after, boolean prime, Duration pulse)
      throws IOException, InterruptedException {
    int mine = begin();
    if (prime && name != null) {
      out.write(("id: " + name + "-" + after + "\ndata: \n\n").getBytes(StandardCharsets.UTF_8));
    } else {
      out.write(COMMENT);
    }
    // Some clients wait for the headers, which go out with the first bytes.
    out.flush();
    long sent = after;
    while (true) {
      switch (next(mine, sent, pulse)) {
        case Pause.OVER -> {
          return;
        }
        case Pause.PULSE -> out.write(COMMENT);
        case Event event -> {
          write(out, event);
          sent = event.number();
        }
      }
      out.flush();
    }
  }

  private synchronized int begin() {
    notifyAll();
    return ++carrier;
  }

  /** Notes how far the client has been served, and waits for what comes next. */
  private synchronized Step next(int mine, long sent, Duration pulse) throws InterruptedException {
    delivered = Math.max(delivered, sent);
    trim();
    long end = System.nanoTime() + pulse.toNanos();
    while (carrier == mine) {
      for (Event event : events) {
        if (event.number() > sent) {
          return event;
        }
      }
      if (finished) {
        return Pause.OVER;
      }
      long left = millisTo(end);
      if (left <= 0) {
        return Pause.PULSE;
      }
      wait(left);
    }
    return Pause.OVER;
  }

  private void write(OutputStream out, Event event) throws IOException {
    String id = name == null ? "" : "id: " + name + "-" + event.number() + "\n";
    out.write((id + "data: ").getBytes(StandardCharsets.UTF_8));
    out.write(event.json());
    out.write('\n');
    out.write('\n');
  }

  /** What comes next on the wire. */
  private sealed interface Step {}

  @SuppressWarnings("ArrayRecordComponent") // Nobody compares events.
  private record Event(long number, byte[] json) implements Step {}

  private enum Pause implements Step {
    PULSE,
    OVER
  }
}
