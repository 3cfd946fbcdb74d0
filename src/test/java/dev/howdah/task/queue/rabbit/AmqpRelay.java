package dev.howdah.task.queue.rabbit;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/**
 * Stands between a client and a broker and cuts connections, if told so at the very moment when the
 * broker confirms a message (AMQP 0-9-1, Frame Details), or keeps an answer back.
 */
final class AmqpRelay implements AutoCloseable {

  private static final int METHOD_FRAME = 1;
  private static final int BASIC = 60;
  private static final int ACK = 80;
  private static final int QUEUE = 50;
  private static final int DECLARE_OK = 11;

  private final ServerSocket entrance;
  private final String host;
  private final int port;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger confirmsToCut = new AtomicInteger();
  private final AtomicInteger declarationsToSwallow = new AtomicInteger();

  AmqpRelay(String host, int port) throws IOException {
    this(host, port, ServerSocketFactory.getDefault());
  }

  /** A relay whose clients' side is made by a factory, such as one for TLS. */
  AmqpRelay(String host, int port, ServerSocketFactory factory) throws IOException {
    this.host = host;
    this.port = port;
    this.entrance = factory.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("relay").start(this::accept);
  }

  /** Where clients connect, on the loopback address. */
  int port() {
    return entrance.getLocalPort();
  }

  /** The next confirms do not reach the client: its connection is cut instead. */
  void cutNextConfirms(int count) {
    confirmsToCut.set(count);
  }

  int confirmsToCut() {
    return confirmsToCut.get();
  }

  /** The broker's next answers to declarations do not reach the client, whose connection lives. */
  void swallowNextDeclarations(int count) {
    declarationsToSwallow.set(count);
  }

  int declarationsToSwallow() {
    return declarationsToSwallow.get();
  }

  /** Cuts all connections; new ones are let through. */
  void cut() {
    for (Socket socket : sockets) {
      close(socket);
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket client = entrance.accept();
        Thread.ofVirtual().start(() -> connect(client));
      }
    } catch (IOException closed) {
      // No more clients.
    }
  }

  private void connect(Socket client) {
    try {
      Socket server = new Socket(host, port);
      sockets.add(client);
      sockets.add(server);
      Thread.ofVirtual().start(() -> relay(client, server, AmqpRelay::copy));
      Thread.ofVirtual().start(() -> relay(server, client, this::frames));
    } catch (IOException e) {
      // The broker is down: so are we, to this client.
      close(client);
    }
  }

  private interface Copying {
    void copy(DataInputStream from, DataOutputStream to) throws IOException;
  }

  private void relay(Socket from, Socket to, Copying copying) {
    try (from;
        to) {
      copying.copy(
          new DataInputStream(new BufferedInputStream(from.getInputStream())),
          new DataOutputStream(to.getOutputStream()));
    } catch (IOException over) {
      // One end is gone, and the other goes with it.
    } finally {
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  private static void copy(DataInputStream from, DataOutputStream to) throws IOException {
    from.transferTo(to);
  }

  private void frames(DataInputStream from, DataOutputStream to) throws IOException {
    for (int type = from.read(); type >= 0; type = from.read()) {
      int channel = from.readUnsignedShort();
      int size = from.readInt();
      byte[] payload = from.readNBytes(size + 1);
      if (is(type, payload, BASIC, ACK) && oneOf(confirmsToCut)) {
        return;
      }
      if (is(type, payload, QUEUE, DECLARE_OK) && oneOf(declarationsToSwallow)) {
        continue;
      }
      to.writeByte(type);
      to.writeShort(channel);
      to.writeInt(size);
      to.write(payload);
      to.flush();
    }
  }

  private static boolean is(int type, byte[] payload, int ofClass, int method) {
    return type == METHOD_FRAME && payload[1] == ofClass && payload[3] == method;
  }

  private static boolean oneOf(AtomicInteger left) {
    return left.getAndUpdate(count -> Math.max(0, count - 1)) > 0;
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException("a socket does not close", e);
    }
  }

  @Override
  public void close() throws IOException {
    entrance.close();
    cut();
  }
}
