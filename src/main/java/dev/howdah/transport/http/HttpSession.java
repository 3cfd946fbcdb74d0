package dev.howdah.transport.http;

import dev.howdah.auth.Caller;
import dev.howdah.mcp.HandshakeSession;
import dev.howdah.mcp.McpServer;
import dev.howdah.mcp.Revision;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** A session over HTTP, with the streams its client may come back to. Thread-safe. */
final class HttpSession implements AutoCloseable {

  private static final String UNSOLICITED = "0";
  private static final int STREAMS_KEPT = 16;

  private final String id;
  private final InstantSource clock;
  private final HandshakeSession handshake;
  private final EventStream unsolicited;
  private final int eventsKept;
  private final AtomicLong lastStream = new AtomicLong();
  private final LinkedHashMap<String, EventStream> streams = new LinkedHashMap<>();
  private volatile Instant lastUsed;
  private volatile boolean used;
  private volatile boolean over;

  HttpSession(String id, McpServer server, Caller caller, InstantSource clock, int eventsKept) {
    this.id = id;
    this.clock = clock;
    this.eventsKept = eventsKept;
    this.lastUsed = clock.instant();
    this.unsolicited = EventStream.resumable(UNSOLICITED, eventsKept);
    this.handshake = server.session(caller, unsolicited);
    streams.put(UNSOLICITED, unsolicited);
  }

  String id() {
    return id;
  }

  HandshakeSession handshake() {
    return handshake;
  }

  EventStream unsolicited() {
    return unsolicited;
  }

  /** Whether its client knows events that only bring an id (since MCP 2025-11-25). */
  boolean primes() {
    return handshake.revision().atLeast(Revision.V2025_11_25);
  }

  void touch() {
    lastUsed = clock.instant();
    used = true;
  }

  /** Whether its client has said anything since the handshake. */
  boolean used() {
    return used;
  }

  boolean busy() {
    return handshake.busy();
  }

  /** When it was last used; now, while it works. */
  Instant lastUsed() {
    return busy() ? clock.instant() : lastUsed;
  }

  /** Whether it has ended: what it had not answered yet is not answered any more. */
  boolean over() {
    return over;
  }

  /** A stream for the answer to one request. */
  EventStream open() {
    String name = Long.toString(lastStream.incrementAndGet());
    EventStream stream = EventStream.resumable(name, eventsKept);
    synchronized (streams) {
      streams.put(name, stream);
      forgetFinished(STREAMS_KEPT);
    }
    return stream;
  }

  private void forgetFinished(int most) {
    Iterator<EventStream> oldestFirst = streams.values().iterator();
    while (oldestFirst.hasNext() && streams.size() > most) {
      if (oldestFirst.next().finished()) {
        oldestFirst.remove();
      }
    }
  }

  /** Forgets all that is over, for others need the memory. */
  void forgetFinished() {
    synchronized (streams) {
      forgetFinished(0);
    }
  }

  /** What its streams hold, in bytes. */
  long bytes() {
    synchronized (streams) {
      return streams.values().stream().mapToLong(EventStream::bytes).sum();
    }
  }

  /** Forgets a stream whose client cannot come back to it. */
  void forget(EventStream stream) {
    synchronized (streams) {
      streams.values().remove(stream);
    }
  }

  /** Does a request's work, whose end is a use of the session too. */
  <T> T working(Function<EventStream, T> work, EventStream stream) {
    try {
      return work.apply(stream);
    } finally {
      touch();
    }
  }

  /** The place behind an event that the client names, if its stream is still known. */
  Optional<Position> position(String eventId) {
    int dash = eventId.lastIndexOf('-');
    if (dash < 0) {
      return Optional.empty();
    }
    EventStream stream;
    synchronized (streams) {
      stream = streams.get(eventId.substring(0, dash));
    }
    try {
      long number = Long.parseLong(eventId, dash + 1, eventId.length(), 10);
      return stream != null && stream.reached(number)
          ? Optional.of(new Position(stream, number))
          : Optional.empty();
    } catch (NumberFormatException notOurs) {
      return Optional.empty();
    }
  }

  record Position(EventStream stream, long after) {}

  @Override
  public void close() {
    over = true;
    handshake.close();
    synchronized (streams) {
      streams.values().forEach(stream -> stream.finish(Optional.empty()));
    }
  }
}
