package dev.howdah.transport.stdio;

import dev.howdah.auth.Caller;
import dev.howdah.mcp.IdFinder;
import dev.howdah.mcp.McpServer;
import dev.howdah.mcp.Outgoing;
import dev.howdah.mcp.Pipe;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Serves the one client at the other end of a pair of streams (MCP, stdio): newline-delimited
 * JSON-RPC in UTF-8, no line end inside a message.
 */
public final class StdioTransport {

  private static final Grace GRACE = new Grace(Duration.ofMillis(500), Duration.ofSeconds(10));

  private final ReentrantLock writing = new ReentrantLock();
  private final InputStream in;
  private final OutputStream out;
  private final int longestMessage;
  private final Late late;
  private final Grace grace;
  private boolean clientGone;
  private boolean answered;

  /**
   * A transport over these streams.
   *
   * @param longestMessage in bytes; a longer message is refused and read past
   */
  public StdioTransport(InputStream in, OutputStream out, int longestMessage, Late late) {
    this(in, out, longestMessage, late, GRACE);
  }

  StdioTransport(InputStream in, OutputStream out, int longestMessage, Late late, Grace grace) {
    this.in = in;
    this.out = new BufferedOutputStream(out, 1 << 16);
    this.longestMessage = longestMessage;
    this.late = late;
    this.grace = grace;
  }

  /**
   * How long answers may still take once the input has ended; then their work is cancelled.
   *
   * @param usual when the server is warm, or the input was open for so long
   * @param cold while the server is not ready yet, if the input has ended right after it began:
   *     nothing can have been running for long then. Who goes later has waited already.
   */
  record Grace(Duration usual, Duration cold) {}

  /** What is not needed for the first answer, and so does not get in its way. */
  public interface Late {

    /** Nothing. */
    Late NOTHING =
        new Late() {
          @Override
          public void start() {}

          @Override
          public boolean ready() {
            return true;
          }
        };

    /** Begins with it, in the background; called once, when the first message has been sent. */
    void start();

    /** Whether it is done. */
    boolean ready();
  }

  /** Serves until the input ends; what is then still running is cancelled. */
  public void serve(McpServer server) throws IOException {
    try (Pipe pipe = server.pipe(Caller.LOCAL, this::send)) {
      boolean atOnce = read(pipe).compareTo(grace.usual) < 0;
      pipe.drain(atOnce && !late.ready() ? grace.cold : grace.usual);
    }
  }

  /** Takes all there is, and gives how long after the first of it the end came. */
  private Duration read(Pipe pipe) throws IOException {
    Line line = new Line(longestMessage);
    byte[] buffer = new byte[1 << 16];
    long asked = 0;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      int start = 0;
      for (int i = 0; i < n; i++) {
        if (buffer[i] == '\n') {
          line.append(buffer, start, i - start);
          line.end(pipe);
          start = i + 1;
        }
      }
      line.append(buffer, start, n - start);
      asked = asked == 0 ? System.nanoTime() : asked;
    }
    Duration took = Duration.ofNanos(System.nanoTime() - asked);
    line.end(pipe);
    return took;
  }

  private void send(Outgoing message) {
    writing.lock();
    try {
      if (!clientGone) {
        message.writeTo(out);
        out.write('\n');
        out.flush();
        if (!answered) {
          answered = true;
          late.start();
        }
      }
    } catch (IOException e) {
      clientGone = true;
    } finally {
      writing.unlock();
    }
  }

  /** The line that is being read. */
  private static final class Line {

    private final int longest;
    private byte[] bytes = new byte[1 << 12];
    private int length;
    private boolean skipping;
    private IdFinder id = new IdFinder();

    Line(int longest) {
      this.longest = longest;
    }

    void append(byte[] from, int offset, int count) {
      if (skipping || length + count > longest) {
        if (!skipping) {
          id.take(bytes, 0, length);
          skipping = true;
        }
        id.take(from, offset, count);
        return;
      }
      if (length + count > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(length + count, 2 * bytes.length));
      }
      System.arraycopy(from, offset, bytes, length, count);
      length += count;
    }

    void end(Pipe pipe) {
      if (skipping) {
        pipe.refuse(id.refusal(longest));
      } else if (!blank()) {
        pipe.receive(Arrays.copyOf(bytes, length));
      }
      if (bytes.length > 1 << 20) {
        bytes = new byte[1 << 12];
      }
      length = 0;
      skipping = false;
      id = new IdFinder();
    }

    private boolean blank() {
      for (int i = 0; i < length; i++) {
        if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
          return false;
        }
      }
      return true;
    }
  }
}
