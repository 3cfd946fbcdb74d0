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
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
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
  static final int MOST_UNREAD = 10_000;

  private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Event> events = new ArrayDeque<>();
  private final @Nullable String name;
  private final int kept;
  private long last;
  private long delivered;
  private boolean finished;
  private int carrier;

  /**
   * A stream.
   *
   * @param name begins its event ids; null for a stream that cannot be resumed
   * @param kept most events kept; the oldest goes first
   */
  EventStream(@Nullable String name, int kept) {
    this.name = name;
    this.kept = Math.max(kept, 1);
  }

  @Override
  public void send(Outgoing message) {
    add(message);
  }

  /** Adds the last message, if there is one, and ends the stream. */
  void finish(Optional<Outgoing> answer) {
    lock.lock();
    try {
      if (!finished) {
        answer.ifPresent(this::add);
        finished = true;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void add(Outgoing message) {
    lock.lock();
    try {
      if (finished) {
        return;
      }
      events.add(new Event(++last, message));
      if (events.size() > kept) {
        events.remove();
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for the first message or the end.
   *
   * @return the answer, when it is all there is to say and came in time
   */
  Optional<Outgoing> only(Duration patience) {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (events.isEmpty() && !finished && left > 0) {
        left = changed.awaitNanos(left);
      }
      return finished && events.size() == 1
          ? Optional.of(events.getFirst().message())
          : Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the end; the last message is the answer. */
  Optional<Outgoing> answer() {
    lock.lock();
    try {
      while (!finished) {
        changed.await();
      }
      return Optional.ofNullable(events.peekLast()).map(Event::message);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** The number of the last event that was written to a client. */
  long delivered() {
    lock.lock();
    try {
      return delivered;
    } finally {
      lock.unlock();
    }
  }

  /** Whether it ended with nothing to say. */
  boolean silent() {
    lock.lock();
    try {
      return finished && last == 0;
    } finally {
      lock.unlock();
    }
  }

  boolean finished() {
    lock.lock();
    try {
      return finished;
    } finally {
      lock.unlock();
    }
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
  void carry(OutputStream out, long after, boolean prime, Duration pulse) throws IOException {
    int mine = begin();
    if (prime && name != null) {
      out.write(("id: " + name + "-" + after + "\ndata: \n\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    }
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
      delivered(sent);
    }
  }

  private int begin() {
    lock.lock();
    try {
      carrier++;
      changed.signalAll();
      return carrier;
    } finally {
      lock.unlock();
    }
  }

  private void delivered(long number) {
    lock.lock();
    try {
      delivered = Math.max(delivered, number);
    } finally {
      lock.unlock();
    }
  }

  private Step next(int mine, long sent, Duration pulse) {
    lock.lock();
    try {
      long left = pulse.toNanos();
      while (true) {
        if (carrier != mine) {
          return Pause.OVER;
        }
        for (Event event : events) {
          if (event.number() > sent) {
            return event;
          }
        }
        if (name == null) {
          events.clear();
        }
        if (finished) {
          return Pause.OVER;
        }
        if (left <= 0) {
          return Pause.PULSE;
        }
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Pause.OVER;
    } finally {
      lock.unlock();
    }
  }

  private void write(OutputStream out, Event event) throws IOException {
    StringBuilder head = new StringBuilder();
    if (name != null) {
      head.append("id: ").append(name).append('-').append(event.number()).append('\n');
    }
    out.write(head.append("data: ").toString().getBytes(StandardCharsets.UTF_8));
    event.message().writeTo(out);
    out.write('\n');
    out.write('\n');
  }

  /** What comes next on the wire. */
  private sealed interface Step {}

  private record Event(long number, Outgoing message) implements Step {}

  private enum Pause implements Step {
    PULSE,
    OVER
  }
}
