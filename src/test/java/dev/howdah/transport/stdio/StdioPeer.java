package dev.howdah.transport.stdio;

import com.sun.management.ThreadMXBean;
import dev.howdah.mcp.McpServer;
import dev.howdah.tool.Json;
import dev.howdah.transport.stdio.StdioTransport.Grace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** The other end of a stdio server's streams: decides what each read brings. */
final class StdioPeer implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 120;

  /** Longer than whoever waits for the end waits. */
  static final Duration LONG = Duration.ofMinutes(10);

  private static final byte[] END = {};

  private final BlockingQueue<byte[]> reads = new ArrayBlockingQueue<>(4);
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final Thread thread;

  /** One whose server is warm, and gives all answers time when the input ends. */
  StdioPeer(McpServer server, int longestMessage) {
    this(server, longestMessage, StdioTransport.Late.NOTHING, new Grace(LONG, LONG));
  }

  StdioPeer(McpServer server, int longestMessage, StdioTransport.Late late, Grace grace) {
    StdioTransport transport =
        new StdioTransport(new Reads(), new Lines(), longestMessage, late, grace);
    thread =
        Thread.ofPlatform()
            .daemon()
            .name("stdio-server")
            .start(
                () -> {
                  try {
                    transport.serve(server);
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
  }

  /** Shakes hands in 2025-11-25. */
  void initialize() {
    send(
        """
        {"jsonrpc":"2.0","id":"init","method":"initialize","params":{"protocolVersion":\
        "2025-11-25","capabilities":{},"clientInfo":{"name":"n","version":"1"}}}
        """);
    next();
  }

  /** Brings this text in one read. */
  void send(String text) {
    send(text.getBytes(StandardCharsets.UTF_8));
  }

  void send(byte[] bytes) {
    try {
      if (!reads.offer(bytes, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("The server reads no more");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The next line of the server. */
  JsonNode next() {
    return Json.MAPPER.readTree(nextLine());
  }

  String nextLine() {
    try {
      String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (line == null) {
        throw new AssertionError("The server said nothing");
      }
      return line;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Ends the input, waits for the server, and gives what it said that nobody has read. */
  List<String> end() {
    send(END);
    try {
      thread.join(PATIENCE_SECONDS * 1000L);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      throw new AssertionError("The server did not end with its input");
    }
    return List.copyOf(lines);
  }

  /** How many bytes the thread that reads has allocated so far. */
  long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getThreadAllocatedBytes(thread.threadId());
  }

  @Override
  public void close() {
    if (thread.isAlive()) {
      end();
    }
  }

  private final class Reads extends InputStream {
    private byte[] current = END;
    private int position;

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) {
      if (position == current.length) {
        try {
          current = reads.take();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return -1;
        }
        position = 0;
        if (current.length == 0) {
          return -1;
        }
      }
      int count = Math.min(length, current.length - position);
      System.arraycopy(current, position, to, offset, count);
      position += count;
      return count;
    }
  }

  private final class Lines extends OutputStream {
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    @Override
    public synchronized void write(int b) {
      if (b == '\n') {
        lines.add(line.toString(StandardCharsets.UTF_8));
        line.reset();
      } else {
        line.write(b);
      }
    }
  }
}
