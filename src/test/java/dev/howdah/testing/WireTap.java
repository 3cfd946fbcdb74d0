package dev.howdah.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands between HTTP clients and a server of this machine, and keeps all that passes. */
public final class WireTap implements AutoCloseable {

  private final ServerSocket door;
  private final int target;
  private final List<Line> lines = new CopyOnWriteArrayList<>();

  /**
   * A tap before the server at this port.
   *
   * @param target the server's port
   */
  public WireTap(int target) {
    this.target = target;
    try {
      door = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("wire-tap").start(this::accept);
  }

  public int port() {
    return door.getLocalPort();
  }

  /** What has passed so far, an element a connection. */
  public List<Passed> passed() {
    return lines.stream().map(Line::passed).toList();
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        Line line = new Line(client, new Socket(InetAddress.getLoopbackAddress(), target));
        lines.add(line);
        line.open();
      } catch (IOException closed) {
        // The door is closed, or the server is gone; either way there is nothing to tap.
      }
    }
  }

  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    lines.forEach(Line::close);
  }

  /** The bytes of one connection, as text of one byte a character. */
  public record Passed(String toServer, String toClient) {}

  /** One connection. */
  private static final class Line {

    private final Socket client;
    private final Socket server;
    private final ByteArrayOutputStream toServer = new ByteArrayOutputStream();
    private final ByteArrayOutputStream toClient = new ByteArrayOutputStream();

    Line(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void open() {
      Thread.ofVirtual().name("wire-tap-up").start(() -> pump(client, server, toServer));
      Thread.ofVirtual().name("wire-tap-down").start(() -> pump(server, client, toClient));
    }

    private void pump(Socket from, Socket to, ByteArrayOutputStream kept) {
      byte[] buffer = new byte[1 << 14];
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          kept.write(buffer, 0, n);
          out.write(buffer, 0, n);
          out.flush();
        }
      } catch (IOException gone) {
        // One side has gone, so the other may go as well.
      } finally {
        close();
      }
    }

    Passed passed() {
      return new Passed(
          toServer.toString(StandardCharsets.ISO_8859_1),
          toClient.toString(StandardCharsets.ISO_8859_1));
    }

    void close() {
      try (client;
          server) {
        // Closing them is all there is to do.
        return;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
