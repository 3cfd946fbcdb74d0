package dev.howdah.transport.http;

import dev.howdah.auth.Caller;
import dev.howdah.mcp.McpServer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The sessions of the handshake revisions: bounded in number, gone when long unused. */
final class HttpSessions implements AutoCloseable {

  /** After what time a session may have to make room. */
  private static final Duration IDLE = Duration.ofMinutes(1);

  /** What the streams of all sessions may hold. */
  private static final long MOST_BYTES = Runtime.getRuntime().maxMemory() / 8;

  private final SecureRandom random = new SecureRandom();
  private final ConcurrentMap<String, HttpSession> sessions = new ConcurrentHashMap<>();
  private final McpServer server;
  private final InstantSource clock;
  private final Duration ttl;
  private final int most;
  private final int eventsKept;

  HttpSessions(McpServer server, HttpSettings settings, InstantSource clock) {
    this.server = server;
    this.clock = clock;
    this.ttl = settings.sessionTtl();
    this.most = settings.maxSessions();
    this.eventsKept = settings.replayEvents();
  }

  /** Opens a session, or nothing when there are too many that are in use. */
  synchronized Optional<HttpSession> open(Caller caller) {
    expire();
    if (sessions.size() >= most) {
      leastUsed().ifPresent(this::close);
    }
    if (sessions.size() >= most) {
      return Optional.empty();
    }
    byte[] id = new byte[24];
    random.nextBytes(id);
    HttpSession session =
        new HttpSession(
            Base64.getUrlEncoder().encodeToString(id), server, caller, clock, eventsKept);
    sessions.put(session.id(), session);
    return Optional.of(session);
  }

  /** The session of this id, if it lives and belongs to the caller. */
  Optional<HttpSession> find(String id, Caller caller) {
    expire();
    return Optional.ofNullable(sessions.get(id))
        .filter(session -> session.handshake().caller().equals(caller));
  }

  /** The one to make room, so that clients that only open sessions lock nobody out. */
  private Optional<HttpSession> leastUsed() {
    Instant idle = clock.instant().minus(IDLE);
    return sessions.values().stream()
        .filter(session -> !session.busy())
        .filter(session -> !session.used() || session.lastUsed().isBefore(idle))
        .min(Comparator.comparing(HttpSession::used).thenComparing(HttpSession::lastUsed));
  }

  /** Forgets streams that are over where they hold too much memory, of idle sessions first. */
  void relieve() {
    if (bytes() > MOST_BYTES) {
      sessions.values().stream()
          .sorted(Comparator.comparing(HttpSession::lastUsed))
          .takeWhile(_ -> bytes() > MOST_BYTES / 2)
          .forEach(HttpSession::forgetFinished);
    }
  }

  private long bytes() {
    return sessions.values().stream().mapToLong(HttpSession::bytes).sum();
  }

  void close(HttpSession session) {
    if (sessions.remove(session.id(), session)) {
      session.close();
    }
  }

  private void expire() {
    Instant oldest = clock.instant().minus(ttl);
    for (HttpSession session : sessions.values()) {
      if (session.lastUsed().isBefore(oldest)) {
        close(session);
      }
    }
  }

  @Override
  public void close() {
    sessions.values().forEach(this::close);
  }
}
