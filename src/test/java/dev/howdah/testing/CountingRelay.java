package dev.howdah.testing;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and a server and counts the round trips: the Sync and Query messages of
 * the client (PostgreSQL manual, Frontend/Backend Protocol).
 */
public final class CountingRelay implements AutoCloseable {

  private static final int NO_ENCRYPTION = 8;

  private final ServerSocket entrance;
  private final String host;
  private final int port;
  private final AtomicInteger roundTrips = new AtomicInteger();

  /** A relay to this server. */
  public CountingRelay(String host, int port) throws IOException {
    this.host = host;
    this.port = port;
    this.entrance = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("relay").start(this::accept);
  }

  /** Where clients connect, on the loopback address. */
  public int port() {
    return entrance.getLocalPort();
  }

  /** How often a client has waited for the server so far, without the start-up. */
  public int roundTrips() {
    return roundTrips.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = entrance.accept();
        Socket server = new Socket(host, port);
        Thread.ofVirtual().start(() -> relay(client, server, this::countMessages));
        Thread.ofVirtual().start(() -> relay(server, client, CountingRelay::copy));
      }
    } catch (IOException closed) {
      // No more clients.
    }
  }

  private interface Copying {
    void copy(DataInputStream from, DataOutputStream to) throws IOException;
  }

  private static void relay(Socket from, Socket to, Copying copying) {
    try (from;
        to) {
      copying.copy(
          new DataInputStream(new BufferedInputStream(from.getInputStream())),
          new DataOutputStream(to.getOutputStream()));
    } catch (IOException over) {
      // One end is gone, and the other goes with it.
    }
  }

  private static void copy(DataInputStream from, DataOutputStream to) throws IOException {
    from.transferTo(to);
  }

  private void countMessages(DataInputStream from, DataOutputStream to) throws IOException {
    int length = from.readInt();
    while (length == NO_ENCRYPTION) {
      pass(length, from, to);
      length = from.readInt();
    }
    pass(length, from, to);
    for (int type = from.read(); type >= 0; type = from.read()) {
      if (type == 'S' || type == 'Q') {
        roundTrips.incrementAndGet();
      }
      to.write(type);
      pass(from.readInt(), from, to);
    }
  }

  private static void pass(int length, DataInputStream from, DataOutputStream to)
      throws IOException {
    to.writeInt(length);
    to.write(from.readNBytes(length - Integer.BYTES));
    to.flush();
  }

  @Override
  public void close() throws IOException {
    entrance.close();
  }
}
