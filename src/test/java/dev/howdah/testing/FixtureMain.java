package dev.howdah.testing;

import dev.howdah.mcp.McpServer;
import dev.howdah.transport.stdio.StdioTransport;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;

/** Serves the fixture on standard input and output. */
final class FixtureMain {

  private FixtureMain() {}

  public static void main(String[] arguments) throws IOException {
    try (McpServer server = Fixture.server(Fixture.features())) {
      new StdioTransport(
              new FileInputStream(FileDescriptor.in),
              new FileOutputStream(FileDescriptor.out),
              8 << 20,
              StdioTransport.Late.NOTHING)
          .serve(server);
    }
  }
}
