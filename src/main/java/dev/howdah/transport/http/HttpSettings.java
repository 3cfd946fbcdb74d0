package dev.howdah.transport.http;

import dev.howdah.config.Option;
import dev.howdah.config.Secret;
import dev.howdah.config.Size;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the server listens, and what it keeps for its clients. */
public record HttpSettings(
    @Option(value = "127.0.0.1", help = "Address to listen on.", env = "MCP_HOST", flags = "host")
        String host,
    @Option(
            value = "8000",
            help = "Port to listen on; 0 takes a free one.",
            env = "MCP_PORT",
            flags = "port")
        int port,
    @Option(value = "/mcp", help = "Path of the endpoint.") String path,
    @Option(help = "Origins whose web pages may call, beside the server's own.")
        List<String> allowedOrigins,
    @Option(help = "Names in the Host header, beside loopback and the address listened on.")
        List<String> allowedHosts,
    @Option(value = "false", help = "Listen beyond loopback although nobody has to log in.")
        boolean allowUnauthenticated,
    @Option(value = "false", help = "Also serve the older HTTP with SSE transport.")
        boolean legacySse,
    @Option(value = "8MB", help = "Most bytes in one message.") Size maxMessageSize,
    @Option(value = "30m", help = "How long a session lives without a request.")
        Duration sessionTtl,
    @Option(value = "1000", help = "Most sessions at a time.") int maxSessions,
    @Option(value = "256", help = "Events kept a stream, for clients that reconnect.")
        int replayEvents,
    @Option(
            help =
                "At least 32 characters that replicas share, so that each takes the cursors and the"
                    + " request states that another gave.")
        @Nullable Secret stateKey) {

  private static final int LEAST_KEY = 32;
  private static final Size LEAST = new Size(1024);
  private static final Size MOST = Size.parse("1GB");

  public HttpSettings {
    allowedOrigins = List.copyOf(allowedOrigins);
    allowedHosts = List.copyOf(allowedHosts);
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port must be between 0 and 65535, was " + port);
    }
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("path must start with /, was " + path);
    }
    if (maxMessageSize.compareTo(LEAST) < 0 || maxMessageSize.compareTo(MOST) > 0) {
      throw new IllegalArgumentException(
          "max-message-size must be between 1kB and 1GB, was " + maxMessageSize);
    }
    if (sessionTtl.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException(
          "session-ttl must be at least 1s, was " + sessionTtl.toMillis() + "ms");
    }
    if (maxSessions < 1) {
      throw new IllegalArgumentException("max-sessions must be at least 1, was " + maxSessions);
    }
    if (replayEvents < 0) {
      throw new IllegalArgumentException("replay-events must be at least 0, was " + replayEvents);
    }
    if (stateKey != null && stateKey.reveal().length() < LEAST_KEY) {
      throw new IllegalArgumentException(
          "state-key must have at least %d characters, was %d long"
              .formatted(LEAST_KEY, stateKey.reveal().length()));
    }
  }

  /** Settings of a server that stands alone. */
  public HttpSettings(
      String host,
      int port,
      String path,
      List<String> allowedOrigins,
      List<String> allowedHosts,
      boolean allowUnauthenticated,
      boolean legacySse,
      Size maxMessageSize,
      Duration sessionTtl,
      int maxSessions,
      int replayEvents) {
    this(
        host,
        port,
        path,
        allowedOrigins,
        allowedHosts,
        allowUnauthenticated,
        legacySse,
        maxMessageSize,
        sessionTtl,
        maxSessions,
        replayEvents,
        null);
  }

  /** The same with the older transport beside. */
  public HttpSettings withLegacySse() {
    return with(port, true);
  }

  /** The same on another port. */
  public HttpSettings withPort(int other) {
    return with(other, legacySse);
  }

  private HttpSettings with(int otherPort, boolean sse) {
    return new HttpSettings(
        host,
        otherPort,
        path,
        allowedOrigins,
        allowedHosts,
        allowUnauthenticated,
        sse,
        maxMessageSize,
        sessionTtl,
        maxSessions,
        replayEvents,
        stateKey);
  }

  /** Whether only this machine can reach the server. */
  public boolean isLoopback() {
    return host.equals("localhost")
        || host.equals("::1")
        || host.equals("[::1]")
        || host.matches("127(\\.\\d{1,3}){3}");
  }
}
