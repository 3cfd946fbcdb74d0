package dev.howdah.testing;

import dev.howdah.config.Size;
import dev.howdah.mcp.Features;
import dev.howdah.mcp.McpServer;
import dev.howdah.transport.http.HttpSettings;
import dev.howdah.transport.http.HttpTransport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Serves the fixture over HTTP on a free port of this machine. */
public final class FixtureHttp implements AutoCloseable {

  private static final HttpSettings SETTINGS =
      new HttpSettings(
          "127.0.0.1",
          0,
          "/mcp",
          List.of(),
          List.of(),
          false,
          true,
          Size.parse("8MB"),
          Duration.ofMinutes(5),
          100,
          256);

  private final McpServer server;
  private final HttpTransport transport;

  private FixtureHttp(Features features) {
    server = Fixture.server(features);
    transport = HttpTransport.start(SETTINGS, server, InstantSource.system());
  }

  public static FixtureHttp start() {
    return new FixtureHttp(Fixture.features());
  }

  public int port() {
    return transport.port();
  }

  /** The address of the endpoint. */
  public String url() {
    return "http://localhost:" + port() + "/mcp";
  }

  /** The address of the older HTTP+SSE transport. */
  public String sseUrl() {
    return "http://localhost:" + port() + "/sse";
  }

  @Override
  public void close() {
    transport.close();
    server.close();
  }
}
